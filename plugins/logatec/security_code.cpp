#include "security_code.h"

#include <portal/values.hpp>

namespace logatec {

using portal::sdk::Rejected;

std::string normalise_code(std::string_view typed)
{
    std::string digits;
    for (char const c : typed) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ' && c != '-' && c != '\t')
            throw Rejected("security_code.not_digits");
    }
    if (digits.empty())
        throw Rejected("security_code.empty");
    if (digits.size() != 4)
        throw Rejected("security_code.four_digits");
    return digits;
}

}
