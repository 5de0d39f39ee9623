#include "features/imports/clearing.h"

#include "features/imports/document_store.h"
#include "features/imports/queries.h"

namespace portal::imports {

namespace {

constexpr std::size_t s_rows_at_once = 5 * group_size;

// Pages through ids with `find` (from an id on) and changes the rows that it gives.
template <typename Find, typename Change> void page_through(OpenDelivery& delivery, std::int64_t from, Find&& find, Change&& change)
{
    for (;;) {
        auto const ids = delivery.read([&](db::Session& session) {
            std::vector<std::int64_t> found;
            for (auto const& row : find(session, from))
                found.push_back(row.integer(0));
            return found;
        });
        for (std::size_t at = 0; at < ids.size(); at += s_rows_at_once) {
            auto const part = std::span { ids }.subspan(at, std::min(s_rows_at_once, ids.size() - at));
            delivery.write([&](db::Transaction& transaction) { change(transaction, part); });
        }
        if (ids.size() < page_size)
            return;
        from = ids.back() + 1;
    }
}

}

void clear(OpenDelivery& delivery)
{
    using Ids = std::span<std::int64_t const>;
    // Within a transaction that holds the lease: a publishing whose commit is still under way holds it, too, and is waited for.
    delivery.write([&](db::Transaction& transaction) {
        if (transaction.one(sql::published_number, delivery.tenant())->integer(0) >= delivery.number())
            throw std::logic_error("a published delivery must not be cleared");
    });
    delivery.write([&](db::Transaction& transaction) { transaction.execute(sql::drop_chunks, delivery.tenant(), unfinished_document); });
    for (auto const* const table : every_table()) {
        page_through(
            delivery, delivery.first_id(),
            [&](db::Session& session, std::int64_t from) { return session.query(table->added_page, delivery.tenant(), from, delivery.number()); },
            [&](db::Transaction& transaction, Ids ids) { delivery.erase(transaction, *table, ids); });
        page_through(
            delivery, 0,
            [&](db::Session& session, std::int64_t from) {
                return session.query(sql::superseded_page, delivery.tenant(), delivery.number(), table->number, from);
            },
            [&](db::Transaction& transaction, Ids ids) { delivery.unmark_removed(transaction, *table, ids); });
    }
}

}
