// The ledger of customers whose bills and movements a test has written by itself.
#pragma once

#include "base/id.h"
#include "db/database.h"

#include <string>

namespace portal::tests {

// Derives the customer's sums anew from what is published now, as rows of the published delivery.
void derive_ledger(db::Database& database, TenantId tenant, std::string const& customer);

}
