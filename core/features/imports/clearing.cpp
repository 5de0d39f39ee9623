#include "features/imports/clearing.h"

#include "features/imports/queries.h"

namespace portal::imports {

namespace {

constexpr std::size_t s_rows_at_once = 5 * group_size;

// Pages through ids with one statement and changes the rows that it finds.
template <typename Change> void page_through(OpenDelivery& delivery, db::Sql const& page_sql, std::int64_t from, int step, Change&& change)
{
    for (;;) {
        auto const ids = delivery.read([&](db::Session& session) {
            std::vector<std::int64_t> found;
            for (auto const& row : session.query(page_sql, delivery.tenant(), from, delivery.number()))
                found.push_back(row.integer(0));
            return found;
        });
        for (std::size_t at = 0; at < ids.size(); at += s_rows_at_once) {
            auto const part = std::span { ids }.subspan(at, std::min(s_rows_at_once, ids.size() - at));
            delivery.write([&](db::Transaction& transaction) { change(transaction, part); });
        }
        if (ids.size() < page_size)
            return;
        from = ids.back() + step;
    }
}

void clear_table(OpenDelivery& delivery, TableSql const& sql, bool has_marks)
{
    using Ids = std::span<std::int64_t const>;
    page_through(delivery, sql.added_page, delivery.first_id(), 1, [&](db::Transaction& transaction, Ids ids) { delivery.erase(transaction, sql, ids); });
    if (has_marks && !delivery.is_first())
        page_through(delivery, sql.removed_page, 0, 0, [&](db::Transaction& transaction, Ids ids) { delivery.unmark_removed(transaction, sql, ids); });
}

}

void clear(OpenDelivery& delivery, WhatToClear const& what)
{
    // Within a transaction that holds the lease: a publishing whose commit is still under way holds it, too, and is waited for.
    delivery.write([&](db::Transaction& transaction) {
        if (transaction.one(sql::published_number, delivery.tenant())->integer(0) >= delivery.number())
            throw std::logic_error("a published delivery must not be cleared");
    });
    for (auto const kind : all_kinds)
        clear_table(delivery, sql_of(kind), what.marks[static_cast<std::size_t>(kind)]);
    clear_table(delivery, proofs_sql(), what.marks[static_cast<std::size_t>(Kind::invoice)]);
}

}
