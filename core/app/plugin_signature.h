// plugin.sig: who vouches for the files of an installed plugin. One line a signature, "<public key> <signature>", both hexadecimal, over
// manifest.json and plugin.so together.
#pragma once

#include "base/secret.h"
#include "plugins/trust.h"

#include <string>
#include <vector>

namespace portal::app {

// The line for these files, without a line end.
std::string plugin_signature(Secret const& signing_key, plugins::SignedFiles const& files);

// The public keys whose signature over these files is good, among those named in the signature itself.
std::vector<std::string> good_signers(plugins::SignedFiles const& files);

// For Trust::signature_problem: one of the trusted keys has to have signed.
std::string signature_problem(plugins::SignedFiles const& files, std::vector<std::string> const& trusted_keys);

}
