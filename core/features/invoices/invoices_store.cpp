#include "features/invoices/invoices_store.h"

#include "base/text.h"
#include "documents/packing.h"
#include "features/invoices/queries.h"

#include <algorithm>

namespace portal::invoices {

namespace {

// The row of the ledger names another bill.
std::optional<Replacement> replacement(db::Row const& row)
{
    if (row.is_null(12) || row.integer(12) == row.integer(0))
        return std::nullopt;
    return Replacement { row.id<InvoiceId>(12), row.text(13) };
}

Invoice to_invoice(db::Row const& row, CustomerScope const& scope)
{
    Currency const currency { row.text_view(4) };
    return Invoice {
        .id = row.id<InvoiceId>(0),
        .tenant = scope.tenant(),
        .customer_number = scope.customer_number(),
        .number = row.text(1),
        .kind = kind_named(row.text_view(2)),
        .corrects = row.text(6),
        .issued = row.date(3),
        .due = row.optional_date(7),
        .service_from = row.optional_date(8),
        .service_to = row.optional_date(9),
        .total = { row.integer(5), currency },
        .payable = { row.integer(10), currency },
        .rest = { row.optional_integer(11).value_or(0), currency },
        .replaced_by = replacement(row),
    };
}

InvoiceDetails to_details(db::Row const& row, Currency currency)
{
    return { row.text(14), row.text(15), row.text(16), row.text(17), { row.integer(18), currency }, { row.integer(19), currency },
        { row.integer(20), currency } };
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
    for (auto const row : m_session.query(statement, m_scope.published(), m_scope.published(), m_scope.tenant(), m_scope.customer_number(), issued.from,
             issued.to, beyond.date, beyond.date, beyond.id, m_scope.published(), m_scope.published(), most))
        invoices.push_back(to_invoice(row, m_scope));
    return invoices;
}

std::map<int, BillsOfYear> InvoiceStore::years()
{
    std::map<int, BillsOfYear> years;
    for (auto const row : m_session.query(sql::years, m_scope.tenant(), m_scope.customer_number(), m_scope.published(), m_scope.published()))
        years[static_cast<int>(row.integer(0))] = { row.integer(1), row.integer(2) };
    return years;
}

std::int64_t InvoiceStore::newer_in_year(ListPosition const& place)
{
    return m_session
        .one(sql::newer_in_year, m_scope.tenant(), m_scope.customer_number(), place.date, static_cast<int>(place.date.year()) * 10'000 + 1231, place.date,
            place.id, m_scope.published(), m_scope.published())
        ->integer(0);
}

std::optional<std::pair<Invoice, InvoiceDetails>> InvoiceStore::find(InvoiceId invoice)
{
    auto const& customer = m_scope.customer_number();
    auto const published = m_scope.published();
    auto const row = m_session.one(sql::find, m_scope.tenant(), invoice, customer, published, m_scope.tenant(), invoice, customer, m_scope.tenant(), customer,
        published, published, published, published);
    if (!row)
        return std::nullopt;
    auto found = to_invoice(*row, m_scope);
    auto details = to_details(*row, found.payable.currency());
    return std::pair { std::move(found), std::move(details) };
}

std::vector<std::pair<Invoice, InvoiceDetails>> InvoiceStore::older_with_details(ListPosition const& place, int most)
{
    std::vector<std::pair<Invoice, InvoiceDetails>> found;
    for (auto const row : m_session.query(sql::details_older, m_scope.published(), m_scope.published(), m_scope.tenant(), m_scope.customer_number(), place.date,
             place.date, place.id, m_scope.published(), m_scope.published(), most)) {
        auto invoice = to_invoice(row, m_scope);
        auto details = to_details(row, invoice.payable.currency());
        found.emplace_back(std::move(invoice), std::move(details));
    }
    return found;
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

std::optional<Original> InvoiceStore::original(std::string_view invoice_number)
{
    auto const row = m_session.one(sql::original, m_scope.tenant(), invoice_number, m_scope.published(), m_scope.published());
    return row ? std::optional { Original { row->text(0), row->text(1), row->text(2), row->integer(3) } } : std::nullopt;
}

std::optional<std::string> InvoiceStore::bytes_of(Original const& original)
{
    documents::Unpacker document { static_cast<std::size_t>(original.size) };
    for (int position = 0; !document.is_whole(); ++position) {
        auto const chunk = m_session.one(sql::chunk, m_scope.tenant(), original.digest, position);
        if (!chunk)
            return std::nullopt;
        document.add(chunk->text_view(0));
    }
    return document.take();
}

}
