// Small work on texts that plugin authors need: UTF-8, Windows-1250, numbers and dates as billing systems write them.
#pragma once

#include <portal/values.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace portal::sdk {

inline bool is_ascii(std::string_view text)
{
    unsigned char all = 0;
    for (char const c : text)
        all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
    return all < 0x80;
}

// What most fields are: no controls, nothing beyond ASCII. One pass, because every text of every row goes through here.
inline bool is_printable_ascii(std::string_view text)
{
    bool all = true;
    for (char const c : text)
        all &= static_cast<unsigned char>(c - ' ') < 0x5F;
    return all;
}

// Unicode 15, table 3-7: shortest form only, no surrogates, at most U+10FFFF.
inline bool is_utf8(std::string_view text)
{
    if (is_ascii(text))
        return true;
    auto const byte = [&](std::size_t at) -> unsigned { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    auto const within = [](unsigned value, unsigned least, unsigned most) { return value >= least && value <= most; };
    for (std::size_t at = 0; at < text.size();) {
        unsigned const lead = byte(at);
        std::size_t const length = lead < 0x80 ? 1 : within(lead, 0xC2, 0xDF) ? 2 : within(lead, 0xE0, 0xEF) ? 3 : within(lead, 0xF0, 0xF4) ? 4 : 0;
        if (length == 0)
            return false;
        unsigned const least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        unsigned const most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (length > 1 && !within(byte(at + 1), least, most))
            return false;
        for (std::size_t next = 2; next < length; ++next)
            if (!within(byte(at + next), 0x80, 0xBF))
                return false;
        at += length;
    }
    return true;
}

// C0 controls and DEL.
inline bool has_control_characters(std::string_view text)
{
    bool found = false;
    for (char const c : text)
        found |= static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    return found;
}

inline void append_utf8(std::string& text, unsigned code)
{
    if (code < 0x80)
        text += static_cast<char>(code);
    else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

// Windows-1250, bytes 0x80 to 0xFF (unicode.org, VENDORS/MICSFT/WINDOWS/CP1250); 0 where the code page has nothing.
inline constexpr std::array<char16_t, 128> windows_1250 { 0x20AC, 0, 0x201A, 0, 0x201E, 0x2026, 0x2020, 0x2021, 0, 0x2030, 0x0160, 0x2039, 0x015A, 0x0164,
    0x017D, 0x0179, //
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0, 0x2122, 0x0161, 0x203A, 0x015B, 0x0165, 0x017E, 0x017A, //
    0x00A0, 0x02C7, 0x02D8, 0x0141, 0x00A4, 0x0104, 0x00A6, 0x00A7, 0x00A8, 0x00A9, 0x015E, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x017B, //
    0x00B0, 0x00B1, 0x02DB, 0x0142, 0x00B4, 0x00B5, 0x00B6, 0x00B7, 0x00B8, 0x0105, 0x015F, 0x00BB, 0x013D, 0x02DD, 0x013E, 0x017C, //
    0x0154, 0x00C1, 0x00C2, 0x0102, 0x00C4, 0x0139, 0x0106, 0x00C7, 0x010C, 0x00C9, 0x0118, 0x00CB, 0x011A, 0x00CD, 0x00CE, 0x010E, //
    0x0110, 0x0143, 0x0147, 0x00D3, 0x00D4, 0x0150, 0x00D6, 0x00D7, 0x0158, 0x016E, 0x00DA, 0x0170, 0x00DC, 0x00DD, 0x0162, 0x00DF, //
    0x0155, 0x00E1, 0x00E2, 0x0103, 0x00E4, 0x013A, 0x0107, 0x00E7, 0x010D, 0x00E9, 0x0119, 0x00EB, 0x011B, 0x00ED, 0x00EE, 0x010F, //
    0x0111, 0x0144, 0x0148, 0x00F3, 0x00F4, 0x0151, 0x00F6, 0x00F7, 0x0159, 0x016F, 0x00FA, 0x0171, 0x00FC, 0x00FD, 0x0163, 0x02D9 };

// nullopt when a byte is not in the code page.
inline std::optional<std::string> from_windows_1250(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 4);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        unsigned const code = byte < 0x80 ? byte : windows_1250[byte - 0x80U];
        if (code == 0 && byte != 0)
            return std::nullopt;
        append_utf8(text, code);
    }
    return text;
}

inline std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

// "1.234,567": a decimal comma, points only between groups of three digits, an optional leading minus. A point is never a decimal sign,
// so that "1.234" cannot be taken for a thousandth of what was meant. nullopt for anything else, for more than 18 digits, and for more
// than 9 decimals.
inline std::optional<Decimal> parse_decimal(std::string_view text)
{
    bool const negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    std::int64_t value = 0;
    std::int32_t scale = -1; // -1: before the comma
    std::size_t digits = 0;
    std::size_t since_group = 0;
    bool is_grouped = false;
    for (char const c : text) {
        bool const group_is_whole = digits > 0 && (!is_grouped || since_group == 3);
        if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            ++since_group;
            if (++digits > 18 || (scale >= 0 && ++scale > 9))
                return std::nullopt;
        } else if (c == ',' && scale < 0 && group_is_whole)
            scale = 0;
        else if (c == '.' && scale < 0 && group_is_whole && since_group <= 3) {
            is_grouped = true;
            since_group = 0;
        } else
            return std::nullopt;
    }
    if (digits == 0 || scale == 0 || (scale < 0 && is_grouped && since_group != 3))
        return std::nullopt;
    return Decimal { negative ? -value : value, scale < 0 ? 0 : scale };
}

// dd.mm.yyyy, with one or two digits for day and month and spaces behind the points allowed.
inline std::optional<Date> parse_date(std::string_view text)
{
    std::array<unsigned, 3> parts {};
    std::size_t part = 0;
    std::size_t digits = 0;
    for (char const c : text) {
        if (c >= '0' && c <= '9' && digits < 4) {
            parts[part] = parts[part] * 10 + static_cast<unsigned>(c - '0');
            ++digits;
        } else if (c == '.' && part < 2 && digits >= 1 && digits <= 2) {
            ++part;
            digits = 0;
        } else if (c != ' ' || digits != 0 || part == 0)
            return std::nullopt;
    }
    Date const date { std::chrono::year { static_cast<int>(parts[2]) }, std::chrono::month { parts[1] }, std::chrono::day { parts[0] } };
    if (part != 2 || digits != 4 || !date.ok() || parts[2] < 1900 || parts[2] > 2999)
        return std::nullopt;
    return date;
}

// Digits after the decimal sign (ISO 4217, list one).
inline int minor_digits(std::string_view currency)
{
    for (std::string_view const none : { "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF" })
        if (currency == none)
            return 0;
    for (std::string_view const three : { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" })
        if (currency == three)
            return 3;
    return 2;
}

inline std::optional<Money> parse_money(std::string_view text, std::string_view currency)
{
    auto const decimal = parse_decimal(text);
    int const digits = minor_digits(currency);
    if (!decimal || decimal->scale > digits)
        return std::nullopt;
    std::int64_t minor = decimal->value;
    for (int scale = decimal->scale; scale < digits; ++scale)
        if (__builtin_mul_overflow(minor, 10, &minor))
            return std::nullopt;
    return Money { minor, currency };
}

}
