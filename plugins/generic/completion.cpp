#include "completion.h"

#include <cstdio>

namespace generic {

using namespace portal::sdk;

namespace {

template <typename Make> std::string or_row_error(char const* field, Make make)
{
    try {
        return make();
    } catch (Rejected const& rejected) {
        throw RowError(rejected.key(), field, rejected.detail());
    }
}

}

void Completion::complete(portal_reading_row& row)
{
    if (row.id.len > 0)
        return;
    char date[16];
    std::snprintf(date, sizeof date, "%04d-%02u-%02u", row.read_on.year, row.read_on.month, row.read_on.day);
    m_made = std::string { from_c(row.meter) } + "/" + std::string { from_c(row.register_code) } + "/" + date;
    row.id = to_c(m_made);
}

void Completion::complete(portal_invoice_line_row& row)
{
    if (row.number.len > 0)
        return;
    m_made = std::to_string(m_utility.next_line_of(from_c(row.invoice)));
    row.number = to_c(m_made);
}

void Completion::customer(char const* field, portal_text& number)
{
    if (m_utility.reference.respells_customer_numbers() && number.len > 0)
        number = to_c(m_customer = or_row_error(field, [&] { return m_utility.reference.customer_number(from_c(number)); }));
}

// Each may be made out of the other.
void Completion::customer_and_reference(portal_text& number, portal_text& reference)
{
    customer("customer", number);
    if (reference.len > 0)
        reference = to_c(m_made = or_row_error("reference", [&] { return m_utility.reference.normalise(from_c(reference)); }));
    else if (m_utility.reference.is_payer_number())
        reference = number;
    if (number.len == 0 && reference.len > 0)
        number = to_c(m_customer = or_row_error("reference", [&] { return m_utility.reference.customer(from_c(reference)); }));
}

}
