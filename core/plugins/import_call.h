// One import: a host of its own, the delivery's files as descriptors, rows out of it into a sink.
#pragma once

#include "plugins/opened_host.h"

namespace portal::plugins {

enum class Reader { plugin, statements }; // who reads: the tenant's plugin, or the host's own reader of bank statements

// As Plugins::import and Plugins::read_statements.
Result<ImportSummary, Rejection> run_import(
    Options const& options, Target const& target, Reader reader, std::vector<std::string> const& paths, RowSink& sink, std::stop_token const& stop);

}
