#include "features/invoices/invoices_view.h"

namespace portal::invoices {

namespace {

// Months begin with an ASCII letter in every language that we speak.
std::string with_capital(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string_view kind_key(Kind kind)
{
    switch (kind) {
    case Kind::invoice: return {};
    case Kind::credit_note: return "invoice.kind.credit_note";
    case Kind::reminder: return "invoice.kind.reminder";
    case Kind::advance: return "invoice.kind.advance";
    }
    return {};
}

}

std::string path_of(InvoiceId invoice) { return "/invoices/" + invoice.text(); }

std::string service_period(Invoice const& invoice, view::Format const& format)
{
    auto const& from = invoice.service_from;
    auto const& to = invoice.service_to;
    if (from && to && (from->year() != to->year() || from->month() != to->month()))
        return format.period(*from, *to);
    return format.month(to ? *to : from.value_or(invoice.issued));
}

Money shown_amount(Invoice const& invoice) { return invoice.kind == Kind::credit_note ? invoice.total : invoice.payable; }

void set_state(view::Model& model, Invoice const& invoice, Date today)
{
    auto const now = state(invoice, today);
    model.set("is_open", now == State::open).set("is_paid", now == State::paid).set("is_overdue", now == State::overdue);
    model.set("replaced_by", invoice.replaced_by ? invoice.replaced_by->number : std::string {});
}

view::Model row_model(Invoice const& invoice, Date today, view::Wording const& wording)
{
    auto const& [texts, format] = wording;
    auto const key = kind_key(invoice.kind);
    auto const period = service_period(invoice, format);
    auto const asks = state(invoice, today) == State::open || state(invoice, today) == State::overdue;
    view::Model row;
    row.set("url", path_of(invoice.id));
    row.set("period", key.empty() ? with_capital(period) : texts.get(key) + ", " + period);
    row.set("number", invoice.number);
    row.set("amount", format.money(shown_amount(invoice)));
    row.set("due", asks && invoice.due ? format.date(*invoice.due) : std::string {});
    row.set("rest", is_partly_paid(invoice) ? format.money(invoice.rest) : std::string {});
    set_state(row, invoice, today);
    return row;
}

}
