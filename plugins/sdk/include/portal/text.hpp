// Small work on texts that plugin authors need: UTF-8, and spaces around a value.
#pragma once

#include <cstddef>
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

inline std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

}
