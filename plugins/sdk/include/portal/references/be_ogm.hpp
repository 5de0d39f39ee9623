// The Belgian structured communication (OGM/VCS): ten digits and two check digits, printed +++ddd/dddd/ddddd+++.
// Source: the rule of the Belgian banks (Febelfin): the check digits are the first ten modulo 97, and 97 where that is 0.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class BeOgm {
public:
    static constexpr std::size_t digits = 12;

    // " ***020/3430/57642***" -> "020343057642". Throws Rejected: reference.empty, .characters, .parts, .not_digits, .too_short, .too_long,
    // .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto const text = without_frame(without_blanks(typed));
        require_length(text, digits, digits, "a structured communication has 12 digits");
        require_check_digits(text.substr(10) == check_digits(std::string_view { text }.substr(0, 10)));
        return text;
    }

    // "+++020/3430/57642+++"
    static std::string display(std::string_view canonical)
    {
        auto const text = normalise(canonical);
        return "+++" + text.substr(0, 3) + "/" + text.substr(3, 4) + "/" + text.substr(7) + "+++";
    }

    // Up to ten digits.
    static std::string make(std::string_view typed)
    {
        auto const text = padded(only_digits(typed, 1, 10, "a structured communication holds at most 10 digits before its check digits"), 10);
        return text + check_digits(text);
    }

private:
    // The frame is +++, *** or none, the same at both ends; slashes stand where they are printed, or nowhere.
    static std::string without_frame(std::string text)
    {
        for (std::string_view const frame : { "+++", "***" })
            if (text.starts_with(frame)) {
                if (text.size() < 2 * frame.size() || !text.ends_with(frame))
                    throw Rejected("reference.parts", "the signs at the beginning and at the end must be the same: +++ or ***");
                text = text.substr(frame.size(), text.size() - 2 * frame.size());
                break;
            }
        if (text.find_first_not_of("0123456789/") != std::string::npos)
            throw Rejected("reference.characters", "a structured communication is written +++020/3430/57642+++, or with its 12 digits alone");
        if (text.find('/') == std::string::npos)
            return text;
        if (text.size() != digits + 2 || text[3] != '/' || text[8] != '/')
            throw Rejected("reference.parts", "slashes stand behind the third and the seventh digit");
        text.erase(8, 1).erase(3, 1);
        require_digits(text);
        return text;
    }

    static std::string check_digits(std::string_view ten)
    {
        int const remainder = mod_97(ten);
        return padded(std::to_string(remainder == 0 ? 97 : remainder), 2);
    }
};

}
