#include "features/overview/overview_store.h"

#include "features/overview/queries.h"

namespace portal::overview {

std::vector<OpenClaim> OverviewStore::open_claims()
{
    std::vector<OpenClaim> claims;
    for (auto const row : m_session.query(sql::open_claims, m_account))
        claims.push_back({ row.id<TenantId>(0), row.text_view(1) == "holder" });
    return claims;
}

std::set<std::pair<TenantId, std::string>> OverviewStore::guest_access()
{
    std::set<std::pair<TenantId, std::string>> guests;
    for (auto const row : m_session.query(sql::guest_access, m_account))
        guests.emplace(row.id<TenantId>(0), row.text(1));
    return guests;
}

}
