// The Finnish reference number and its international spelling.
// Source: Finance Finland's instructions on the reference number (3 to 19 digits and a check digit, weights 7, 3, 1 from the right; printed
// in groups of five from the right; leading zeros carry nothing) and on the structured creditor reference: the national number, without
// leading zeros, is the content of an ISO 11649 reference.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/rf.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class Fi {
public:
    static constexpr std::size_t least = 4;
    static constexpr std::size_t most = 20;

    // Throws Rejected: reference.empty, .not_digits, .too_short, .too_long, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto const text = only_digits(typed, least, most, "a Finnish reference number has 4 to 20 digits");
        require_check_digits(seven_three_one_digit(std::string_view { text }.substr(0, text.size() - 1)) == text.back());
        return without_leading_zeros(text, least);
    }

    // "12 34561"
    static std::string display(std::string_view canonical) { return grouped_from_right(normalise(canonical), 5); }

    // 3 to 19 digits.
    static std::string make(std::string_view typed)
    {
        auto const text = only_digits(typed, least - 1, most - 1, "a Finnish reference number holds 3 to 19 digits before its check digit");
        return normalise(text + seven_three_one_digit(text));
    }
};

// "RF341234561": both the check digits behind RF and the last one must be right.
class FiRf {
public:
    static std::string normalise(std::string_view typed)
    {
        auto const text = Rf::normalise(typed);
        // The zeros are left out by whoever makes the reference; with them the digits behind RF are still right, but the canonical form is made anew.
        return Rf::make(Fi::normalise(std::string_view { text }.substr(4)));
    }

    static std::string display(std::string_view canonical) { return Rf::display(normalise(canonical)); }

    static std::string make(std::string_view typed) { return Rf::make(Fi::make(typed)); }
};

}
