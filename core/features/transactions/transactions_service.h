// The one door to movements: pages of them, and how the account stands.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/transactions/transactions.h"

#include <functional>
#include <optional>

namespace portal::transactions {

inline constexpr int page_size = 30;

// `currency` is the utility's: what an account without movements has a balance of zero in. Imports take no other.
Page list(db::Session& session, CustomerScope const& scope, Currency currency, std::optional<ListPosition> const& position);
// Each movement of the account once, newest first, with the balance after it; read in pages.
void each(db::Session& session, CustomerScope const& scope, std::function<void(Movement const&)> const& tell);

}
