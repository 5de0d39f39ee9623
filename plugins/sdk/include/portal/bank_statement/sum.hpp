// Exact sums of amounts.
#pragma once

#include <portal/bank_statement/statement.hpp>

namespace portal::sdk::bank {

// Sums that no file can make overflow: an amount has at most 18 digits, so 128 bits hold 10^11 of them at nine decimals.
class Sum {
public:
    static constexpr int scale = 9; // the most that a Decimal has

    void add(Decimal amount, bool is_negative = false)
    {
        Wide value = amount.value;
        for (int digits = std::max(amount.scale, 0); digits < scale; ++digits)
            value *= 10;
        m_value += is_negative ? -value : value;
    }
    void add(Decimal amount, Direction direction) { add(amount, direction == Direction::debit); }
    void add(Sum const& other) { m_value += other.m_value; }
    Sum operator-() const
    {
        Sum negative;
        negative.m_value = -m_value;
        return negative;
    }
    bool operator==(Sum const&) const = default;
    bool is_zero() const { return m_value == 0; }
    bool is_negative() const { return m_value < 0; }
    Sum magnitude() const { return is_negative() ? -*this : *this; }

    // With the decimals that say something; not given when it has more than 18 digits.
    Decimal decimal() const
    {
        Wide value = m_value;
        int decimals = scale;
        for (; decimals > 0 && value % 10 == 0; --decimals)
            value /= 10;
        constexpr Wide most = 999'999'999'999'999'999;
        return value < -most || value > most ? Decimal {} : Decimal { static_cast<std::int64_t>(value), decimals };
    }

    // "-12.30": at least two decimals, more only where they say something.
    std::string text() const
    {
        Wide rest = m_value < 0 ? -m_value : m_value;
        std::string digits;
        for (int at = 0; at < scale || rest > 0 || digits.size() <= scale; ++at, rest /= 10)
            digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
        digits.insert(digits.size() - scale, 1, '.');
        while (digits.ends_with('0') && digits[digits.size() - 3] != '.')
            digits.pop_back();
        return (m_value < 0 ? "-" : "") + digits;
    }

private:
    __extension__ using Wide = __int128;
    Wide m_value = 0;
};

inline std::string text_of(Decimal amount)
{
    Sum sum;
    sum.add(amount);
    return sum.text();
}

}
