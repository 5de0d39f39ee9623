#include "features/imports/ledger.h"

#include "features/imports/queries.h"

#include <algorithm>
#include <utility>

namespace portal::imports {

namespace {

constexpr std::size_t s_rows_a_millisecond = 66;

int day(db::Row const& row, std::size_t column) { return static_cast<int>(row.integer(column)); }

// What is stored and derived again stays; the rest of what is stored goes, the rest of what is derived comes. Both walked along in one
// order: a customer may have very many open bills.
template <typename Stored, typename Row>
void compare(std::string const& customer, std::vector<Stored>& stored, std::vector<Row>& derived, std::vector<Stored>& coming, std::vector<std::int64_t>& going)
{
    std::ranges::sort(stored, {}, &Stored::row);
    std::ranges::sort(derived);
    auto old = stored.begin();
    for (auto const& row : derived) {
        for (; old != stored.end() && old->row < row; ++old)
            going.push_back(old->id);
        if (old != stored.end() && old->row == row)
            ++old;
        else
            coming.push_back({ 0, customer, row });
    }
    for (; old != stored.end(); ++old)
        going.push_back(old->id);
}

}

LedgerChange LedgerUpdate::run()
{
    if (!m_delivery.touched().is_everybody()) {
        std::vector<std::string> group;
        for (auto const& number : m_delivery.touched().numbers()) {
            group.push_back(number);
            if (group.size() == group_size) {
                derive(group);
                group.clear();
            }
        }
        derive(group);
    } else
        for (std::string after;;) {
            std::vector<std::string> group;
            m_delivery.read([&](db::Session& session) {
                group.clear();
                for (auto const& row : session.query(sql::customers_after, m_delivery.tenant(), after, m_delivery.number()))
                    group.push_back(row.text(0));
            });
            derive(group);
            if (group.size() < group_size)
                break;
            after = group.back();
        }
    begin_to_store();
    wait_until_stored();
    return m_change;
}

void LedgerUpdate::derive(std::vector<std::string> const& numbers)
{
    if (numbers.empty())
        return;
    std::map<std::string, Customer, std::less<>> customers;
    read(numbers, customers);
    for (auto& [number, customer] : customers) {
        auto years = account_years(customer.bills, customer.movements);
        auto rows = standing(customer.bills, customer.movements);
        compare(number, customer.years, years, m_changes.new_years, m_changes.old_years);
        compare(number, customer.standing, rows, m_changes.new_standing, m_changes.old_standing);
        std::int64_t balance = 0;
        for (auto const& year : years)
            balance += year.amount;
        for (auto const& year : customer.years)
            balance -= year.row.amount;
        m_change.customers += balance != 0;
        m_change.balance += balance;
        for (auto const& row : rows)
            add_open(row, 1);
        for (auto const& row : customer.standing)
            add_open(row.row, -1);
    }
    if (m_changes.size() >= s_rows_a_millisecond * static_cast<std::size_t>(m_delivery.longest_write().count()))
        begin_to_store();
}

void LedgerUpdate::add_open(StandingRow const& row, int sign)
{
    m_change.open_bills += row.rest > 0 ? sign : 0;
    m_change.open_amount += row.rest * sign;
}

void LedgerUpdate::read(std::vector<std::string> const& numbers, std::map<std::string, Customer, std::less<>>& customers) const
{
    std::vector<db::Value> const keys { numbers.begin(), numbers.end() };
    in_groups(keys, [&](std::span<db::Value const> group) {
        std::vector<db::Value> values { m_delivery.tenant().value() };
        values.insert(values.end(), group.begin(), group.end());
        m_delivery.read([&](db::Session& session) {
            customers.clear();
            auto const rows_of = [&](db::Sql const& sql, auto&& take) {
                for (auto const& row : session.query_values(sql, values)) {
                    auto const number = row.text_view(0);
                    auto place = customers.find(number);
                    if (place == customers.end())
                        place = customers.try_emplace(std::string { number }).first;
                    take(place->second, row);
                }
            };
            rows_of(sql_of_ledger().bills, [](Customer& customer, db::Row const& row) {
                customer.bills.push_back({ row.integer(1), row.text(2), row.text(3), row.text(4), day(row, 5), day(row, 6), day(row, 7), day(row, 8),
                    row.integer(9), row.integer(10) });
            });
            rows_of(sql_of_ledger().movements, [](Customer& customer, db::Row const& row) {
                customer.movements.push_back({ row.integer(1), row.text(2), row.text(3), day(row, 4), row.integer(5) });
            });
            if (m_delivery.is_first())
                return;
            rows_of(sql_of_ledger().years, [](Customer& customer, db::Row const& row) {
                customer.years.push_back({ row.integer(1), {},
                    { static_cast<int>(row.integer(2)), row.integer(3), row.integer(4), row.integer(5), row.integer(6), row.integer(7), row.integer(8) } });
            });
            rows_of(sql_of_ledger().standing, [](Customer& customer, db::Row const& row) {
                customer.standing.push_back({ row.integer(1), {},
                    { row.text(2), row.integer(3), row.integer(4), row.text(5), row.text(6), day(row, 7), day(row, 8), day(row, 9), day(row, 10),
                        row.integer(11), row.integer(12), row.integer(13), row.integer(14) } });
            });
        });
    });
}

void LedgerUpdate::begin_to_store()
{
    wait_until_stored();
    if (m_changes.size() > 0)
        m_storing = std::async(std::launch::async, [this, changes = std::exchange(m_changes, {})] { store(changes); });
}

void LedgerUpdate::wait_until_stored()
{
    if (m_storing.valid())
        m_storing.get();
}

void LedgerUpdate::store(Changes const& changes) const
{
    m_delivery.write([&](db::Transaction& transaction) {
        m_delivery.mark_removed(transaction, account_years_sql(), changes.old_years);
        m_delivery.mark_removed(transaction, standing_rows_sql(), changes.old_standing);
        db::Bulk years { transaction, "account_years",
            { "tenant_id", "id", "customer_number", "year", "bills", "movements", "amount", "bills_before", "movements_before", "amount_before", "added_in" } };
        for (auto const& [id, customer, year] : changes.new_years)
            years.add(m_delivery.tenant(), new_id(), customer, year.year, year.bills, year.movements, year.amount, year.bills_before, year.movements_before,
                year.amount_before, m_delivery.number());
        years.flush();
        db::Bulk rows { transaction, "standing_rows",
            { "tenant_id", "id", "customer_number", "what", "object_id", "invoice_id", "invoice_number", "kind", "day", "due", "service_from", "service_to",
                "amount", "payable", "rest", "balance", "added_in" } };
        for (auto const& [id, customer, row] : changes.new_standing)
            rows.add(m_delivery.tenant(), new_id(), customer, row.what, row.object_id, row.invoice_id, row.invoice_number, row.kind, row.day, row.due,
                row.service_from, row.service_to, row.amount, row.payable, row.rest, row.balance, m_delivery.number());
        rows.flush();
    });
}

}
