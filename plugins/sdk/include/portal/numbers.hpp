// Numbers and amounts as billing systems write them.
#pragma once

#include <portal/values.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace portal::sdk {

// Which sign stands before the decimals, and which one between groups of three digits. ' ' takes the no-break space as well.
struct NumberFormat {
    char decimal = ',';
    char thousands = '.'; // 0: none
};
inline constexpr NumberFormat decimal_comma {}; // 1.234,56
inline constexpr NumberFormat decimal_point { '.', ',' }; // 1,234.56

// "1.234,567": the thousands sign only between groups of three digits, an optional leading minus. The two signs are never confused, so
// that "1.234" cannot be taken for a thousandth of what was meant. nullopt for anything else, for more than 18 digits, and for more
// than 9 decimals.
inline std::optional<Decimal> parse_decimal(std::string_view text, NumberFormat format = {})
{
    bool const negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    std::int64_t value = 0;
    std::int32_t scale = -1; // -1: before the decimal sign
    std::size_t digits = 0;
    std::size_t since_group = 0;
    bool is_grouped = false;
    while (!text.empty()) {
        bool const is_wide_space = format.thousands == ' ' && text.starts_with("\xC2\xA0");
        char const c = is_wide_space ? ' ' : text.front();
        text.remove_prefix(is_wide_space ? 2 : 1);
        bool const group_is_whole = digits > 0 && (!is_grouped || since_group == 3);
        if (c >= '0' && c <= '9') {
            if (++digits > 18 || (scale >= 0 && ++scale > 9))
                return std::nullopt;
            value = value * 10 + (c - '0');
            ++since_group;
        } else if (c == format.decimal && scale < 0 && group_is_whole)
            scale = 0;
        else if (c == format.thousands && c != 0 && scale < 0 && group_is_whole && since_group <= 3) {
            is_grouped = true;
            since_group = 0;
        } else
            return std::nullopt;
    }
    if (digits == 0 || scale == 0 || (scale < 0 && is_grouped && since_group != 3))
        return std::nullopt;
    return Decimal { negative ? -value : value, scale < 0 ? 0 : scale };
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

// nullopt when it has more decimals than the currency, or leaves 64 bits.
inline std::optional<Money> to_money(Decimal decimal, std::string_view currency)
{
    int const digits = minor_digits(currency);
    if (decimal.scale > digits)
        return std::nullopt;
    std::int64_t minor = decimal.value;
    for (int scale = decimal.scale; scale < digits; ++scale)
        if (__builtin_mul_overflow(minor, 10, &minor))
            return std::nullopt;
    return Money { minor, currency };
}

// A decimal as XML Schema writes it: "+1234.50", ".5", "12.". Zeros at the end that say nothing are left out, so that an amount of 12.5000
// is one of 12.50. nullopt as for parse_decimal.
inline std::optional<Decimal> parse_xml_decimal(std::string_view text)
{
    bool const has_sign = text.starts_with('-') || text.starts_with('+');
    std::string plain { text.starts_with('-') ? "-" : "" };
    text.remove_prefix(has_sign ? 1 : 0);
    auto const point = std::min(text.find('.'), text.size());
    auto const whole = text.substr(0, point);
    auto fraction = text.substr(std::min(point + 1, text.size()));
    if ((whole.empty() && fraction.empty()) || whole.starts_with('-'))
        return std::nullopt;
    while (fraction.ends_with('0'))
        fraction.remove_suffix(1);
    plain += whole.empty() ? "0" : whole;
    if (!fraction.empty())
        (plain += '.') += fraction;
    return parse_decimal(plain, { '.', 0 });
}

// XML Schema sets no bound to the decimals of a number: prices such as 1.26050000014 come out of a division. More than nine decimals, or than 18 digits
// leave room for, are rounded half away from zero, and what is rounded keeps all its places, so that a rule on decimals still sees that there
// were many.
inline std::optional<Decimal> parse_rounded_xml_decimal(std::string_view text)
{
    if (auto const exact = parse_xml_decimal(text))
        return exact;
    auto const point = text.find('.');
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    if (point == std::string_view::npos || !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(point) + 1, text.end(), digit))
        return std::nullopt;
    auto const whole = std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(point), digit);
    auto const places = static_cast<std::int32_t>(std::min<std::ptrdiff_t>(9, 18 - whole));
    auto const cut = point + 1 + static_cast<std::size_t>(std::max(places, 0));
    auto rounded = places < 1 || cut >= text.size() ? std::nullopt : parse_xml_decimal(text.substr(0, cut));
    if (!rounded)
        return std::nullopt;
    for (; rounded->scale < places; ++rounded->scale)
        rounded->value *= 10;
    if (text[cut] >= '5')
        rounded->value += text.starts_with('-') ? -1 : 1;
    constexpr std::int64_t too_many = 1'000'000'000'000'000'000;
    return rounded->value < too_many && rounded->value > -too_many ? rounded : std::nullopt;
}

inline std::optional<Money> parse_money(std::string_view text, std::string_view currency, NumberFormat format = {})
{
    auto const decimal = parse_decimal(text, format);
    return decimal ? to_money(*decimal, currency) : std::nullopt;
}

}
