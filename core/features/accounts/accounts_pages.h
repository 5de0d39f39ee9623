// Pages of accounts for those who are not signed in: sign-in, a forgotten password, links from mails; and signing out.
#pragma once

#include "features/accounts/accounts_service.h"
#include "web/router.h"
#include "web/site.h"

namespace portal::accounts {

// Both outlive the router.
struct Parts {
    Service& service;
    web::Site const& site;
};

void add_routes(web::Router& router, Parts const& parts);

}
