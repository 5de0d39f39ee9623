// Which version of its plugin a utility runs, and who says so: for every verb that an admin may ask.
#pragma once

#include "app/platform.h"

#include <string>

namespace portal::app {

struct PluginInForce {
    std::string version;
    std::string why; // "as its file says", or who chose it and what the file says
};

// `tenant` may be fresh from its file, without an id. Without a database it is the file's.
PluginInForce plugin_in_force(Platform& platform, tenants::Tenant const& tenant);

}
