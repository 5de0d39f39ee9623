// A look at the bills that a utility's customers see, for trying another version of its plugin on them.
#pragma once

#include "base/scope.h"
#include "db/database.h"

#include <string>
#include <vector>

namespace portal::imports {

struct PublishedBill {
    std::string number, reference, customer_number; // the reference is canonical
};

// Those that have a reference, the newest first.
std::vector<PublishedBill> newest_published_bills(db::Session& session, TenantScope const& scope, int most);

}
