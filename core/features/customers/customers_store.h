// Rows of one customer, within what its utility published.
#pragma once

#include "db/database.h"
#include "features/customers/customers.h"

namespace portal::customers {

class CustomerStore {
public:
    CustomerStore(db::Session& session, CustomerScope const& scope)
        : m_session(session)
        , m_scope(scope)
    {
    }

    // One select. A customer that is not published (any more) has its number and nothing else.
    Customer find();

private:
    db::Session& m_session;
    CustomerScope const& m_scope;
};

}
