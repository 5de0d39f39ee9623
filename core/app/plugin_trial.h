// Tries a version of a plugin for a utility before its customers do.
#pragma once

#include "app/platform.h"

#include <string>
#include <vector>

namespace portal::app {

struct PluginFinding {
    bool is_problem;
    std::string words; // one line for an admin
};

// What `next` makes of the utility's settings, of its newest published bills (stored references must come out unchanged, or customers
// could no longer be found by them), of how its codes are kept by `running`, and of a delivery: these files, or the newest one that the portal has kept.
std::vector<PluginFinding> try_plugin(
    Platform& platform, tenants::Tenant const& tenant, plugins::Target const& running, plugins::Target const& next, std::vector<std::string> const& delivery);

// Only whether it opens with the settings.
PluginFinding try_opening(Platform& platform, plugins::Target const& next);

}
