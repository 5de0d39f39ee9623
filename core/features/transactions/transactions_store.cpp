#include "features/transactions/transactions_store.h"

#include "features/transactions/queries.h"

#include <stdexcept>

namespace portal::transactions {

namespace {

Kind to_kind(std::string_view name)
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

Movement to_movement(db::Row const& row)
{
    Currency const currency { row.text_view(4) };
    return { row.integer(0), to_kind(row.text_view(2)), row.text(1), std::nullopt, row.date(3), Money { row.integer(5), currency }, Money::zero(currency) };
}

Movement with_invoice(Movement movement, db::Row const& row)
{
    if (!row.is_null(6))
        movement.invoice = row.id<InvoiceId>(6);
    return movement;
}

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
    auto const row = m_session.one(sql::totals, place.date, place.date, place.id, place.date, place.date, place.id, m_scope.tenant(), m_scope.customer_number(),
        m_scope.published(), m_scope.published());
    return { row->integer(0), row->optional_integer(2).value_or(0), row->optional_integer(1).value_or(0), row->optional_integer(3).value_or(0) };
}

std::vector<Movement> TransactionStore::all()
{
    std::vector<Movement> movements;
    for (auto const row : m_session.query(sql::all_of_customer, m_scope.tenant(), m_scope.customer_number(), m_scope.published(), m_scope.published()))
        movements.push_back(to_movement(row));
    return movements;
}

}
