// Who did what when: one row an act, written in the act's own transaction, so that none is without its entry.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "db/database.h"

#include <string>

namespace portal::audit {

enum class Actor {
    customer, // somebody at a browser, signed in or not
    portalctl,
    job,
};

struct Entry {
    TenantId tenant {}; // none: the platform's own
    AccountId account {}; // none: nobody is signed in
    Actor actor = Actor::customer;
    std::string event {}; // dotted: "account.password_changed"; at most 60 bytes
    std::string subject {}; // what it happened to, as an id or natural number: at most 80 bytes
    std::string detail {}; // at most 400 bytes; never a secret, a code or a password
};

// Texts that are too long are cut at a character's border rather than making the act fail.
void record(db::Transaction& transaction, Instant now, Entry const& entry);

}
