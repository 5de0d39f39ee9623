// The features' services, wired by hand once for portald and portalctl.
#pragma once

#include "app/platform.h"
#include "crypto/password.h"
#include "features/accounts/accounts_mail.h"
#include "features/accounts/accounts_service.h"
#include "features/claims/claim_service.h"
#include "features/claims/handover_service.h"
#include "features/claims/registration_service.h"
#include "features/imports/imports_service.h"
#include "features/meters/meter_service.h"
#include "features/meters/readings_receipt.h"
#include "features/payments/payments_service.h"
#include "features/tokens/tokens_service.h"
#include "jobs/lease.h"
#include "view/themes.h"
#include "web/sessions.h"
#include "web/site.h"

#include <functional>

namespace portal::app {

// Needs a current schema. Throws with words for an admin when something that everybody needs is missing or wrong; a broken
// tenant is logged and does not stop the others.
struct Services {
    explicit Services(Platform& platform);

    std::function<void()> wake_mail; // set by who runs the mail job; until then mail waits for its turn

    view::Themes themes;
    web::Site site;
    crypto::PasswordHasher hasher;
    web::Sessions sessions;
    accounts::Mails account_mails;
    accounts::Service accounts;
    claims::PluginBillPaper bill_paper;
    claims::Mails claim_mails;
    claims::ClaimService claims;
    claims::RegistrationService registration;
    claims::HandoverService handover;
    meters::MeterService meters;
    meters::ReceiptService receipts;
    imports::ImportService imports;
    payments::PaymentService payments;
    tokens::TokenService tokens;
};

// How long leases last, by jobs.lease_seconds.
jobs::LeaseTimes lease_times(Settings const& settings);
// The cores that this process may use.
int cores();

}
