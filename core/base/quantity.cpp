#include "base/quantity.h"

#include "base/text.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace portal {

namespace {

__extension__ using Wide = __int128; // two 18-digit numbers of scales 0 and 9 meet without overflow

Wide power_of_ten(int exponent)
{
    Wide power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

Wide widened(Quantity const& quantity, int scale) { return Wide { quantity.value() } * power_of_ten(scale - quantity.scale()); }

Quantity narrowed(Wide value, int scale)
{
    if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min())
        throw std::overflow_error("the quantity does not fit");
    return { static_cast<std::int64_t>(value), scale };
}

}

Quantity::Quantity(std::int64_t value, int scale)
    : m_value(value)
    , m_scale(scale)
{
    if (scale < 0 || scale > largest_scale)
        throw std::invalid_argument("a quantity's scale is 0 to 9");
}

std::optional<Quantity> Quantity::parse(std::string_view text)
{
    text = trimmed(text);
    bool const negative = text.starts_with("-");
    if (negative)
        text.remove_prefix(1);
    std::int64_t value = 0;
    int digits = 0;
    int scale = -1;
    for (char const c : text) {
        if (c == ',' || c == '.') {
            if (scale >= 0 || digits == 0)
                return std::nullopt;
            scale = 0;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 18)
            return std::nullopt;
        value = value * 10 + (c - '0');
        if (scale >= 0 && ++scale > largest_scale)
            return std::nullopt;
    }
    if (digits == 0 || scale == 0)
        return std::nullopt;
    return Quantity { negative ? -value : value, std::max(scale, 0) };
}

std::optional<Quantity> Quantity::rescaled(int scale) const
{
    if (scale >= m_scale) {
        Wide const value = widened(*this, scale);
        if (scale > largest_scale || value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min())
            return std::nullopt;
        return Quantity { static_cast<std::int64_t>(value), scale };
    }
    auto const divisor = static_cast<std::int64_t>(power_of_ten(m_scale - scale));
    if (m_value % divisor != 0)
        return std::nullopt;
    return Quantity { m_value / divisor, scale };
}

std::int64_t Quantity::whole() const { return m_value / static_cast<std::int64_t>(power_of_ten(m_scale)); }

std::string Quantity::decimal_text() const
{
    std::uint64_t const size = m_value < 0 ? 0 - static_cast<std::uint64_t>(m_value) : static_cast<std::uint64_t>(m_value);
    std::string text = std::to_string(size);
    if (auto const digits = static_cast<std::size_t>(m_scale); digits > 0) {
        if (text.size() <= digits)
            text.insert(0, digits + 1 - text.size(), '0');
        text.insert(text.size() - digits, 1, '.');
    }
    return m_value < 0 ? "-" + text : text;
}

Quantity Quantity::operator-(Quantity const& other) const
{
    int const scale = std::max(m_scale, other.m_scale);
    return narrowed(widened(*this, scale) - widened(other, scale), scale);
}

Quantity Quantity::operator+(Quantity const& other) const
{
    int const scale = std::max(m_scale, other.m_scale);
    return narrowed(widened(*this, scale) + widened(other, scale), scale);
}

std::strong_ordering Quantity::operator<=>(Quantity const& other) const
{
    int const scale = std::max(m_scale, other.m_scale);
    Wide const left = widened(*this, scale);
    Wide const right = widened(other, scale);
    return left < right ? std::strong_ordering::less : left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}
