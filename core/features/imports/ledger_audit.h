// Derives again what imports have derived (balances, rests, years, copies), by statements of its own, and looks whether every row is what
// was delivered.
#pragma once

#include "base/scope.h"
#include "db/database.h"

#include <stop_token>
#include <string>
#include <vector>

namespace portal::imports {

struct LedgerDifference {
    std::string check; // "balance", "rest", "year", "content" ...: a word for scripts
    std::string customer; // empty where a row is not a customer's
    std::string subject; // the bill's number, the year, "invoices 0JA…" for a row that is not what was delivered
    std::int64_t stored = 0, derived = 0; // minor units or counts; of "content" the fingerprints
};

struct LedgerReport {
    std::int64_t delivery = 0; // which was published and looked at
    std::int64_t rows = 0; // whose content was compared with its fingerprint
    std::int64_t count = 0; // differences
    std::vector<LedgerDifference> differences; // the first thousand
};

// Of what is published when it begins, whatever is imported meanwhile. Reads only, everything once, in constant memory; may take minutes for millions of bills.
LedgerReport audit_ledger(db::Database& database, TenantScope const& scope);

}
