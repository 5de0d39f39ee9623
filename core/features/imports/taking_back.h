// Takes the last published delivery back: customers see exactly what they saw before it.
#pragma once

#include "base/result.h"
#include "features/audit/audit.h"
#include "features/imports/dead_deliveries.h"
#include "features/imports/import_rules.h"
#include "features/imports/imports.h"

namespace portal::imports {

// `number`: refused unless it is the last one; the refusal names those that build on it. Readers see the state before at once; the rows
// go afterwards, and should the process die meanwhile, with the next import. A dry run only tells.
Result<TakenBack, Refusal> take_back(Holder const& holder, std::optional<std::int64_t> number, bool dry_run, audit::Actor actor);

}
