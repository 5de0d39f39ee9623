// The deliveries that a tenant has had: for portalctl import list and status, and for the desk.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/imports/imports.h"

namespace portal::imports {

class Deliveries {
public:
    Deliveries(db::Session& session, TenantScope const& scope)
        : m_session(session)
        , m_tenant(scope.tenant())
    {
    }

    // The newest first.
    std::vector<Delivery> list(int most = 50) const;
    std::optional<Delivery> find(std::int64_t number) const;
    // The newest one with these bytes that was begun since then and published, even if it was taken back afterwards.
    std::optional<Delivery> find_published(std::string_view digest, Instant since) const;
    // The kept ones, in the order of the delivery.
    std::vector<Problem> problems_of(std::int64_t number) const;
    // The number that the tenant's readers see; 0: nothing is published.
    std::int64_t published() const;

private:
    db::Session& m_session;
    TenantId m_tenant;
};

}
