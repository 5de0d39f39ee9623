// The mailbox of a demonstration: the mails that mail.transport=files wrote, for everybody to see. Never on a real portal.
#pragma once

#include "web/router.h"
#include "web/site.h"

#include <string>

namespace portal::app {

// GET /demo/mail and /demo/mail/{id}. `site` must outlive the router.
void add_demo_mail_routes(web::Router& router, web::Site const& site, std::string const& folder);

}
