#include "numbers.h"

#include <portal/values.hpp>

namespace heating {

using portal::sdk::Rejected;

namespace {

constexpr std::size_t s_payer_digits = 6;
constexpr std::size_t s_bill_digits = 11;

// The digits without what people put between them.
std::string digits_of(std::string_view typed, std::string_view key_when_other)
{
    std::string digits;
    for (char const c : typed) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (std::string_view { " -/.\t" }.find(c) == std::string_view::npos)
            throw Rejected(key_when_other);
    }
    return digits;
}

}

std::string normalise_payer(std::string_view typed)
{
    auto digits = digits_of(typed, "reference.not_digits");
    if (digits.empty())
        throw Rejected("reference.empty");
    if (digits.size() != s_payer_digits)
        throw Rejected("reference.payer_number");
    return digits;
}

std::string normalise_bill_number(std::string_view typed)
{
    auto digits = digits_of(typed, "security_code.not_digits");
    if (digits.empty())
        throw Rejected("security_code.empty");
    if (digits.size() != s_bill_digits)
        throw Rejected("security_code.bill_number");
    return digits;
}

}
