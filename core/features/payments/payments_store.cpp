#include "features/payments/payments_store.h"

#include "base/text.h"
#include "features/payments/queries.h"

#include <algorithm>
#include <array>

namespace portal::payments {

namespace {

Bill to_bill(db::Row const& row) { return { row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4), row.date(5) }; }

std::vector<Bill> to_bills(db::Rows const& rows)
{
    std::vector<Bill> bills;
    for (auto const row : rows)
        bills.push_back(to_bill(row));
    return bills;
}

KnownPayment to_payment(db::Row const& row)
{
    return { row.text(0), row.text(1), row.text(2), row.integer(3), row.text(4), row.text(5), row.date(6),
        Money { row.integer(8), Currency { row.text_view(7) } }, row.text(9), row.text(10), row.text(11), row.text(12), row.text(13), row.text(14) };
}

std::vector<KnownPayment> to_payments(db::Rows const& rows)
{
    std::vector<KnownPayment> payments;
    for (auto const row : rows)
        payments.push_back(to_payment(row));
    return payments;
}

}

BankPayment to_bank_payment(KnownPayment const& known)
{
    BankPayment payment { .account = known.account,
        .booked = known.booked,
        .amount = known.amount,
        .end_to_end_id = known.end_to_end_id,
        .payer = known.payer,
        .payer_account = known.payer_account,
        .text = known.text };
    if (!known.references.empty())
        for (auto const one : split(known.references, '|'))
            payment.references.emplace_back(one);
    return payment;
}

std::vector<Bill> PaymentStore::bills_of(std::string const& reference) const
{
    std::vector<Bill> bills;
    for (auto const& row : m_session.query(sql::bills_of_reference, m_tenant, reference)) {
        auto const replaced_by = row.text(6);
        auto const current = replaced_by.empty() ? std::optional { to_bill(row) } : bill(replaced_by);
        if (current && std::none_of(bills.begin(), bills.end(), [&](Bill const& other) { return other.number == current->number; }))
            bills.push_back(*current);
    }
    return bills;
}

std::vector<Bill> PaymentStore::bills_of(std::span<std::int64_t const> amounts, std::int64_t& after) const
{
    std::array<db::Value, most_amounts + 2> values;
    values[0] = m_tenant.value();
    values[1] = after;
    for (std::size_t at = 0; at < most_amounts; ++at)
        values[at + 2] = amounts[std::min(at, amounts.size() - 1)];
    auto const rows = m_session.query_values(sql::bills_of_amounts, values);
    after = rows.size() < 1'000 ? 0 : rows[rows.size() - 1].integer(6);
    return to_bills(rows);
}

std::optional<Bill> PaymentStore::bill(std::string const& number) const
{
    auto const row = m_session.one(sql::bill_of_number, m_tenant, number);
    return row ? std::optional { to_bill(*row) } : std::nullopt;
}

std::optional<Bill> PaymentStore::bill_to_pay(std::string const& number) const
{
    auto const row = m_session.one(sql::bill_of_number, m_tenant, number);
    if (!row || row->text(7) == "credit_note")
        return std::nullopt;
    auto const replaced_by = row->text(6);
    return replaced_by.empty() ? std::optional { to_bill(*row) } : bill(replaced_by);
}

std::optional<KnownPayment> PaymentStore::payment(std::string const& id) const
{
    auto const row = m_session.one(sql::payment_of_id, m_tenant, id);
    return row ? std::optional { to_payment(*row) } : std::nullopt;
}

std::vector<KnownPayment> PaymentStore::paid_under_name(BankPayment const& like) const
{
    return to_payments(m_session.query(sql::paid_under_name, m_tenant, like.end_to_end_id, like.amount.minor(), like.account));
}

std::vector<KnownPayment> PaymentStore::paid_from_account(BankPayment const& like) const
{
    return to_payments(m_session.query(sql::paid_from_account, m_tenant, like.payer_account, like.amount.minor(), like.account));
}

std::vector<KnownPayment> PaymentStore::paid_for(Bill const& bill, std::string const& reference, BankPayment const& like) const
{
    return to_payments(m_session.query(sql::paid_for_bill, m_tenant, bill.customer, bill.number, reference, like.amount.minor(), like.account));
}

std::vector<Share> PaymentStore::shares_of(KnownPayment const& payment) const
{
    std::vector<Share> shares;
    for (std::int64_t number = 1; number <= payment.shares; ++number)
        if (auto const row = m_session.one(sql::share, m_tenant, payment.id + "." + std::to_string(number)))
            shares.push_back({ row->text(0), row->text(1), row->text(2), -row->integer(3) });
    return shares;
}

std::vector<KnownPayment> PaymentStore::unmatched(Place& after) const
{
    auto const rows = m_session.query(sql::list_unmatched, m_tenant, after.day, after.day, after.id);
    if (!rows.empty())
        after = { rows[rows.size() - 1].integer(6), rows[rows.size() - 1].integer(15) };
    return to_payments(rows);
}

std::vector<KnownPayment> PaymentStore::page(std::int64_t& after) const
{
    auto const rows = m_session.query(sql::list_payments, m_tenant, after);
    if (!rows.empty())
        after = rows[rows.size() - 1].integer(15);
    return to_payments(rows);
}

}
