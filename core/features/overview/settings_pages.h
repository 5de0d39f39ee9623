// The settings of an account: its utilities, language, password, address, and where it is signed in.
#pragma once

#include "db/database.h"
#include "features/accounts/accounts_service.h"
#include "web/router.h"
#include "web/sessions.h"
#include "web/site.h"

namespace portal::overview {

// All outlive the router.
struct SettingsParts {
    db::Database& database;
    web::Site const& site;
    web::Sessions const& sessions;
    accounts::Service& accounts;
};

void add_settings_routes(web::Router& router, SettingsParts const& parts);

}
