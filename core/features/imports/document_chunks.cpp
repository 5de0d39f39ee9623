#include "features/imports/document_chunks.h"

#include "features/imports/open_delivery.h"
#include "features/imports/queries.h"

namespace portal::imports {

std::vector<std::string> digests_of(db::Transaction& transaction, TenantId tenant, VersionSql const& table, std::span<db::Value const> ids)
{
    std::vector<std::string> digests;
    if (table.digests.text.empty())
        return digests;
    in_groups(ids, [&](std::span<db::Value const> group) {
        std::vector<db::Value> values { tenant.value() };
        values.insert(values.end(), group.begin(), group.end());
        for (auto const& row : transaction.query_values(table.digests, values))
            digests.push_back(row.text(0));
    });
    return digests;
}

void drop_unneeded_chunks(db::Transaction& transaction, TenantId tenant, std::vector<std::string> const& digests)
{
    for (auto const& digest : digests)
        transaction.execute(sql::drop_unneeded_chunks, tenant, digest, tenant, digest);
}

}
