// Which installed plugins may run: whose files they are, and who signed them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace portal::plugins {

// The bytes of <id>/<version>/manifest.json, plugin.so and plugin.sig; an absent signature is empty.
struct SignedFiles {
    std::string_view manifest, library, signature;
};

struct Trust {
    // Who may own a plugin's files and folders beside root; nullopt: the user that this process runs as. Nobody else may be able to write
    // them.
    std::optional<uid_t> owner;
    // Why the signature does not do, in words for an admin; "" when it does. Empty: no signature is asked for. Thread-safe.
    std::function<std::string(SignedFiles const&)> signature_problem;
};

}
