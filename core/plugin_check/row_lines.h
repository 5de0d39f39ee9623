// A row of a delivery as one line of a .expected file: its kind, then each field that is filled, in the order of portal/row_fields.hpp.
//   invoice number="20180500081" kind="invoice" reference="SI121805000001070" customer="00000107" issued=2018-05-31 total=34.10 EUR
#pragma once

#include "plugin_check/escaped.h"

#include <portal/rows.hpp>

#include <string>
#include <string_view>

namespace portal::plugin_check {

// A visitor of portal/row_fields.hpp.
class LineWriter {
public:
    explicit LineWriter(std::string& line)
        : m_line(line)
    {
    }
    void text(char const* name, portal_text const& value, std::size_t, sdk::Need)
    {
        if (value.len > 0)
            put(name, in_quotes(sdk::from_c(value), std::string::npos));
    }
    void word(char const* name, portal_text const& value, std::initializer_list<std::string_view>) { text(name, value, 0, sdk::Need::required); }
    void date(char const* name, portal_date const& value, sdk::Need);
    void money(char const* name, portal_money const& value, sdk::Need);
    void decimal(char const* name, portal_decimal const& value, sdk::Need);
    template <typename Number> void number(char const* name, Number value, std::int64_t, std::int64_t) { put(name, std::to_string(value)); }

private:
    void put(char const* name, std::string const& value) { m_line.append(1, ' ').append(name).append(1, '=').append(value); }

    std::string& m_line;
};

template <typename Row> std::string row_line(char const* kind, Row const& row)
{
    std::string line = kind;
    sdk::visit_fields(row, LineWriter { line });
    return line + "\n";
}

// What a delivery gave; the head is no row, and neither is a refusal.
struct LineCounts {
    std::int64_t rows = 0; // without problems
    std::int64_t problems = 0;
    bool is_refused = false;
};
LineCounts count_lines(std::string_view lines);

// A row that was skipped, and a delivery that was refused.
std::string error_line(char const* kind, std::string_view file, std::uint64_t line, portal_error const& error);

}
