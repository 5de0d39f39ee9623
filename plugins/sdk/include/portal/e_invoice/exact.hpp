// Sums and products of decimals without a rounding error: an invoice is checked to the cent.
#pragma once

#include <portal/values.hpp>

#include <algorithm>
#include <compare>
#include <string>

namespace portal::sdk::e_invoice {

// A number with nine decimals, wide enough for the sum of any invoice: a Decimal has at most 18 digits. What is not given is zero.
class Exact {
public:
    Exact() = default;
    Exact(Decimal decimal) // NOLINT: every decimal is one
        : m_billionths(decimal.scale < 0 ? 0 : Wide { decimal.value } * ten_to(9 - decimal.scale))
    {
    }

    // base * percent / 100, rounded to cents, half away from zero (BR-CO-17).
    static Exact part(Decimal base, Decimal percent)
    {
        if (base.scale < 0 || percent.scale < 0)
            return {};
        return of_cents(rounded(Wide { base.value } * percent.value, ten_to(base.scale + percent.scale)));
    }

    // dividend / divisor, which is not zero, rounded half away from zero to so many decimals.
    static Exact quotient(Decimal dividend, Decimal divisor, int decimals)
    {
        // Both times 10^9; the quotient then has no more than 18 + 9 + 9 digits.
        auto const top = Exact { dividend }.m_billionths * ten_to(decimals), bottom = Exact { divisor }.m_billionths;
        return Exact { rounded(bottom < 0 ? -top : top, bottom < 0 ? -bottom : bottom) * ten_to(9 - decimals) };
    }

    Exact operator+(Exact other) const { return Exact { m_billionths + other.m_billionths }; }
    Exact operator-(Exact other) const { return Exact { m_billionths - other.m_billionths }; }
    Exact& operator+=(Exact other) { return *this = *this + other; }
    auto operator<=>(Exact const&) const = default;
    Exact size() const { return m_billionths < 0 ? Exact { -m_billionths } : *this; }

    // Not given when it has more than 18 digits.
    Decimal decimal() const
    {
        auto value = m_billionths;
        std::int32_t scale = 9;
        for (; scale > 0 && value % 10 == 0; --scale)
            value /= 10;
        constexpr Wide most = 1'000'000'000'000'000'000;
        return value < most && value > -most ? Decimal { static_cast<std::int64_t>(value), scale } : Decimal {};
    }

    // "-12.30": at least two decimals.
    std::string text() const
    {
        auto left = size().m_billionths;
        std::string digits;
        for (int place = 0; left > 0 || place < 10; ++place, left /= 10)
            digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
        digits.insert(digits.size() - 9, ".");
        while (digits.ends_with('0') && digits[digits.size() - 3] != '.')
            digits.pop_back();
        return (m_billionths < 0 ? "-" : "") + digits;
    }

private:
    __extension__ typedef __int128 Wide;

    explicit Exact(Wide billionths)
        : m_billionths(billionths)
    {
    }
    // A rate of a billion per cent gives more than any amount, and no more than fits.
    static Exact of_cents(Wide cents)
    {
        constexpr Wide most = Wide { 1'000'000'000'000'000 } * 1'000'000'000'000'000;
        return Exact { std::clamp(cents, -most, most) * 10'000'000 };
    }
    static Wide ten_to(int power)
    {
        Wide result = 1;
        while (power-- > 0)
            result *= 10;
        return result;
    }
    static Wide rounded(Wide dividend, Wide divisor)
    {
        auto const whole = dividend / divisor;
        auto const rest = dividend % divisor;
        return whole + (2 * rest >= divisor ? 1 : 2 * rest <= -divisor ? -1 : 0);
    }

    Wide m_billionths = 0;
};

}
