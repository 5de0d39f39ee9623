// Pages of the platform itself: front page, terms of use, health, and the page for every error.
#pragma once

#include "db/database.h"
#include "web/front.h"
#include "web/router.h"
#include "web/site.h"

namespace portal::app {

// All must outlive the router.
void add_site_routes(web::Router& router, web::Site const& site, tenants::Registry const& tenants, db::Database& database);

web::ErrorPages error_pages(web::Site const& site);

}
