// Every key that portald and portalctl know, and how they are given: -D before environment before --config before default.
#pragma once

#include "base/properties.h"

#include <optional>
#include <string>
#include <vector>

namespace portal::app {

std::vector<KeyInfo> const& known_keys();

// Throws SettingsError that names the key, where it was given and the nearest right one.
Settings load_settings(std::optional<std::string> const& file, std::vector<std::string> const& definitions);

// The parts of a value that are separated by commas, without blanks and empty ones.
std::vector<std::string> listed(Settings const& settings, std::string_view key);

// Where a path key points: its value, or the place that belongs to this program (the build tree it was built in, or
// PREFIX/share/portal when it was installed).
std::string place(Settings const& settings, std::string_view key);

// Where find_package(PortalPlugin) finds the SDK that belongs to this program: the build tree, or PREFIX.
std::string sdk_prefix();

// A folder for each thing that `portalctl plugin new` can begin with.
std::string plugin_templates();

}
