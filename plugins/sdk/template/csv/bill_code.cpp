#include "bill_code.h"

#include <portal/values.hpp>

std::string normalise_bill_code(std::string_view typed, std::size_t digits)
{
    std::string code;
    for (char const c : typed) {
        if (c >= '0' && c <= '9')
            code += c;
        else if (c != ' ' && c != '-')
            throw portal::sdk::Rejected("security_code.not_digits");
    }
    if (code.empty())
        throw portal::sdk::Rejected("security_code.empty");
    if (code.size() != digits)
        throw portal::sdk::Rejected("security_code.wrong_length");
    return code;
}
