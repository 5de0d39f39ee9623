// The pages of registration and claims, and what they need; wired by core/app.
#pragma once

#include "features/claims/bill_paper.h"
#include "features/claims/claim_service.h"
#include "features/claims/handover_service.h"
#include "features/claims/registration_service.h"
#include "tenants/business_calendar.h"
#include "tenants/registry.h"
#include "web/router.h"
#include "web/site.h"

namespace portal::claims {

// All outlive the router.
struct Services {
    db::Database& database;
    Clock const& clock;
    web::Site const& site;
    web::Sessions& sessions;
    tenants::Registry const& tenants;
    tenants::BusinessCalendar const& calendar;
    BillPaper const& paper;
    RegistrationService const& registration;
    ClaimService const& claims;
    HandoverService const& handover;
};

// /register, /register/sent, /register/resend, /confirm/{token}, /claim, /utilities/add, /handover/{token}
void add_routes(web::Router& router, Services const& services);

// The parts of it, one a file.
void add_registration_routes(web::Router& router, Services const& services);
void add_confirm_routes(web::Router& router, Services const& services);
void add_claim_routes(web::Router& router, Services const& services);
void add_utility_routes(web::Router& router, Services const& services);
void add_handover_routes(web::Router& router, Services const& services);

}
