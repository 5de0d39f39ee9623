#include "web/parameters.h"

#include "base/text.h"

#include <algorithm>

namespace portal::web {

namespace {

constexpr std::size_t s_most_fields = 200;

int hex_digit(char sign)
{
    if (sign >= '0' && sign <= '9')
        return sign - '0';
    if (sign >= 'a' && sign <= 'f')
        return sign - 'a' + 10;
    if (sign >= 'A' && sign <= 'F')
        return sign - 'A' + 10;
    return -1;
}

// Line ends as "\n", tabs as spaces; false for any other control.
bool normalise_white_space(std::string& text)
{
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char sign = text[at];
        if (sign == '\r') {
            if (at + 1 < text.size() && text[at + 1] == '\n')
                continue;
            sign = '\n';
        } else if (sign == '\t') {
            sign = ' ';
        } else if ((static_cast<unsigned char>(sign) < 0x20 && sign != '\n') || sign == 0x7f) {
            return false;
        }
        text[kept++] = sign;
    }
    text.resize(kept);
    return true;
}

}

std::string const* Parameters::find(std::string_view name) const
{
    auto const found = std::find_if(m_entries.begin(), m_entries.end(), [&](auto const& entry) { return entry.first == name; });
    return found == m_entries.end() ? nullptr : &found->second;
}

std::string const& Parameters::text(std::string_view name) const
{
    static std::string const s_nothing;
    auto const* const value = find(name);
    return value ? *value : s_nothing;
}

Result<Parameters, ParameterProblem> parse_parameters(std::string_view encoded)
{
    Parameters parameters;
    if (encoded.empty())
        return parameters;
    std::size_t count = 0;
    for (auto const field : split(encoded, '&')) {
        if (field.empty())
            continue;
        if (++count > s_most_fields)
            return refuse(ParameterProblem { "too many fields" });
        auto const equals = field.find('=');
        auto name = percent_decoded(field.substr(0, equals), Plus::is_space);
        auto value = percent_decoded(equals == std::string_view::npos ? std::string_view {} : field.substr(equals + 1), Plus::is_space);
        if (!name || !value)
            return refuse(ParameterProblem { "a broken percent escape" });
        if (!is_utf8(*name) || !is_utf8(*value))
            return refuse(ParameterProblem { "not UTF-8" });
        if (has_control_characters(*name) || !normalise_white_space(*value))
            return refuse(ParameterProblem { "a control character" });
        if (name->empty())
            return refuse(ParameterProblem { "a field without a name" });
        // Two readers of one form must never see different values (ASVS 15.3.7).
        if (parameters.has(*name))
            return refuse(ParameterProblem { "a field twice" });
        parameters.add(std::move(*name), std::move(*value));
    }
    return parameters;
}

std::optional<std::string> percent_decoded(std::string_view text, Plus plus)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%') {
            if (at + 2 >= text.size())
                return std::nullopt;
            int const high = hex_digit(text[at + 1]);
            int const low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            at += 2;
        } else if (text[at] == '+' && plus == Plus::is_space) {
            decoded += ' ';
        } else {
            decoded += text[at];
        }
    }
    return decoded;
}

std::string percent_encoded(std::string_view text)
{
    static constexpr std::string_view s_digits = "0123456789ABCDEF";
    static constexpr std::string_view s_unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    encoded.reserve(text.size());
    for (char const sign : text) {
        if (s_unreserved.find(sign) != std::string_view::npos) {
            encoded += sign;
        } else {
            auto const byte = static_cast<unsigned char>(sign);
            encoded += '%';
            encoded += s_digits[byte >> 4];
            encoded += s_digits[byte & 15];
        }
    }
    return encoded;
}

}
