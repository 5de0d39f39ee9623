// The Swedish OCR reference: 2 to 25 digits, the last of them by Luhn's rule.
// Source: Bankgirot's manual on OCR references, the control levels: with the soft level a bank also takes what is no OCR reference, with the
// hard one only a right check digit; with a variable length the digit before the check digit is the length of the whole reference, its last
// digit where it has two; with a fixed length the biller names one length, or two.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

// What a biller has agreed with the bank, for SeOcr::normalise.
struct SeOcrLevel {
    bool is_soft = false; // any text of 2 to 25 digits is taken
    bool has_length_digit = false;
    std::size_t length = 0; // 0: any
    std::size_t other_length = 0;
};

class SeOcr {
public:
    static constexpr std::size_t least = 2;
    static constexpr std::size_t most = 25;

    // Throws Rejected: reference.empty, .not_digits, .too_short, .too_long, .length, .check_digit, .length_digit.
    static std::string normalise(std::string_view typed, SeOcrLevel level)
    {
        auto text = only_digits(typed, least, most, "an OCR reference has 2 to 25 digits");
        if (level.is_soft)
            return text;
        if (level.length != 0 && text.size() != level.length && text.size() != level.other_length)
            throw Rejected("reference.length",
                "the biller's OCR references have " + std::to_string(level.length)
                    + (level.other_length == 0 ? "" : " or " + std::to_string(level.other_length)) + " digits");
        require_check_digits(luhn_digit(std::string_view { text }.substr(0, text.size() - 1)) == text.back());
        if (level.has_length_digit && text[text.size() - 2] != length_digit(text.size()))
            throw Rejected("reference.length_digit", "the digit before the last must be the last digit of the reference's length");
        return text;
    }

    static std::string normalise(std::string_view typed) { return normalise(typed, {}); }

    // Slips print the number without groups.
    static std::string display(std::string_view canonical) { return normalise(canonical); }

    static std::string make(std::string_view typed)
    {
        auto const text = only_digits(typed, 1, most - 1, "an OCR reference holds 1 to 24 digits before its check digit");
        return text + luhn_digit(text);
    }

    static char length_digit(std::size_t length) { return digit_of(static_cast<int>(length % 10)); }
};

// Variable length, with the length digit.
class SeOcrWithLength {
public:
    static std::string normalise(std::string_view typed) { return SeOcr::normalise(typed, { .has_length_digit = true }); }

    static std::string display(std::string_view canonical) { return normalise(canonical); }

    // 1 to 23 digits; the length digit and the check digit come behind them.
    static std::string make(std::string_view typed)
    {
        auto const text = only_digits(typed, 1, SeOcr::most - 2, "an OCR reference holds 1 to 23 digits before its length and check digits");
        return SeOcr::make(text + SeOcr::length_digit(text.size() + 2));
    }
};

}
