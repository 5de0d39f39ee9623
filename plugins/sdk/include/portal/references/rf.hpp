// The creditor reference of ISO 11649: RF, two check digits, and up to 21 letters and digits; 25 characters in all.
// Source: ISO 11649:2009, check digits by ISO/IEC 7064 MOD 97-10; also chapter 3, Priloga 4 and 5 of the Slovenian "Pravila" (see si.hpp).
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class Rf {
public:
    static constexpr std::size_t most_content = 21;

    // " rf18 5390 0754 7034" -> "RF18539007547034". Throws Rejected: reference.empty, .wrong_model, .characters,
    // .too_short, .too_long, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto const text = in_capitals(without_blanks(typed));
        if (!text.starts_with("RF"))
            throw Rejected("reference.wrong_model", "a creditor reference begins with RF");
        auto const behind = std::string_view { text }.substr(2);
        require_characters(behind);
        if (!is_digits(behind.substr(0, 2)))
            throw Rejected("reference.characters", "two check digits stand behind RF");
        require_length(behind, 3, most_content + 2, "behind RF and its two check digits stand 1 to 21 letters and digits");
        auto const content = behind.substr(2);
        // Written as a comparison with what make() computes, so that 00, 01 and 99 are refused: they leave the same remainder as 97, 98 and 02.
        require_check_digits(behind.substr(0, 2) == check_digits(content));
        return text;
    }

    // "RF18 5390 0754 7034"
    static std::string display(std::string_view canonical) { return grouped(normalise(canonical), 4); }

    // "539007547034" -> "RF18539007547034"
    static std::string make(std::string_view content)
    {
        auto const text = in_capitals(without_blanks(content));
        require_characters(text);
        require_length(text, 1, most_content, "a creditor reference holds 1 to 21 letters and digits");
        return "RF" + check_digits(text) + text;
    }

private:
    static void require_characters(std::string_view text)
    {
        if (text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos)
            throw Rejected("reference.characters", "a creditor reference holds only digits and the letters A to Z");
    }

    // 02 to 98.
    static std::string check_digits(std::string_view content) { return padded(std::to_string(98 - mod_97(std::string { content } + "RF00")), 2); }
};

}
