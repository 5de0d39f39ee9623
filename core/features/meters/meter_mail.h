// What a customer gets in writing when a reading was received.
#pragma once

#include "features/meters/meter_service.h"
#include "features/meters/readings_receipt.h"
#include "outbox/outbox.h"
#include "web/site.h"

namespace portal::meters {

// To the signed-in customer's address, in the words and colours of the utility.
outbox::Draft receipt_mail(
    web::Site const& site, web::Principal const& principal, tenants::Tenant const& tenant, Window const& window, Meter const& meter, Received const& received);

// To who reported a reading that the billing system did not take. `until`: the last day of the window, when another can still be reported.
outbox::Draft rejection_mail(web::Site const& site, tenants::Tenant const& tenant, RejectedReading const& rejected, std::optional<Date> until);

}
