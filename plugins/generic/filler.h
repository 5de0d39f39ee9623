// Fills a row of a delivery out of a row of a file.
#pragma once

#include "fields.h"

namespace generic {

// Visits a row's fields (portal/row_fields.hpp) in the order of `fields`. All functions throw RowError without a field: current() is it.
class Filler {
public:
    Filler(std::vector<Field> const& fields, portal::TextRow const& row, portal::TextFormat const& format, std::string const& currency)
        : m_fields(fields)
        , m_row(row)
        , m_format(format)
        , m_currency(currency)
    {
    }
    // The field that was asked for last.
    std::string const& current() const { return m_fields[m_next - 1].name; }

    void text(char const*, portal_text& value, std::size_t, portal::Need) { value = portal::to_c(next_text()); }
    void word(char const*, portal_text& value, std::initializer_list<std::string_view>) { value = portal::to_c(next_text()); }
    void date(char const*, portal_date& value, portal::Need);
    void money(char const* name, portal_money& value, portal::Need);
    void decimal(char const*, portal_decimal& value, portal::Need) { value = portal::to_c(next_sum()); }
    template <typename Number> void number(char const*, Number& value, std::int64_t least, std::int64_t most)
    {
        value = static_cast<Number>(whole_number(least, most));
    }

private:
    std::string_view next_text();
    portal::Decimal next_sum();
    std::int64_t whole_number(std::int64_t least, std::int64_t most);

    std::vector<Field> const& m_fields;
    portal::TextRow const& m_row;
    portal::TextFormat const& m_format;
    std::string const& m_currency;
    std::size_t m_next = 0;
};

}
