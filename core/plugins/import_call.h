// One import: a host of its own, the delivery's files as descriptors, rows out of it into a sink.
#pragma once

#include "plugins/opened_host.h"

namespace portal::plugins {

// As Plugins::import.
Result<ImportSummary, Rejection> run_import(
    Options const& options, Target const& target, std::vector<std::string> const& paths, RowSink& sink, std::stop_token const& stop);

}
