#include "features/imports/open_delivery.h"

#include "features/imports/document_chunks.h"

namespace portal::imports {

namespace {

std::vector<db::Value> values_of(std::span<std::int64_t const> ids) { return { ids.begin(), ids.end() }; }

// Statements that ask for the delivery first and for the tenant and the ids then.
void change_published(db::Transaction& transaction, db::Sql const& sql, OpenDelivery const& delivery, std::span<std::int64_t const> ids)
{
    in_groups(values_of(ids), [&](std::span<db::Value const> group) {
        std::vector<db::Value> values { delivery.number(), delivery.tenant().value() };
        values.insert(values.end(), group.begin(), group.end());
        transaction.execute_values(sql, values);
    });
}

// Those that ask for the tenant, the ids and the delivery.
void change_own(db::Transaction& transaction, db::Sql const& sql, OpenDelivery const& delivery, std::span<std::int64_t const> ids)
{
    in_groups(values_of(ids), [&](std::span<db::Value const> group) {
        std::vector<db::Value> values { delivery.tenant().value() };
        values.insert(values.end(), group.begin(), group.end());
        values.emplace_back(delivery.number());
        transaction.execute_values(sql, values);
    });
}

}

void OpenDelivery::mark_removed(db::Transaction& transaction, VersionSql const& sql, std::span<std::int64_t const> ids) const
{
    change_published(transaction, sql.note_superseded, *this, ids);
    change_published(transaction, sql.mark_removed, *this, ids);
}

void OpenDelivery::unmark_removed(db::Transaction& transaction, VersionSql const& sql, std::span<std::int64_t const> ids) const
{
    change_own(transaction, sql.unmark_removed, *this, ids);
    change_own(transaction, sql.forget_superseded, *this, ids);
}

void OpenDelivery::erase(db::Transaction& transaction, VersionSql const& sql, std::span<std::int64_t const> ids) const
{
    auto const digests = digests_of(transaction, tenant(), sql, values_of(ids));
    change_own(transaction, sql.erase, *this, ids);
    drop_unneeded_chunks(transaction, tenant(), digests);
}

void OpenDelivery::mark_removed(db::Transaction& transaction, Kind kind, std::span<std::int64_t const> ids)
{
    if (has_sums(kind) && !m_touched.is_everybody())
        in_groups(values_of(ids), [&](std::span<db::Value const> group) {
            std::vector<db::Value> values { tenant().value() };
            values.insert(values.end(), group.begin(), group.end());
            for (auto const& row : transaction.query_values(sql_of(kind).customers_of, values))
                m_touched.add(row.text_view(0));
        });
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
