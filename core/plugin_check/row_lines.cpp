#include "plugin_check/row_lines.h"

#include "base/text.h"

#include <portal/numbers.hpp>

#include <cstring>

namespace portal::plugin_check {

namespace {

std::string padded(unsigned number, std::size_t digits)
{
    auto const text = std::to_string(number);
    return std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}

// 1234 with 2 digits behind the point is 12.34.
std::string with_point(std::int64_t value, std::size_t digits)
{
    // Of the least number the negative is not representable, of its unsigned image it is.
    auto const size = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    auto text = std::to_string(size);
    if (text.size() <= digits)
        text.insert(0, digits + 1 - text.size(), '0');
    if (digits > 0)
        text.insert(text.size() - digits, ".");
    return (value < 0 ? "-" : "") + text;
}

}

void LineWriter::date(char const* name, portal_date const& value, sdk::Need)
{
    if (value.year != 0)
        put(name, padded(static_cast<unsigned>(value.year), 4) + "-" + padded(value.month, 2) + "-" + padded(value.day, 2));
}

void LineWriter::money(char const* name, portal_money const& value, sdk::Need)
{
    std::string_view const currency { value.currency, ::strnlen(value.currency, sizeof value.currency) };
    if (!currency.empty())
        put(name, with_point(value.minor, static_cast<std::size_t>(sdk::minor_digits(currency))) + " " + escaped(currency));
}

void LineWriter::decimal(char const* name, portal_decimal const& value, sdk::Need)
{
    if (value.scale >= 0)
        put(name, with_point(value.value, static_cast<std::size_t>(std::min(value.scale, 18))));
}

LineCounts count_lines(std::string_view lines)
{
    LineCounts counts;
    for (auto const line : split(lines, '\n')) {
        auto const kind = line.substr(0, line.find(' '));
        if (kind == "problem")
            ++counts.problems;
        else if (kind == "refused")
            counts.is_refused = true;
        else if (!kind.empty() && kind != "begin")
            ++counts.rows;
    }
    return counts;
}

std::string error_line(char const* kind, std::string_view file, std::uint64_t line, portal_error const& error)
{
    std::string text = kind;
    LineWriter writer { text };
    auto const terminated = [](char const* from, std::size_t size) { return portal_text { from, ::strnlen(from, size) }; };
    writer.text("file", sdk::to_c(file), 0, sdk::Need::optional);
    if (line > 0)
        writer.number("line", line, 0, 0);
    writer.text("key", terminated(error.key, sizeof error.key), 0, sdk::Need::optional);
    writer.text("field", terminated(error.field, sizeof error.field), 0, sdk::Need::optional);
    writer.text("detail", terminated(error.detail, sizeof error.detail), 0, sdk::Need::optional);
    return text + "\n";
}

}
