// What is said about a bill: pure, from its amounts and dates.
#include "features/invoices/invoices.h"

#include <stdexcept>
#include <tuple>

namespace portal::invoices {

namespace {

std::string in_fours(std::string_view text)
{
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0)
            grouped += ' ';
        grouped += text[i];
    }
    return grouped;
}

}

Kind kind_named(std::string_view name)
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

State state(Invoice const& invoice, Date today)
{
    if (invoice.replaced_by)
        return State::replaced;
    if (invoice.kind == Kind::credit_note || invoice.payable.minor() <= 0)
        return State::nothing_to_pay;
    if (invoice.rest.is_zero())
        return State::paid;
    return invoice.due && *invoice.due < today ? State::overdue : State::open;
}

bool is_partly_paid(Invoice const& invoice) { return !invoice.rest.is_zero() && invoice.rest.minor() < invoice.payable.minor(); }

Standing standing(std::vector<Invoice> const& invoices, Date today)
{
    Standing standing;
    for (auto const& invoice : invoices) {
        auto const is_a_bill = invoice.kind == Kind::invoice || invoice.kind == Kind::advance;
        if (is_a_bill && (!standing.latest || std::tie(invoice.issued, invoice.id) > std::tie(standing.latest->issued, standing.latest->id)))
            standing.latest = invoice;
        auto const still = invoice.rest.minor();
        if (state(invoice, today) == State::overdue)
            standing.overdue += still;
        else if (still > 0 && invoice.due && (!standing.earliest_due || *invoice.due < *standing.earliest_due))
            standing.earliest_due = invoice.due;
    }
    return standing;
}

std::string reference_for_people(std::string_view canonical)
{
    if (canonical.starts_with("RF"))
        return in_fours(canonical);
    if (canonical.starts_with("SI") && canonical.size() > 4)
        return std::string { canonical.substr(0, 4) } + " " + std::string { canonical.substr(4) };
    return std::string { canonical };
}

std::string iban_for_people(std::string_view iban) { return in_fours(iban); }

}
