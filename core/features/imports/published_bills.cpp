#include "features/imports/published_bills.h"

#include "features/imports/queries.h"

namespace portal::imports {

std::vector<PublishedBill> newest_published_bills(db::Session& session, TenantScope const& scope, int most)
{
    std::vector<PublishedBill> bills;
    for (auto const row : session.query(sql::newest_published_bills, scope.tenant(), most))
        bills.push_back({ row.text(0), row.text(1), row.text(2) });
    return bills;
}

}
