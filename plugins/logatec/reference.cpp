#include "reference.h"

#include <portal/references/si.hpp>

namespace logatec {

using portal::sdk::Rejected;
using portal::sdk::references::Si12;

std::string normalise_reference(std::string_view typed)
{
    auto canonical = Si12::normalise(typed);
    std::string_view const digits = std::string_view { canonical }.substr(4);
    int const month = (digits[2] - '0') * 10 + (digits[3] - '0');
    if (month < 1 || month > 12 || digits.substr(4, 8) == "00000000")
        throw Rejected("reference.not_this_utility");
    return canonical;
}

std::string display_reference(std::string_view canonical) { return Si12::display(normalise_reference(canonical)); }

std::string customer_of_reference(std::string_view canonical) { return Si12::content(normalise_reference(canonical)).substr(4, 8); }

}
