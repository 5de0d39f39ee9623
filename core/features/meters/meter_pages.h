// The pages of meters: routes in README.md.
#pragma once

#include "features/meters/meter_service.h"
#include "outbox/outbox.h"
#include "web/router.h"
#include "web/site.h"

#include <functional>

namespace portal::meters {

struct PagesNeed {
    MeterService const& service;
    web::Site const& site;
    tenants::Registry const& tenants;
    outbox::Outbox const& outbox;
    std::function<void()> wake_mail; // after a commit that put a mail
    Clock const& clock;
};

// `need` must outlive the router.
void add_routes(web::Router& router, PagesNeed const& need);

}
