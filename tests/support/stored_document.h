// The original of a bill, as an import would have left it.
#pragma once

#include "base/id.h"
#include "db/database.h"
#include "support/delivered_rows.h"

#include <string>

namespace portal::tests {

struct StoredDocument {
    std::string bill, bytes;
    std::string file_name = "racun.xml", media_type = "application/xml";
};

void store_document(db::Database& database, TenantId tenant, StoredDocument const& document, RowVersions versions = {});

}
