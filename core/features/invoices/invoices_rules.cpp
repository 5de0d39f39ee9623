// What is said about a bill: pure, from its amounts and dates.
#include "features/invoices/invoices.h"

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

Money rest(Invoice const& invoice)
{
    if (invoice.kind == Kind::credit_note)
        return Money::zero(invoice.payable.currency());
    auto const open = invoice.payable + invoice.settled;
    return open.is_negative() ? Money::zero(open.currency()) : open;
}

State state(Invoice const& invoice, Date today)
{
    if (invoice.kind == Kind::credit_note || invoice.payable.minor() <= 0)
        return State::nothing_to_pay;
    if (rest(invoice).is_zero())
        return State::paid;
    return invoice.due && *invoice.due < today ? State::overdue : State::open;
}

bool is_partly_paid(Invoice const& invoice)
{
    auto const open = rest(invoice);
    return !open.is_zero() && open.minor() < invoice.payable.minor();
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
