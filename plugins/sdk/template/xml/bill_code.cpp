#include "bill_code.h"

#include <portal/values.hpp>

std::string normalise_bill_code(std::string_view typed)
{
    if (typed.size() > 40) // no bill of this utility has such a number
        throw portal::sdk::Rejected("security_code.wrong_length");
    std::string code;
    for (char const c : typed) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
            code += c;
        else if (c >= 'a' && c <= 'z')
            code += static_cast<char>(c - 'a' + 'A');
        else if (std::string_view { " -./" }.find(c) == std::string_view::npos)
            throw portal::sdk::Rejected("security_code.invalid");
    }
    if (code.empty())
        throw portal::sdk::Rejected("security_code.empty");
    return code;
}
