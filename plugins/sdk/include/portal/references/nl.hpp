// The Dutch payment reference (betalingskenmerk, once of the acceptgiro): 7 digits without a check, or 9 to 14, or 16, the first of which
// is the check digit.
// Source: Currence's rules for the acceptgiro: weights 2, 4, 8, 5, 10, 9, 7, 3, 6, 1 from the right, again and again; 11 - (sum mod 11),
// where 11 is written 0 and 10 is written 1. With 9 to 14 digits the second is meant to tell the number of those that follow (its last
// digit); numbers that keep the check digit but not this one are in use and are taken by others, so it is made, not judged.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class Nl {
public:
    // Throws Rejected: reference.empty, .not_digits, .too_short, .too_long, .length, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto text = only_digits(typed, 7, 16, lengths);
        if (text.size() == 8 || text.size() == 15)
            throw Rejected("reference.length", lengths);
        if (text.size() > 7)
            require_check_digits(check_digit(std::string_view { text }.substr(1)) == text.front());
        return text;
    }

    // "5000 0567 8901 2345"
    static std::string display(std::string_view canonical) { return grouped(normalise(canonical), 4); }

    // 7 to 12 digits, which get a length digit and the check digit, or 15, which get the check digit.
    static std::string make(std::string_view typed)
    {
        auto text = only_digits(typed, 7, 15, payloads);
        if (text.size() == 13 || text.size() == 14)
            throw Rejected("reference.length", payloads);
        if (text.size() < 15)
            text.insert(0, 1, digit_of(static_cast<int>(text.size() % 10)));
        return check_digit(text) + text;
    }

private:
    static constexpr std::string_view lengths = "a Dutch payment reference has 7, 9 to 14, or 16 digits";
    static constexpr std::string_view payloads = "a Dutch payment reference holds 7 to 12, or 15 digits";

    static char check_digit(std::string_view digits)
    {
        int const x = 11 - weighted_sum(digits, { 2, 4, 8, 5, 10, 9, 7, 3, 6, 1 }) % 11;
        return x == 11 ? '0' : x == 10 ? '1' : digit_of(x);
    }
};

}
