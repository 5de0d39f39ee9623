// The Norwegian customer identification (KID): 2 to 25 characters with the check digit.
// Source: the system specification of the Norwegian OCR giro (BBS, later Nets), its part on KID: MOD10 is Luhn; MOD11 weighs the digits 2 to
// 7 from the right, again and again, where a check value of 11 is written 0 and one of 10 is written "-". Which of the two a biller uses
// stands in its agreement; it cannot be told from the number.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class NoKid10 {
public:
    // Throws Rejected: reference.empty, .not_digits, .too_short, .too_long, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto text = only_digits(typed, 2, 25, "a KID has 2 to 25 digits");
        require_check_digits(luhn_digit(std::string_view { text }.substr(0, text.size() - 1)) == text.back());
        return text;
    }

    // Slips print the number without groups.
    static std::string display(std::string_view canonical) { return normalise(canonical); }

    static std::string make(std::string_view typed)
    {
        auto const text = only_digits(typed, 1, 24, "a KID holds 1 to 24 digits before its check digit");
        return text + luhn_digit(text);
    }
};

class NoKid11 {
public:
    static std::string normalise(std::string_view typed)
    {
        auto text = with_marks_as(without_blanks(typed), hyphens, "-");
        auto const content = std::string_view { text }.substr(0, text.size() - 1);
        require_digits(content);
        if (text.back() != '-')
            require_digits(text);
        require_length(text, 2, 25, "a KID has 2 to 25 characters");
        require_check_digits(check_digit(content) == text.back());
        return text;
    }

    static std::string display(std::string_view canonical) { return normalise(canonical); }

    static std::string make(std::string_view typed)
    {
        auto const text = only_digits(typed, 1, 24, "a KID holds 1 to 24 digits before its check digit");
        return text + check_digit(text);
    }

private:
    static char check_digit(std::string_view digits)
    {
        int const x = 11 - weighted_sum(digits, { 2, 3, 4, 5, 6, 7 }) % 11;
        return x == 11 ? '0' : x == 10 ? '-' : digit_of(x);
    }
};

}
