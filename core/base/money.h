// Money: integer minor units with a currency. No floating point, no silent overflow, no mixing of currencies.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portal {

// ISO 4217 code, three capital letters.
class Currency {
public:
    // Throws std::invalid_argument for anything but three capital letters.
    explicit Currency(std::string_view code);
    static std::optional<Currency> parse(std::string_view code);
    std::string_view code() const { return { m_code, 3 }; }
    // Digits after the decimal sign: 2 for most, 0 for JPY and a few, 3 for KWD and a few (ISO 4217, list one).
    int minor_digits() const;
    bool operator==(Currency const&) const = default;

private:
    char m_code[3];
};

class Money {
public:
    Money(std::int64_t minor, Currency currency)
        : m_minor(minor)
        , m_currency(currency)
    {
    }
    static Money zero(Currency currency) { return { 0, currency }; }
    // What a person types: "1.234,56", "1234,5", "1234.56", "-3" with spaces and a currency sign around. The last comma
    // or point followed by at most minor_digits() digits is the decimal sign. nullopt for anything else or too large.
    static std::optional<Money> parse(std::string_view text, Currency currency);

    std::int64_t minor() const { return m_minor; }
    Currency currency() const { return m_currency; }
    bool is_negative() const { return m_minor < 0; }
    bool is_zero() const { return m_minor == 0; }
    // "-1234.56": for ICU and for files, not for people.
    std::string decimal_text() const;

    // Throw std::domain_error for different currencies, std::overflow_error when the sum does not fit.
    Money operator+(Money const& other) const;
    Money operator-(Money const& other) const;
    Money operator-() const;
    bool operator==(Money const&) const = default;

private:
    std::int64_t m_minor;
    Currency m_currency;
};

}
