// What became of a received delivery, as the JSON that programs get and that lies beside a file of a watched folder.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/intake/intake.h"

namespace portal::intake {

// docs/billing-files.md lists its fields. `now` tells the rate of one that is being read.
std::string status_json(db::Session& session, TenantScope const& scope, Received const& received, Instant now);
// Of one that was refused before it was received.
std::string status_json(Received const& refused);

}
