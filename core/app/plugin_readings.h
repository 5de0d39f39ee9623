// Readings for the billing system in the utility's own format, written by its plugin.
#pragma once

#include "features/meters/readings_export.h"
#include "plugins/plugins.h"

namespace portal::app {

// Into `output`: a folder that is there takes the plugin's files under their names; any other path, or - for standard output, takes one file. Files
// are there whole or not at all, an existing one is replaced, and without readings there is none. Marks the readings when all of it is
// safe. Throws plugins::PluginUnavailable, std::system_error, and std::runtime_error in words when the files do not fit the output.
Result<Done, plugins::Rejection> export_in_plugin_format(
    plugins::Plugins& plugins, plugins::Target const& target, meters::Handover& handover, Clock const& clock, std::string const& output);

}
