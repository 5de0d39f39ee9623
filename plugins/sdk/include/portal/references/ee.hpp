// The Estonian reference number (viitenumber): 1 to 19 digits and a check digit, weights 7, 3, 1 from the right.
// Source: the Estonian Banking Association (pangaliit.ee) on the method 7-3-1.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class Ee {
public:
    // Throws Rejected: reference.empty, .not_digits, .too_short, .too_long, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto text = only_digits(typed, 2, 20, "an Estonian reference number has 2 to 20 digits");
        require_check_digits(seven_three_one_digit(std::string_view { text }.substr(0, text.size() - 1)) == text.back());
        return text;
    }

    // "1213 1295 2"
    static std::string display(std::string_view canonical) { return grouped(normalise(canonical), 4); }

    static std::string make(std::string_view typed)
    {
        auto const text = only_digits(typed, 1, 19, "an Estonian reference number holds 1 to 19 digits before its check digit");
        return text + seven_three_one_digit(text);
    }
};

}
