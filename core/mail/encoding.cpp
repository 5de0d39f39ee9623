#include "mail/encoding.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>

namespace portal::mail {

namespace {

// "=?UTF-8?B?" + 52 characters + "?=" is 64 long: with the longest header name before it below the 76 that RFC 2047 allows.
constexpr std::size_t bytes_in_a_word = 39;
constexpr std::size_t longest_plain = 60;
constexpr std::size_t longest_line = 76;

bool is_printable(char sign) { return sign >= ' ' && sign <= '~'; }

bool is_plain(std::string_view text)
{
    // "=?" would be taken for an encoded word
    return text.size() <= longest_plain && std::all_of(text.begin(), text.end(), is_printable) && text.find("=?") == std::string_view::npos;
}

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string one_line(std::string_view text)
{
    std::string line { text };
    for (auto& sign : line)
        if (static_cast<unsigned char>(sign) < 0x20 || sign == 0x7F)
            sign = ' ';
    return std::string { trimmed(line) };
}

std::string encoded_words(std::string_view text)
{
    std::string words;
    while (!text.empty()) {
        auto length = std::min(text.size(), bytes_in_a_word);
        while (length < text.size() && continues_character(text[length]))
            --length;
        words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(text.substr(0, length)) + "?=";
        text.remove_prefix(length);
    }
    return words;
}

// The text of one line, without its end.
void append_line(std::string& out, std::string_view line)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char const sign = line[i];
        bool const is_last = i + 1 == line.size();
        bool const is_blank = sign == ' ' || sign == '\t';
        auto const needs_code = [&] { return is_blank ? is_last : !is_printable(sign) || sign == '=' || (sign == '.' && column == 0); };
        std::size_t const width = needs_code() ? 3 : 1;
        if (column + width > longest_line - 1) { // one place for the soft break
            out += "=\r\n";
            column = 0;
        }
        if (needs_code()) {
            auto const byte = static_cast<unsigned char>(sign);
            out += { '=', digits[byte >> 4], digits[byte & 15] };
            column += 3;
        } else {
            out += sign;
            ++column;
        }
    }
}

}

std::string base64(std::string_view bytes)
{
    static constexpr std::string_view signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const byte = [&](std::size_t offset) -> std::uint32_t { return i + offset < bytes.size() ? static_cast<unsigned char>(bytes[i + offset]) : 0; };
        std::uint32_t const group = byte(0) << 16 | byte(1) << 8 | byte(2);
        text += signs[group >> 18 & 63];
        text += signs[group >> 12 & 63];
        text += i + 1 < bytes.size() ? signs[group >> 6 & 63] : '=';
        text += i + 2 < bytes.size() ? signs[group & 63] : '=';
    }
    return text;
}

std::string quoted_printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (;;) {
        auto const end = text.find_first_of("\r\n");
        append_line(out, text.substr(0, end));
        if (end == std::string_view::npos)
            return out;
        out += "\r\n";
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
}

std::string header_text(std::string_view text)
{
    auto const line = one_line(text);
    return is_plain(line) ? line : encoded_words(line);
}

std::string display_name(std::string_view name)
{
    auto const line = one_line(name);
    if (!is_plain(line))
        return encoded_words(line);
    return '"' + replaced(replaced(line, "\\", "\\\\"), "\"", "\\\"") + '"';
}

}
