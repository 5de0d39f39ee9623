// Rows for tests of who sees what: one billed customer with something in every table, and a word in every text that no page
// of anybody else may ever show.
#pragma once

#include "base/id.h"
#include "db/database.h"

#include <string>

namespace portal::tests {

struct CanaryCustomer {
    TenantId tenant;
    std::string number; // of the customer
    std::string canary; // ten letters, part of every text of the rows
    InvoiceId invoice;
    MeterId meter;
    AccountId account; // its holder
    std::string email;
};

// Writes the rows as published in delivery 1 of the tenant, and an account with access.
CanaryCustomer add_canary_customer(db::Database& database, TenantId tenant, std::string const& number, std::string const& canary);

}
