// What lies beside a file of a watched folder when it was read: for people and for programs.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/intake/intake.h"

#include <functional>

namespace portal::intake {

// "row.unknown_customer" -> "The customer is not known".
using Words = std::function<std::string(std::string_view reason)>;

struct Report {
    std::string text; // NAME.report.txt
    std::string json; // NAME.report.json: the same fields as the status by HTTP
};

Report folder_report(db::Session& session, TenantScope const& scope, Received const& received, Words const& words, Instant now);
// Of a file that was not even received.
Report folder_report(Received const& refused);

}
