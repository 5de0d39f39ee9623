// Slovenian payment references, model 12 ("SI12"): twelve digits and a check digit.
// Source: Združenje bank Slovenije, "Pravila za oblikovanje in uporabo standardiziranih referenc pri opravljanju plačilnih storitev",
// version 1.4 (November 2023), check digit of Priloga 3: the digits are weighted 2, 3, ..., 13 from the right; x = 11 - (sum mod 11);
// the check digit is x, and 0 where x is 10 or 11.
#pragma once

#include <portal/values.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

// At most twelve digits, and nothing else.
inline char si_check_digit(std::string_view digits)
{
    int sum = 0;
    int weight = 2;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, ++weight)
        sum += (*digit - '0') * weight;
    int const x = 11 - sum % 11;
    return static_cast<char>('0' + (x >= 10 ? 0 : x));
}

class Si12 {
public:
    static constexpr std::size_t digits = 13;

    // The canonical spelling "SI121805000001070" of what a person typed: with or without SI, with or without the model, in lower
    // case, with an l or a 1 for the I, with spaces and dashes. Throws Rejected: reference.empty, .not_digits, .wrong_model,
    // .too_short, .too_long, .check_digit.
    static std::string normalise(std::string_view typed)
    {
        std::string plain = without_spaces(typed);
        if (plain.empty())
            throw Rejected("reference.empty");
        std::string_view rest { plain };
        bool const has_country = rest.size() >= 2 && (rest[0] == 'S' || rest[0] == 's') && is_i(rest[1]);
        if (has_country)
            rest.remove_prefix(2);
        if (rest.find_first_not_of("0123456789") != std::string_view::npos)
            throw Rejected("reference.not_digits");
        // Without the country the model can be told only by the length.
        if (has_country || rest.size() == digits + 2) {
            if (rest.size() < 2)
                throw Rejected("reference.too_short");
            if (!rest.starts_with("12"))
                throw Rejected("reference.wrong_model");
            rest.remove_prefix(2);
        }
        if (rest.size() != digits)
            throw Rejected(rest.size() < digits ? "reference.too_short" : "reference.too_long");
        if (si_check_digit(rest.substr(0, digits - 1)) != rest.back())
            throw Rejected("reference.check_digit");
        return "SI12" + std::string { rest };
    }

    // "SI12 1805000001070", as the payment slip prints it.
    static std::string display(std::string_view canonical) { return "SI12 " + content(canonical); }

    // The thirteen digits behind SI12.
    static std::string content(std::string_view canonical) { return normalise(canonical).substr(4); }

    // The whole reference for twelve digits.
    static std::string make(std::string_view twelve) { return "SI12" + std::string { twelve } + si_check_digit(twelve); }

private:
    static bool is_i(char c) { return c == 'I' || c == 'i' || c == 'l' || c == 'L' || c == '1' || c == '|'; }

    static std::string without_spaces(std::string_view typed)
    {
        static constexpr std::string_view between[] { " ", "\t", "-", ".", "\u00a0", "\u2009", "\u202f", "\u2010", "\u2011", "\u2013" };
        std::string plain;
        while (!typed.empty()) {
            std::size_t skip = 0;
            for (auto const one : between)
                if (typed.starts_with(one))
                    skip = one.size();
            if (skip == 0)
                plain += typed.front();
            typed.remove_prefix(skip == 0 ? 1 : skip);
        }
        return plain;
    }
};

}
