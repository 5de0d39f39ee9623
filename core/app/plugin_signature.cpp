#include "app/plugin_signature.h"

#include "base/text.h"
#include "crypto/signature.h"

#include <algorithm>

namespace portal::app {

namespace {

// Said first, so that a signature that somebody made for another purpose is none for a plugin.
constexpr std::string_view s_purpose = "portal plugin 1";

}

std::string plugin_signature(Secret const& signing_key, plugins::SignedFiles const& files)
{
    return crypto::public_key_of(signing_key) + " " + crypto::sign(signing_key, { s_purpose, files.manifest, files.library });
}

std::vector<std::string> good_signers(plugins::SignedFiles const& files)
{
    std::vector<std::string> signers;
    for (auto const line : split(files.signature, '\n')) {
        auto const parts = split(trimmed(line), ' ');
        if (parts.size() == 2 && crypto::is_signed_by(parts[0], parts[1], { s_purpose, files.manifest, files.library }))
            signers.emplace_back(parts[0]);
    }
    return signers;
}

std::string signature_problem(plugins::SignedFiles const& files, std::vector<std::string> const& trusted_keys)
{
    if (files.signature.empty())
        return "is missing; whoever has a trusted key makes it with portalctl plugin sign";
    auto const signers = good_signers(files);
    if (signers.empty())
        return "does not fit manifest.json and plugin.so as they lie here: they were changed after they were signed, or it is of other files";
    if (std::ranges::none_of(signers, [&](auto const& signer) { return std::ranges::find(trusted_keys, signer) != trusted_keys.end(); }))
        return "is by " + signers.front() + ", which is not among plugins.trusted_keys";
    return {};
}

}
