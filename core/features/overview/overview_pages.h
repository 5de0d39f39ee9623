// The first page after the sign-in: how the customer stands with each utility and what there is to do.
#pragma once

#include "db/database.h"
#include "features/meters/meter_service.h"
#include "tenants/business_calendar.h"
#include "web/router.h"
#include "web/site.h"

namespace portal::overview {

// All outlive the router.
struct Parts {
    db::Database& database;
    web::Site const& site;
    tenants::BusinessCalendar const& calendar;
    meters::MeterService const& meters;
};

void add_routes(web::Router& router, Parts const& parts);

}
