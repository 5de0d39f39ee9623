// A quantity or a meter reading: an integer with a decimal scale. 0.7512 is value 7512, scale 4.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portal {

class Quantity {
public:
    static constexpr int largest_scale = 9;

    constexpr Quantity() = default;
    // Throws std::invalid_argument for a scale outside 0..largest_scale.
    Quantity(std::int64_t value, int scale = 0);
    // Digits with at most one comma or point; spaces around are allowed. nullopt for anything else or too large.
    static std::optional<Quantity> parse(std::string_view text);

    std::int64_t value() const { return m_value; }
    int scale() const { return m_scale; }
    // The same quantity with another scale; nullopt when digits would be lost or it does not fit.
    std::optional<Quantity> rescaled(int scale) const;
    // Without the fraction, toward zero.
    std::int64_t whole() const;
    // "-12.340": for ICU and for files, not for people.
    std::string decimal_text() const;

    // Compare and compute by worth, whatever the scales. Throw std::overflow_error when it does not fit.
    Quantity operator-(Quantity const& other) const;
    Quantity operator+(Quantity const& other) const;
    std::strong_ordering operator<=>(Quantity const& other) const;
    bool operator==(Quantity const& other) const { return (*this <=> other) == std::strong_ordering::equal; }

private:
    std::int64_t m_value = 0;
    int m_scale = 0;
};

}
