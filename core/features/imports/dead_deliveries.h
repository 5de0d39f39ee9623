// What is left of a delivery whose process died while it was stored or taken back.
#pragma once

#include "base/time.h"
#include "db/database.h"
#include "jobs/lease.h"

#include <functional>
#include <string_view>

namespace portal::imports {

// Whose deliveries are worked on, by whoever holds the lease.
struct Holder {
    db::Database& database;
    jobs::Lease const& lease;
    Clock const& clock;
    TenantId tenant;
    std::string_view slug; // for the log
};

// Whoever has the lease is the only one at work, so a delivery that is still being stored or taken back has lost its process. Its rows
// are taken out. `before_each` is called when there is one.
void clear_after_dead_ones(Holder const& holder, std::function<void()> const& before_each);

}
