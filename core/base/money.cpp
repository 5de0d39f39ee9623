#include "base/money.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace portal {

namespace {

bool is_code(std::string_view code)
{
    return code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void require_same(Money const& left, Money const& right)
{
    if (left.currency() != right.currency())
        throw std::domain_error("amounts in different currencies");
}

}

Currency::Currency(std::string_view code)
{
    if (!is_code(code))
        throw std::invalid_argument("not a currency code");
    std::copy_n(code.begin(), 3, m_code);
}

std::optional<Currency> Currency::parse(std::string_view code) { return is_code(code) ? std::optional<Currency> { Currency { code } } : std::nullopt; }

int Currency::minor_digits() const
{
    static constexpr std::array<std::string_view, 8> s_none { "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF" };
    static constexpr std::array<std::string_view, 7> s_three { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };
    if (std::find(s_none.begin(), s_none.end(), code()) != s_none.end())
        return 0;
    return std::find(s_three.begin(), s_three.end(), code()) != s_three.end() ? 3 : 2;
}

std::optional<Money> Money::parse(std::string_view text, Currency currency)
{
    // People write the sign of the currency, or its code, before or behind the amount.
    std::string plain;
    for (std::string_view left = text; !left.empty();) {
        if (left.starts_with(" ") || left.starts_with("\t"))
            left.remove_prefix(1);
        else if (left.starts_with("\u00a0") || left.starts_with("\u2212")) {
            if (left.starts_with("\u2212"))
                plain += '-';
            left.remove_prefix(left.starts_with("\u00a0") ? 2 : 3);
        } else if (left.starts_with("\u20ac") && currency == Currency { "EUR" })
            left.remove_prefix(3);
        else if (ascii_upper(left.substr(0, 3)) == currency.code())
            left.remove_prefix(3);
        else {
            plain += left.front();
            left.remove_prefix(1);
        }
    }
    std::string_view digits { plain };
    bool const negative = digits.starts_with("-");
    if (negative)
        digits.remove_prefix(1);
    auto const sign = digits.find_last_of(",.");
    std::size_t const behind = sign == std::string_view::npos ? 0 : digits.size() - sign - 1;
    bool const has_fraction = sign != std::string_view::npos && behind <= static_cast<std::size_t>(currency.minor_digits());
    std::string_view whole = has_fraction ? digits.substr(0, sign) : digits;
    std::string_view fraction = has_fraction ? digits.substr(sign + 1) : std::string_view {};
    // Groups of thousands, if any, are all of one sign, which is not the decimal sign, and hold three digits each.
    std::string ungrouped;
    if (auto const first = whole.find_first_of(",."); first != std::string_view::npos) {
        char const group = whole[first];
        if (first == 0 || first > 3 || (has_fraction && digits[sign] == group))
            return std::nullopt;
        for (std::size_t start = 0; start <= whole.size();) {
            auto const end = std::min(whole.find(group, start), whole.size());
            if (start != 0 && end - start != 3)
                return std::nullopt;
            ungrouped += whole.substr(start, end - start);
            start = end + 1;
        }
    } else
        ungrouped = whole;
    if (ungrouped.empty() || ungrouped.size() > 15 || (has_fraction && fraction.empty()))
        return std::nullopt;
    ungrouped += fraction;
    ungrouped.append(static_cast<std::size_t>(currency.minor_digits()) - fraction.size(), '0');
    std::int64_t minor = 0;
    for (char const c : ungrouped) {
        if (c < '0' || c > '9')
            return std::nullopt;
        minor = minor * 10 + (c - '0');
    }
    return Money { negative ? -minor : minor, currency };
}

std::string Money::decimal_text() const
{
    auto const digits = static_cast<std::size_t>(m_currency.minor_digits());
    std::uint64_t const size = m_minor < 0 ? 0 - static_cast<std::uint64_t>(m_minor) : static_cast<std::uint64_t>(m_minor);
    std::string text = std::to_string(size);
    if (digits > 0) {
        if (text.size() <= digits)
            text.insert(0, digits + 1 - text.size(), '0');
        text.insert(text.size() - digits, 1, '.');
    }
    return m_minor < 0 ? "-" + text : text;
}

Money Money::operator+(Money const& other) const
{
    require_same(*this, other);
    std::int64_t sum = 0;
    if (__builtin_add_overflow(m_minor, other.m_minor, &sum))
        throw std::overflow_error("the sum of two amounts does not fit");
    return { sum, m_currency };
}

Money Money::operator-(Money const& other) const
{
    require_same(*this, other);
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(m_minor, other.m_minor, &difference))
        throw std::overflow_error("the difference of two amounts does not fit");
    return { difference, m_currency };
}

Money Money::operator-() const { return zero(m_currency) - *this; }

}
