#include "demo/csv_line.h"

#include <portal/encodings.hpp>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace demo {

std::string date_text(Date date)
{
    char text[16];
    std::snprintf(text, sizeof text, "%02u.%02u.%04d", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
    return text;
}

std::string decimal_text(std::int64_t value, int scale)
{
    std::string digits = std::to_string(value < 0 ? -value : value);
    if (scale > 0) {
        auto const behind = static_cast<std::size_t>(scale);
        if (digits.size() <= behind)
            digits.insert(0, behind + 1 - digits.size(), '0');
        digits.insert(digits.size() - behind, 1, ',');
    }
    return value < 0 ? "-" + digits : digits;
}

std::string amount_text(std::int64_t cents) { return decimal_text(cents, 2); }

CsvLine& CsvLine::text(std::string_view value)
{
    if (!std::exchange(m_is_first, false))
        m_out += ';';
    if (value.find_first_of(";\"") == std::string_view::npos) {
        m_out += value;
        return *this;
    }
    m_out += '"';
    for (char const c : value) {
        m_out += c;
        if (c == '"')
            m_out += c;
    }
    m_out += '"';
    return *this;
}

std::string to_windows_1250(std::string_view utf8)
{
    std::string bytes;
    bytes.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        auto const byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(utf8[at + i])); };
        if (byte(0) < 0x80) {
            bytes += utf8[at++];
            continue;
        }
        bool const two = byte(0) < 0xE0;
        unsigned const code = two ? (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU) : (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
        auto const& table = portal::sdk::windows_1250;
        auto const found = std::find(table.begin(), table.end(), static_cast<char16_t>(code));
        if (found == table.end())
            throw std::invalid_argument("a character that Windows-1250 lacks");
        bytes += static_cast<char>(0x80 + (found - table.begin()));
        at += two ? 2 : 3;
    }
    return bytes;
}

}
