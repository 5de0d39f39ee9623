// Rows of one customer's movements, within what its utility published.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/transactions/transactions.h"

namespace portal::transactions {

struct Totals {
    std::int64_t count = 0, newer_count = 0;
    std::int64_t sum = 0, newer_sum = 0; // minor units
};

class TransactionStore {
public:
    TransactionStore(db::Session& session, CustomerScope const& scope)
        : m_session(session)
        , m_scope(scope)
    {
    }

    // Movements beyond a place in the list, the nearest first; their balances are not in them yet.
    std::vector<Movement> list(ListPosition const& beyond, int most);
    Totals totals(ListPosition const& place);

private:
    db::Session& m_session;
    CustomerScope const& m_scope;
};

// Fills in the balances, from the newest movement's back to the oldest one's.
void run_balances(std::vector<Movement>& newest_first, std::int64_t balance_after_newest);

}
