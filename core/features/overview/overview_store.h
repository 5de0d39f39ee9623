// What an account has across all utilities, beyond the scopes of its session.
#pragma once

#include "base/id.h"
#include "base/scope.h"
#include "db/database.h"
#include "features/invoices/invoices.h"
#include "features/transactions/transactions.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace portal::overview {

struct OpenClaim {
    TenantId tenant;
    bool waits_for_holder; // else there is something to mend
};

struct AccountStanding {
    std::vector<invoices::Invoice> bills; // not paid in full, and the newest one; in no order
    std::vector<transactions::Movement> movements; // the newest few, newest first
    Money balance;
};

// `currency` is the utility's: imports take no other.
AccountStanding find_standing(db::Session& session, CustomerScope const& scope, Currency currency);

class OverviewStore {
public:
    OverviewStore(db::Session& session, AccountId account)
        : m_session(session)
        , m_account(account)
    {
    }

    std::vector<OpenClaim> open_claims();
    std::set<std::pair<TenantId, std::string>> guest_access(); // tenant and customer number

private:
    db::Session& m_session;
    AccountId m_account;
};

}
