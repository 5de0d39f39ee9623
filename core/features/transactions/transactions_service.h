// The one door to movements: pages of them, and how the account stands.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/transactions/transactions.h"

#include <optional>

namespace portal::transactions {

inline constexpr int page_size = 30;

// `currency` is the utility's: what an account without movements has a balance of zero in. Imports take no other.
Page list(db::Session& session, CustomerScope const& scope, Currency currency, std::optional<ListPosition> const& position);

}
