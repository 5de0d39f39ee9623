#include "filler.h"

namespace generic {

using namespace portal::sdk;

namespace {

// Any other amount is owed or paid: none must not become zero.
bool may_be_empty(std::string_view amount) { return amount == "vat" || amount == "prepaid" || amount == "payable"; }

}

void Filler::date(char const*, portal_date& value, Need)
{
    auto const given = next_text();
    if (given.empty())
        return;
    auto const date = m_format.dates.parse(given);
    if (!date)
        throw RowError("csv.bad_date");
    value = to_c(*date);
}

void Filler::money(char const* name, portal_money& value, Need)
{
    auto const sum = next_sum();
    bool const is_empty = sum.scale < 0;
    if (is_empty && !may_be_empty(name))
        throw RowError("row.missing");
    auto const money = is_empty ? Money { 0, m_currency } : to_money(sum, m_currency);
    if (!money)
        throw RowError("csv.bad_amount", {}, "an amount in " + m_currency);
    value = to_c(*money);
}

std::int64_t Filler::whole_number(std::int64_t least, std::int64_t most)
{
    auto const number = parse_decimal(next_text(), m_format.numbers);
    if (!number || number->scale != 0 || number->value < least || number->value > most)
        throw RowError("csv.bad_number", {}, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return number->value;
}

std::string_view Filler::next_text()
{
    auto const& field = m_fields[m_next++];
    return field.value ? field.value->text(m_row) : std::string_view {};
}

Decimal Filler::next_sum()
{
    auto const& field = m_fields[m_next++];
    return field.amount ? field.amount->sum(m_row, m_format.numbers) : Decimal {};
}

}
