// The plugin's own rules, tried without a portal. Add what your customers really type.
#include "bill_code.h"

#include <portal/values.hpp>

#include <iostream>

namespace {

int g_wrong = 0;

// The code as the plugin keeps it, or the key of what is wrong with it.
void expect(std::string_view typed, std::string const& wanted)
{
    std::string seen;
    try {
        seen = normalise_bill_code(typed);
    } catch (portal::sdk::Rejected const& rejected) {
        seen = rejected.key();
    }
    if (seen == wanted)
        return;
    std::cerr << "\"" << typed << "\": expected \"" << wanted << "\", seen \"" << seen << "\"\n";
    g_wrong = 1;
}

}

int main()
{
    expect("2018-0001", "20180001");
    expect("r 2018/0001", "R20180001");
    expect("", "security_code.empty");
    expect("2018+0001", "security_code.invalid");
    return g_wrong;
}
