// Closing an account, as the terms of use promise to whoever calls.
#pragma once

#include "base/time.h"
#include "db/database.h"
#include "tenants/registry.h"
#include "web/sessions.h"

#include <string_view>

namespace portal::claims {

// In one act: signed out everywhere, nothing seen any more, the account with its links and terms gone. What it held is free for
// the next claim; guests that it let in stay. Readings that were reported and the audit keep the account's number. False: nobody
// has an account with that address.
bool close_account(db::Database& database, Clock const& clock, tenants::Registry const& tenants, web::Sessions& sessions, std::string_view email);

}
