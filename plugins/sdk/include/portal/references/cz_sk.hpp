// The variable symbol of Czech and Slovak payments: a positive number of up to 10 digits, without a check digit.
// Source: the help pages of Czech and Slovak banks on payment orders. The field is filled up with zeros on the way, so they mean nothing.
#pragma once

#include <portal/references/spelling.hpp>

#include <string>
#include <string_view>

namespace portal::sdk::references {

class VariableSymbol {
public:
    // Throws Rejected: reference.empty, .not_digits, .too_long, .zero.
    static std::string normalise(std::string_view typed)
    {
        auto const text = without_leading_zeros(only_digits(typed, 1, 10, "a variable symbol has at most 10 digits"), 1);
        if (text == "0")
            throw Rejected("reference.zero", "a variable symbol of zeros alone is none");
        return text;
    }

    static std::string display(std::string_view canonical) { return normalise(canonical); }

    // There is nothing to compute.
    static std::string make(std::string_view typed) { return normalise(typed); }
};

using CzVariableSymbol = VariableSymbol;
using SkVariableSymbol = VariableSymbol;

}
