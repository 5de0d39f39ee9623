// Deliveries by HTTP, for a utility's programs: sending one, and asking what became of it.
#pragma once

#include "db/database.h"
#include "web/router.h"

#include <functional>

namespace portal::intake {

// PUT /api/v1/deliveries/{name}  any size up to most_bytes -> 202 with the address below in Location
// GET /api/v1/deliveries/{id}    its state, counts, problems and rate
struct Services {
    db::Database& database;
    Clock const& clock;
    std::uint64_t most_bytes;
    std::function<void()> wake; // something was received
};

void add_routes(web::Router& router, Services const& services);

}
