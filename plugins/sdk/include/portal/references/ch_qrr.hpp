// The Swiss QR reference: 26 digits and a check digit, used with a QR-IBAN only (with another IBAN Switzerland uses RF).
// Source: SIX, "Swiss Implementation Guidelines for the QR-bill", version 2.3, element Ref of type QRR and annex B (modulo 10, recursive).
// The older orange slips carried the same number without its leading zeros; it is the same reference and is filled up.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class ChQrr {
public:
    static constexpr std::size_t digits = 27;

    // Throws Rejected: reference.empty, .not_digits, .too_short, .too_long, .zero, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto const text = padded(only_digits(typed, 2, digits, "a QR reference has 27 digits, leading zeros may be left out"), digits);
        if (text.find_first_not_of('0') == std::string::npos)
            throw Rejected("reference.zero", "a QR reference of zeros alone is none");
        require_check_digits(recursive_mod_10_digit(std::string_view { text }.substr(0, digits - 1)) == text.back());
        return text;
    }

    // "21 00000 00003 13947 14300 09017"
    static std::string display(std::string_view canonical) { return grouped_from_right(normalise(canonical), 5); }

    // Up to 26 digits.
    static std::string make(std::string_view typed)
    {
        auto const text = padded(only_digits(typed, 1, digits - 1, "a QR reference holds at most 26 digits before its check digit"), digits - 1);
        return normalise(text + recursive_mod_10_digit(text));
    }
};

}
