// The code line of the Danish joint inpayment form (fælles indbetalingskort, FIK), "+71<022646321691226+12345678<".
// Source: the form's card types as the Danish banks publish them: 71 has 15 digits and 75 has 16, the last by Luhn's rule; 73 has none, the
// payer writes a text instead. Behind the second plus stands the creditor's number of 8 digits.
#pragma once

#include <portal/references/check_digits.hpp>
#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class DkFik {
public:
    // Takes the line without its first plus, too. Throws Rejected: reference.empty, .parts, .wrong_model, .not_digits, .too_short, .too_long,
    // .check_digit.
    static std::string normalise(std::string_view typed)
    {
        auto const line = read(typed);
        auto const length = length_of(line.type);
        require_length(line.number, length, length, words(line.type));
        if (length != 0)
            require_check_digits(luhn_digit(std::string_view { line.number }.substr(0, length - 1)) == line.number.back());
        return line.text();
    }

    // The line is printed without groups.
    static std::string display(std::string_view canonical) { return normalise(canonical); }

    // The line without the check digit, "+71<02264632169122+12345678<". Fewer digits are filled up with zeros.
    static std::string make(std::string_view without_check_digit)
    {
        auto line = read(without_check_digit);
        if (auto const length = length_of(line.type); length != 0) {
            require_length(line.number, 1, length - 1, words(line.type));
            line.number = padded(line.number, length - 1);
            line.number += luhn_digit(line.number);
        }
        return normalise(line.text());
    }

private:
    struct Line {
        std::string type;
        std::string number;
        std::string creditor;
        std::string text() const { return "+" + type + "<" + number + "+" + creditor + "<"; }
    };

    static Line read(std::string_view typed)
    {
        auto text = without_blanks(typed);
        if (text.front() == '+')
            text.erase(0, 1);
        auto const opening = text.find('<');
        auto const plus = text.find('+');
        if (opening == std::string::npos || plus == std::string::npos || plus < opening || text.find('<', opening + 1) != text.size() - 1)
            throw Rejected("reference.parts", "the line is written +71<15 digits+8 digits<");
        Line line { text.substr(0, opening), text.substr(opening + 1, plus - opening - 1), text.substr(plus + 1, text.size() - plus - 2) };
        if (line.type != "71" && line.type != "73" && line.type != "75")
            throw Rejected("reference.wrong_model", "the card types are 71, 73 and 75");
        require_digits(line.number);
        require_digits(line.creditor);
        require_length(line.creditor, 8, 8, "the creditor's number has 8 digits");
        return line;
    }

    static std::size_t length_of(std::string_view type) { return type == "71" ? 15 : type == "75" ? 16 : 0; }

    static std::string_view words(std::string_view type)
    {
        return type == "71" ? "card type 71 has 15 digits" : type == "75" ? "card type 75 has 16 digits" : "card type 73 has no number";
    }
};

}
