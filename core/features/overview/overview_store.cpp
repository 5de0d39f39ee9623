#include "features/overview/overview_store.h"

#include "features/overview/queries.h"

#include <algorithm>
#include <tuple>

namespace portal::overview {

namespace {

invoices::Invoice to_bill(db::Row const& row, CustomerScope const& scope, Currency currency)
{
    return {
        .id = row.id<InvoiceId>(1),
        .tenant = scope.tenant(),
        .customer_number = scope.customer_number(),
        .number = row.text(3),
        .kind = invoices::kind_named(row.text_view(4)),
        .corrects = {},
        .issued = row.date(5),
        .due = row.optional_date(6),
        .service_from = row.optional_date(7),
        .service_to = row.optional_date(8),
        .total = { row.integer(9), currency },
        .payable = { row.integer(10), currency },
        .rest = { row.integer(11), currency },
        .replaced_by = {},
    };
}

transactions::Movement to_movement(db::Row const& row, Currency currency)
{
    auto const invoice = row.integer(2);
    return { row.integer(1), transactions::kind_named(row.text_view(4)), row.text(3), invoice == 0 ? std::nullopt : std::optional { InvoiceId { invoice } },
        row.date(5), { row.integer(9), currency }, { row.integer(12), currency } };
}

}

AccountStanding find_standing(db::Session& session, CustomerScope const& scope, Currency currency)
{
    AccountStanding standing { {}, {}, Money::zero(currency) };
    for (auto const row : session.query(sql::standing, scope.tenant(), scope.customer_number(), scope.published(), scope.published()))
        if (row.text_view(0) == "bill")
            standing.bills.push_back(to_bill(row, scope, currency));
        else if (row.text_view(0) == "movement")
            standing.movements.push_back(to_movement(row, currency));
    std::ranges::sort(
        standing.movements, [](auto const& left, auto const& right) { return std::tie(left.booked, left.id) > std::tie(right.booked, right.id); });
    if (!standing.movements.empty())
        standing.balance = standing.movements.front().balance;
    return standing;
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
