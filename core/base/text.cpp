#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace portal {

bool is_utf8(std::string_view text)
{
    // Lead byte, then the allowed range of the second byte (Unicode 15, table 3-7), then plain continuation bytes.
    for (std::size_t i = 0; i < text.size();) {
        auto const byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
        unsigned const lead = byte(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        unsigned low = 0x80;
        unsigned high = 0xBF;
        std::size_t length = 0;
        if (lead >= 0xC2 && lead <= 0xDF)
            length = 2;
        else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            low = lead == 0xE0 ? 0xA0 : 0x80;
            high = lead == 0xED ? 0x9F : 0xBF;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            low = lead == 0xF0 ? 0x90 : 0x80;
            high = lead == 0xF4 ? 0x8F : 0xBF;
        } else
            return false;
        if (byte(i + 1) < low || byte(i + 1) > high)
            return false;
        for (std::size_t k = 2; k < length; ++k)
            if (byte(i + k) < 0x80 || byte(i + k) > 0xBF)
                return false;
        i += length;
    }
    return true;
}

bool has_control_characters(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::size_t character_count(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n\f\v";
    auto const first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string ascii_upper(std::string_view text)
{
    std::string upper { text };
    for (char& c : upper)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 32);
    return upper;
}

std::string ascii_lower(std::string_view text)
{
    std::string lower { text };
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return lower;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t start = 0;;) {
        auto const end = text.find(separator, start);
        parts.push_back(text.substr(start, end == std::string_view::npos ? end : end - start));
        if (end == std::string_view::npos)
            return parts;
        start = end + 1;
    }
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos && !from.empty(); at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::optional<std::int64_t> parse_integer(std::string_view text)
{
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc {} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string hex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

std::string nearest(std::string_view word, std::vector<std::string> const& known)
{
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (auto const& candidate : known) {
        std::vector<std::size_t> row(candidate.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t { 0 });
        for (std::size_t i = 0; i < word.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i + 1;
            for (std::size_t k = 0; k < candidate.size(); ++k) {
                std::size_t const above = row[k + 1];
                row[k + 1] = std::min({ above + 1, row[k] + 1, diagonal + (word[i] == candidate[k] ? 0 : 1) });
                diagonal = above;
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return best;
}

std::optional<std::string> parse_email(std::string_view text)
{
    text = trimmed(text);
    auto const at = text.rfind('@');
    if (text.size() > 254 || at == std::string_view::npos || at == 0 || at > 64)
        return std::nullopt;
    auto const is_alphanumeric = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    auto const local = text.substr(0, at);
    for (auto const part : split(local, '.'))
        if (part.empty() || !std::all_of(part.begin(), part.end(), [&](char c) {
                return is_alphanumeric(c) || std::string_view { "!#$%&'*+-/=?^_`{|}~" }.find(c) != std::string_view::npos;
            }))
            return std::nullopt;
    auto const domain = text.substr(at + 1);
    auto const labels = split(domain, '.');
    if (labels.size() < 2)
        return std::nullopt;
    for (auto const label : labels)
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-'
            || !std::all_of(label.begin(), label.end(), [&](char c) { return is_alphanumeric(c) || c == '-'; }))
            return std::nullopt;
    return std::string { local } + "@" + ascii_lower(domain);
}

}
