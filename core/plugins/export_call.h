// One export: a host of its own, readings into it as it asks for them, files out of it.
#pragma once

#include "plugins/opened_host.h"

namespace portal::plugins {

// As Plugins::export_readings.
Result<Done, Rejection> run_export(Options const& options, Target const& target, std::function<std::vector<ExportedReading>()> const& next, ExportFiles& files);

}
