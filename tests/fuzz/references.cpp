// Payment references as people type them, by every scheme: what is taken is canonical, and what is shown can be typed again. The first byte
// picks the scheme, and whether the rest is typed whole or is what a check digit is to be made for.
#include "check.h"

#include <portal/references/schemes.hpp>

#include <cstdint>

namespace {

using namespace portal::sdk;

void hold(references::Scheme const& scheme, std::string const& canonical)
{
    check(!canonical.empty() && canonical.size() <= 40, "a canonical reference is short");
    check(canonical.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-+<;.") == std::string::npos, "a canonical reference is plain");
    check(scheme.normalise(canonical) == canonical, "normalising twice changes nothing");
    check(scheme.normalise(scheme.display(canonical)) == canonical, "what is shown can be typed");
}

// The lenient spelling of one model: whatever it takes is right by the table of all models, too.
void hold_model_12(std::string_view typed)
{
    auto const canonical = references::Si12::normalise(typed);
    check(canonical.size() == 17 && canonical.starts_with("SI12"), "a canonical reference of model 12 has 17 characters");
    check(references::Si12::normalise(references::Si12::display(canonical)) == canonical, "what is shown can be typed");
    check(references::Si::normalise(canonical) == canonical, "the table of models agrees");
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    std::string_view const typed { reinterpret_cast<char const*>(data) + 1, size - 1 };
    auto const known = references::schemes();
    auto const pick = data[0] / 2U;
    bool const is_payload = data[0] % 2U == 1;
    try {
        if (pick >= known.size()) {
            hold_model_12(typed);
            return 0;
        }
        auto const& scheme = known[pick];
        hold(scheme, is_payload ? scheme.make(typed) : scheme.normalise(typed));
    } catch (Rejected const& refusal) {
        check(refusal.key().starts_with("reference."), "a refusal has a key");
    }
    return 0;
}
