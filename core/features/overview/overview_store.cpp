#include "features/overview/overview_store.h"

#include "features/invoices/invoices_service.h"
#include "features/overview/queries.h"
#include "features/transactions/transactions_service.h"

namespace portal::overview {

BillsAndMovements bills_and_movements(db::Session& session, CustomerScope const& scope)
{
    constexpr std::size_t is_bill = 11;
    BillsAndMovements found;
    auto const published = scope.published();
    for (auto const row : session.query(sql::bills_and_movements, scope.tenant(), scope.customer_number(), published, published, scope.tenant(),
             scope.customer_number(), published, published)) {
        if (row.flag(is_bill))
            found.invoices.push_back(invoices::to_invoice(row, scope));
        else
            found.movements.push_back(transactions::to_movement(row));
    }
    return found;
}

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
