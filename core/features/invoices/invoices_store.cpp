#include "features/invoices/invoices_store.h"

#include "base/text.h"
#include "features/invoices/queries.h"

#include <algorithm>
#include <stdexcept>

namespace portal::invoices {

namespace {

Kind to_kind(std::string_view name)
{
    if (name == "invoice")
        return Kind::invoice;
    if (name == "credit_note")
        return Kind::credit_note;
    if (name == "reminder")
        return Kind::reminder;
    if (name == "advance")
        return Kind::advance;
    throw std::runtime_error("a bill of an unknown kind: " + std::string { name });
}

Invoice to_invoice(db::Row const& row, CustomerScope const& scope)
{
    Currency const currency { row.text_view(4) };
    return Invoice {
        .id = row.id<InvoiceId>(0),
        .tenant = scope.tenant(),
        .customer_number = scope.customer_number(),
        .number = row.text(1),
        .kind = to_kind(row.text_view(2)),
        .corrects = row.text(6),
        .issued = row.date(3),
        .due = row.optional_date(7),
        .service_from = row.optional_date(8),
        .service_to = row.optional_date(9),
        .total = { row.integer(5), currency },
        .payable = { row.integer(10), currency },
        .settled = Money::zero(currency),
    };
}

InvoiceDetails to_details(db::Row const& row, Currency currency)
{
    return { row.text(11), row.text(12), row.text(13), row.text(14), { row.integer(15), currency }, { row.integer(16), currency },
        { row.integer(17), currency } };
}

Quantity quantity(db::Row const& row, std::size_t column) { return { row.integer(column), static_cast<int>(row.integer(column + 1)) }; }

std::optional<Quantity> optional_quantity(db::Row const& row, std::size_t column)
{
    return row.is_null(column) ? std::nullopt : std::optional { quantity(row, column) };
}

// "2" before "10"; positions that are no numbers come last, by their letters.
bool is_before(Line const& left, Line const& right)
{
    auto const left_number = parse_integer(left.position);
    auto const right_number = parse_integer(right.position);
    if (left_number && right_number)
        return *left_number < *right_number;
    if (left_number || right_number)
        return left_number.has_value();
    return left.position < right.position;
}

}

std::vector<Invoice> InvoiceStore::list(IssuedBetween const& issued, ListPosition const& beyond, int most)
{
    auto const& statement = beyond.direction == ListPosition::Direction::older ? sql::list_older : sql::list_newer;
    std::vector<Invoice> invoices;
    for (auto const row : m_session.query(statement, m_scope.tenant(), m_scope.customer_number(), issued.from, issued.to, beyond.date, beyond.date, beyond.id,
             m_scope.published(), m_scope.published(), most))
        invoices.push_back(to_invoice(row, m_scope));
    return invoices;
}

std::pair<std::int64_t, std::int64_t> InvoiceStore::count(IssuedBetween const& issued, ListPosition const& place)
{
    auto const row = m_session.one(sql::count, place.date, place.date, place.id, m_scope.tenant(), m_scope.customer_number(), issued.from, issued.to,
        m_scope.published(), m_scope.published());
    return { row->integer(0), row->optional_integer(1).value_or(0) };
}

std::optional<IssuedBetween> InvoiceStore::span()
{
    auto const row = m_session.one(sql::span, m_scope.tenant(), m_scope.customer_number(), m_scope.published(), m_scope.published());
    if (row->is_null(0))
        return std::nullopt;
    return IssuedBetween { row->date(0), row->date(1) };
}

std::optional<std::pair<Invoice, InvoiceDetails>> InvoiceStore::find(InvoiceId invoice)
{
    auto const row
        = m_session.one(sql::find, m_scope.published(), m_scope.published(), m_scope.tenant(), invoice, m_scope.customer_number(), m_scope.published());
    if (!row)
        return std::nullopt;
    auto found = to_invoice(*row, m_scope);
    auto details = to_details(*row, found.payable.currency());
    return std::pair { std::move(found), std::move(details) };
}

std::vector<Line> InvoiceStore::lines(std::string_view invoice_number)
{
    std::vector<Line> lines;
    for (auto const row : m_session.query(sql::lines, m_scope.tenant(), invoice_number, m_scope.published(), m_scope.published()))
        lines.push_back({ row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.optional_date(5), row.optional_date(6), quantity(row, 7),
            quantity(row, 9), optional_quantity(row, 11), optional_quantity(row, 13), row.integer(15) });
    std::stable_sort(lines.begin(), lines.end(), is_before);
    return lines;
}

Settled InvoiceStore::settled()
{
    Settled settled;
    for (auto const row : m_session.query(sql::settled, m_scope.tenant(), m_scope.customer_number(), m_scope.published(), m_scope.published()))
        settled[row.text(0)] += row.integer(1);
    return settled;
}

std::vector<Correction> InvoiceStore::corrections()
{
    std::vector<Correction> corrections;
    for (auto const row : m_session.query(sql::corrections, m_scope.tenant(), m_scope.customer_number(), m_scope.published(), m_scope.published()))
        corrections.push_back({ row.text(0), row.text(1) });
    return corrections;
}

std::vector<Invoice> InvoiceStore::all()
{
    std::vector<Invoice> invoices;
    for (auto const row : m_session.query(sql::all_of_customer, m_scope.tenant(), m_scope.customer_number(), m_scope.published(), m_scope.published()))
        invoices.push_back(to_invoice(row, m_scope));
    return invoices;
}

}
