// The page of an account's movements.
#pragma once

#include "db/database.h"
#include "tenants/business_calendar.h"
#include "web/router.h"
#include "web/site.h"

namespace portal::transactions {

// All outlive the router.
struct Parts {
    db::Database& database;
    web::Site const& site;
    tenants::BusinessCalendar const& calendar;
};

void add_routes(web::Router& router, Parts const& parts);

}
