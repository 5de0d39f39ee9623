// The demo utility's delivery: the files that plugins/logatec/README.md describes, generated household by household.
#pragma once

#include "demo/bundle.h"
#include "household.h"

namespace demo {

std::vector<GeneratedFile> logatec_files(Plan const& plan);

}
