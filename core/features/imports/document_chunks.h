// Rows of documents go with the bytes that no other row needs: ask which bytes the rows have, take the rows out, drop what nobody needs
// any more, all in one transaction.
#pragma once

#include "base/id.h"
#include "db/database.h"
#include "features/imports/tables.h"

#include <span>
#include <string>
#include <vector>

namespace portal::imports {

// Of the rows with these ids; nothing for any table but documents.
std::vector<std::string> digests_of(db::Transaction& transaction, TenantId tenant, VersionSql const& table, std::span<db::Value const> ids);
void drop_unneeded_chunks(db::Transaction& transaction, TenantId tenant, std::vector<std::string> const& digests);

}
