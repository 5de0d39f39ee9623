// Payment references as people type them: what is taken is canonical, and what is shown can be typed again.
#include "check.h"

#include <portal/plugin.hpp>
#include <portal/references/si.hpp>

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using portal::sdk::references::Si12;
    try {
        auto const canonical = Si12::normalise({ reinterpret_cast<char const*>(data), size });
        check(canonical.size() == 17 && canonical.starts_with("SI12"), "a canonical reference has 17 characters");
        check(Si12::normalise(canonical) == canonical, "normalising twice changes nothing");
        check(Si12::normalise(Si12::display(canonical)) == canonical, "what is shown can be typed");
    } catch (portal::Rejected const&) {
        return 0;
    }
    return 0;
}
