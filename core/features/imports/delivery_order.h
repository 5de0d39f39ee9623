// Whether a delivery comes after what is published, and not before it.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/imports/import_rules.h"

#include <optional>
#include <string>

namespace portal::imports {

// Refused is a delivery that the billing system made on an earlier day than the newest published one and, where it does not say a day, one
// whose bytes were published before and then followed by others: either would bring back what was true then.
std::optional<Refusal> judge_order(db::Session& session, TenantScope const& scope, std::optional<Date> created, std::string_view digest);

// Kept with the delivery, for those that come after it.
void note_created(db::Transaction& transaction, TenantScope const& scope, std::int64_t delivery, std::optional<Date> created);

}
