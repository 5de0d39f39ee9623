#include "features/imports/deliveries.h"

#include "features/imports/queries.h"

namespace portal::imports {

namespace {

Delivery delivery_of(db::Row const& row)
{
    Delivery delivery;
    delivery.number = row.integer(0);
    delivery.file_name = row.text(1);
    delivery.digest = row.text(2);
    delivery.delivery_id = row.text(3);
    delivery.is_full = row.flag(4);
    delivery.state = row.text(5);
    delivery.rows_read = row.integer(6);
    delivery.added = row.integer(7);
    delivery.changed = row.integer(8);
    delivery.removed = row.integer(9);
    delivery.problems = row.integer(10);
    delivery.message = row.text(11);
    delivery.started_at = row.instant(12);
    delivery.finished_at = row.optional_instant(13);
    delivery.percent_read = static_cast<int>(row.integer(14));
    return delivery;
}

}

std::vector<Delivery> Deliveries::list(int most) const
{
    std::vector<Delivery> deliveries;
    for (auto const& row : m_session.query(sql::list_deliveries, m_tenant, most))
        deliveries.push_back(delivery_of(row));
    return deliveries;
}

std::optional<Delivery> Deliveries::find(std::int64_t number) const
{
    auto const row = m_session.one(sql::find_delivery, m_tenant, number);
    return row ? std::optional { delivery_of(*row) } : std::nullopt;
}

std::optional<Delivery> Deliveries::find_published(std::string_view digest, Instant since) const
{
    auto const row = m_session.one(sql::published_since, m_tenant, digest, since);
    return row ? find(row->integer(0)) : std::nullopt;
}

std::vector<Problem> Deliveries::problems_of(std::int64_t number) const
{
    std::vector<Problem> problems;
    for (auto const& row : m_session.query(sql::problems_of_delivery, m_tenant, number))
        problems.push_back({ row.text(0), static_cast<std::uint64_t>(row.integer(1)), row.text(2), row.text(3), row.text(4) });
    return problems;
}

std::int64_t Deliveries::published() const
{
    auto const row = m_session.one(sql::published_number, m_tenant);
    return row ? row->integer(0) : 0;
}

}
