// How people spell references, and how a refusal is said; shared by every scheme beside it.
#pragma once

#include <portal/values.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace portal::sdk::references {

// What stands between the groups of a printed number and means nothing: blanks, also those that web pages and PDF files copy.
inline constexpr std::string_view blanks[] { " ", "\t", "\n", "\r", "\u00a0", "\u2007", "\u2009", "\u202f" };

// What a keyboard or a word processor makes of a hyphen.
inline constexpr std::string_view hyphens[] { "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212" };

// No reference comes near it, with all its blanks; what is longer is not looked at, so that nobody's time is spent on it.
inline constexpr std::size_t longest_typed = 1000;

// The text with each of `marks` replaced.
inline std::string with_marks_as(std::string_view text, std::span<std::string_view const> marks, std::string_view replacement)
{
    if (text.size() > longest_typed)
        throw Rejected("reference.too_long", "no reference is that long");
    std::string out;
    while (!text.empty()) {
        std::size_t length = 0;
        for (auto const mark : marks)
            if (text.starts_with(mark))
                length = mark.size();
        if (length == 0)
            out += text.front();
        else
            out += replacement;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

inline std::string without_blanks(std::string_view typed)
{
    auto plain = with_marks_as(typed, blanks, "");
    if (plain.empty())
        throw Rejected("reference.empty", "there is no reference");
    return plain;
}

inline bool is_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

// ASCII only, whatever the locale says.
inline std::string in_capitals(std::string text)
{
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

inline void require_digits(std::string_view text, std::string_view words = "only digits belong here")
{
    if (!is_digits(text))
        throw Rejected("reference.not_digits", words);
}

inline void require_length(std::string_view text, std::size_t least, std::size_t most, std::string_view words)
{
    if (text.size() < least)
        throw Rejected("reference.too_short", words);
    if (text.size() > most)
        throw Rejected("reference.too_long", words);
}

inline void require_check_digits(bool fit)
{
    if (!fit)
        throw Rejected("reference.check_digit", "the check digits do not fit the others; at least one character is wrong");
}

// The digits of what was typed; throws unless there are `least` to `most` of them and nothing else.
inline std::string only_digits(std::string_view typed, std::size_t least, std::size_t most, std::string_view words)
{
    auto digits = without_blanks(typed);
    require_digits(digits);
    require_length(digits, least, most, words);
    return digits;
}

// Leading zeros gone, but at least `least` characters kept.
inline std::string without_leading_zeros(std::string const& digits, std::size_t least)
{
    std::size_t zeros = 0;
    while (zeros + least < digits.size() && digits[zeros] == '0')
        ++zeros;
    return digits.substr(zeros);
}

inline std::string padded(std::string const& digits, std::size_t length) { return std::string(length - std::min(length, digits.size()), '0') + digits; }

// "RF18 5390 0754 7034": groups counted from the left.
inline std::string grouped(std::string_view text, std::size_t size)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += size)
        out += (at == 0 ? "" : " ") + std::string { text.substr(at, size) };
    return out;
}

// "12 34561": groups counted from the right, so that the first may be the short one.
inline std::string grouped_from_right(std::string_view text, std::size_t size)
{
    auto const first = text.size() % size;
    auto const rest = grouped(text.substr(first), size);
    return std::string { text.substr(0, first) } + (first == 0 || rest.empty() ? "" : " ") + rest;
}

// is_valid<Rf>("RF18 5390 0754 7034")
template <typename Scheme> bool is_valid(std::string_view typed)
{
    try {
        Scheme::normalise(typed);
        return true;
    } catch (Rejected const&) {
        return false;
    }
}

}
