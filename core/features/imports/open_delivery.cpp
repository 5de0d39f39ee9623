#include "features/imports/open_delivery.h"

namespace portal::imports {

namespace {

std::vector<db::Value> values_of(std::span<std::int64_t const> ids) { return { ids.begin(), ids.end() }; }

}

std::int64_t OpenDelivery::mark_removed(db::Transaction& transaction, TableSql const& sql, std::span<std::int64_t const> ids) const
{
    std::int64_t changed = 0;
    in_groups(values_of(ids), [&](std::span<db::Value const> group) {
        std::vector<db::Value> values { number(), tenant().value() };
        values.insert(values.end(), group.begin(), group.end());
        changed += transaction.execute_values(sql.mark_removed, values);
    });
    return changed;
}

namespace {

std::int64_t change(db::Transaction& transaction, db::Sql const& sql, OpenDelivery const& delivery, std::span<std::int64_t const> ids)
{
    std::int64_t changed = 0;
    in_groups(values_of(ids), [&](std::span<db::Value const> group) {
        std::vector<db::Value> values { delivery.tenant().value() };
        values.insert(values.end(), group.begin(), group.end());
        values.emplace_back(delivery.number());
        changed += transaction.execute_values(sql, values);
    });
    return changed;
}

}

std::int64_t OpenDelivery::unmark_removed(db::Transaction& transaction, TableSql const& sql, std::span<std::int64_t const> ids) const
{
    return change(transaction, sql.unmark_removed, *this, ids);
}

std::int64_t OpenDelivery::erase(db::Transaction& transaction, TableSql const& sql, std::span<std::int64_t const> ids) const
{
    return change(transaction, sql.erase, *this, ids);
}

void OpenDelivery::mark_removed(db::Transaction& transaction, Kind kind, std::span<std::int64_t const> ids) const
{
    mark_removed(transaction, sql_of(kind), ids);
    if (kind == Kind::invoice)
        mark_removed(transaction, proofs_sql(), ids);
}

void OpenDelivery::unmark_removed(db::Transaction& transaction, Kind kind, std::span<std::int64_t const> ids) const
{
    unmark_removed(transaction, sql_of(kind), ids);
    if (kind == Kind::invoice)
        unmark_removed(transaction, proofs_sql(), ids);
}

void OpenDelivery::erase(db::Transaction& transaction, Kind kind, std::span<std::int64_t const> ids) const
{
    erase(transaction, sql_of(kind), ids);
    if (kind == Kind::invoice)
        erase(transaction, proofs_sql(), ids);
}

}
