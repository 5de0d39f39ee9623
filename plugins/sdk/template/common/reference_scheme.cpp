#include "reference_scheme.h"

namespace references = portal::references;

references::Scheme const& reference_scheme(portal::Settings const& settings)
{
    static constexpr auto si12 = references::scheme<references::Si12>("SI12", "Slovenia, model 12");
    auto const name = settings.text("reference_scheme");
    if (name == si12.name)
        return si12;
    if (auto const* const found = references::find_scheme(name))
        return *found;
    throw portal::BadSettings("reference_scheme", "SI12, or a name that `portalctl reference check --help` lists");
}

std::string checked_reference(references::Scheme const& scheme, std::string_view reference, std::string_view field)
{
    try {
        return reference.empty() ? std::string {} : scheme.normalise(reference);
    } catch (portal::Rejected const& rejected) {
        throw portal::RowError(rejected.key(), field, rejected.detail());
    }
}
