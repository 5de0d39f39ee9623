// One row of a text file with columns, whether they stand between separators (csv.hpp) or at fixed places (fixed_width.hpp).
#pragma once

#include <portal/dates.hpp>
#include <portal/numbers.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace portal::sdk {

// How the values of a file are written.
struct TextFormat {
    NumberFormat numbers {};
    DateFormat dates {};
};

// One row; the views are good until the next row.
class TextRow {
public:
    // The text of a column, without spaces around it. A column that the file lacks is BadDelivery.
    std::string_view operator[](std::string_view column) const { return m_fields[position(column)]; }
    // Not given (Date {}, Decimal {}) when empty; RowError when it is no such thing.
    Date date(std::string_view column) const
    {
        return parsed<Date>(column, "csv.bad_date", "a date", [&](auto text) { return m_format.dates.parse(text); });
    }
    Decimal decimal(std::string_view column) const
    {
        return parsed<Decimal>(column, "csv.bad_number", "a number", [&](auto text) { return parse_decimal(text, m_format.numbers); });
    }
    // RowError row.missing when empty: what is owed or paid must not become nothing.
    Money money(std::string_view column, std::string_view currency) const
    {
        if ((*this)[column].empty())
            throw RowError("row.missing", column, "an amount");
        return money_or_zero(column, currency);
    }
    // Empty is zero: for amounts that bills may lack, such as what was paid in advance.
    Money money_or_zero(std::string_view column, std::string_view currency) const
    {
        auto const money = parsed<Money>(column, "csv.bad_amount", "an amount", [&](auto text) { return parse_money(text, currency, m_format.numbers); });
        return { money.minor, currency };
    }
    std::int64_t integer(std::string_view column) const
    {
        auto const number = decimal(column);
        if (number.scale != 0)
            throw RowError("csv.bad_number", column, "a whole number");
        return number.value;
    }
    bool has(std::string_view column) const
    {
        for (auto const& name : *m_columns)
            if (name == column)
                return true;
        return false;
    }
    std::uint64_t line() const { return m_line; }

private:
    friend class Csv;
    friend class FixedWidth;

    template <typename Value, typename Parse> Value parsed(std::string_view column, std::string_view key, std::string_view expected, Parse parse) const
    {
        auto const text = (*this)[column];
        if (text.empty())
            return Value {};
        auto const value = parse(text);
        if (!value)
            throw RowError(key, column, expected);
        return *value;
    }

    // Columns are mostly asked for in their own order, so the search starts behind the last one found.
    std::size_t position(std::string_view column) const
    {
        auto const count = m_columns->size();
        for (std::size_t step = 0; step < count; ++step) {
            auto const at = m_next + step < count ? m_next + step : m_next + step - count;
            if ((*m_columns)[at] == column) {
                m_next = at + 1 < count ? at + 1 : 0;
                return at;
            }
        }
        throw BadDelivery("csv.missing_column", column);
    }

    std::vector<std::string> const* m_columns = nullptr;
    TextFormat m_format;
    std::vector<std::string_view> m_fields;
    std::uint64_t m_line = 0;
    mutable std::size_t m_next = 0;
};

}
