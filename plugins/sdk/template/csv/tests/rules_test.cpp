// The plugin's own rules, tried without a portal. Add what your customers really type.
#include "bill_code.h"

#include <portal/values.hpp>

#include <iostream>

namespace {

int g_wrong = 0;

void expect(std::string const& what, std::string const& wanted, std::string const& seen)
{
    if (wanted == seen)
        return;
    std::cerr << what << ": expected \"" << wanted << "\", seen \"" << seen << "\"\n";
    g_wrong = 1;
}

// The code as the plugin keeps it, or the key of what is wrong with it.
std::string code(std::string_view typed)
{
    try {
        return normalise_bill_code(typed, 4);
    } catch (portal::sdk::Rejected const& rejected) {
        return rejected.key();
    }
}

}

int main()
{
    expect("a code", "6473", code("6473"));
    expect("a code with a blank", "6473", code("64 73"));
    expect("nothing", "security_code.empty", code(""));
    expect("letters", "security_code.not_digits", code("64a3"));
    expect("too short", "security_code.wrong_length", code("647"));
    return g_wrong;
}
