#include "features/transactions/transactions_store.h"

#include "features/transactions/queries.h"

#include <stdexcept>

namespace portal::transactions {

namespace {

Movement to_movement(db::Row const& row)
{
    Currency const currency { row.text_view(4) };
    return { row.integer(0), kind_named(row.text_view(2)), row.text(1), std::nullopt, row.date(3), Money { row.integer(5), currency }, Money::zero(currency) };
}

Movement with_invoice(Movement movement, db::Row const& row)
{
    if (!row.is_null(6))
        movement.invoice = row.id<InvoiceId>(6);
    return movement;
}

}

Kind kind_named(std::string_view name)
{
    if (name == "invoice")
        return Kind::invoice;
    if (name == "payment")
        return Kind::payment;
    if (name == "credit_note")
        return Kind::credit_note;
    if (name == "reminder")
        return Kind::reminder;
    if (name == "interest")
        return Kind::interest;
    if (name == "other")
        return Kind::other;
    throw std::runtime_error("a movement of an unknown kind: " + std::string { name });
}

void run_balances(std::vector<Movement>& newest_first, std::int64_t balance)
{
    for (auto& movement : newest_first) {
        movement.balance = Money { balance, movement.amount.currency() };
        balance -= movement.amount.minor();
    }
}

std::vector<Movement> TransactionStore::list(ListPosition const& beyond, int most)
{
    auto const& statement = beyond.direction == ListPosition::Direction::older ? sql::list_older : sql::list_newer;
    std::vector<Movement> movements;
    for (auto const row : m_session.query(statement, m_scope.published(), m_scope.published(), m_scope.tenant(), m_scope.customer_number(), beyond.date,
             beyond.date, beyond.id, m_scope.published(), m_scope.published(), most))
        movements.push_back(with_invoice(to_movement(row), row));
    return movements;
}

Totals TransactionStore::totals(ListPosition const& place)
{
    Totals totals;
    int const year = static_cast<int>(place.date.year());
    Totals to_its_end; // all that is booked to the end of the place's year
    int last = 0, last_within = 0;
    for (auto const row : m_session.query(sql::years, m_scope.tenant(), m_scope.customer_number(), m_scope.published(), m_scope.published())) {
        auto const row_year = static_cast<int>(row.integer(0));
        if (row_year > last) {
            last = row_year;
            totals.count = row.integer(1);
            totals.sum = row.integer(2);
        }
        if (row_year <= year && row_year > last_within) {
            last_within = row_year;
            to_its_end = { row.integer(1), 0, row.integer(2), 0 };
        }
    }
    totals.newer_count = totals.count - to_its_end.count;
    totals.newer_sum = totals.sum - to_its_end.sum;
    if (last_within == year) {
        auto const row = m_session.one(sql::newer_in_year, m_scope.tenant(), m_scope.customer_number(), place.date, year * 10'000 + 1231, place.date, place.id,
            m_scope.published(), m_scope.published());
        totals.newer_count += row->integer(0);
        totals.newer_sum += row->optional_integer(1).value_or(0);
    }
    return totals;
}

}
