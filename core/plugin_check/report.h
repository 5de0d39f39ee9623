// What the suite found, for a person, for a program, and for a build server.
#pragma once

#include "plugin_check/suite.h"

namespace portal::plugin_check {

std::string as_text(Report const& report);
// { "plugin", "library", "seed", "findings", "delivery"?: { "rows", "problems", "refused" }, "tests": [ { "name", "says", "result", "milliseconds", "skipped"?,
// "findings"? } ] }
std::string as_json(Report const& report);
std::string as_junit(Report const& report);

}
