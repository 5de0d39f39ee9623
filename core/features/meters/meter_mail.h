// What a customer gets in writing when a reading was received.
#pragma once

#include "features/meters/meter_service.h"
#include "outbox/outbox.h"
#include "web/site.h"

namespace portal::meters {

// To the signed-in customer's address, in the words and colours of the utility.
outbox::Draft receipt_mail(
    web::Site const& site, web::Principal const& principal, tenants::Tenant const& tenant, Window const& window, Meter const& meter, Received const& received);

}
