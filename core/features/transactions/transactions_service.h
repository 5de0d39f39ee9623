// The one door to movements: pages of them, and how the account stands.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/transactions/transactions.h"

#include <cstddef>
#include <optional>

namespace portal::transactions {

inline constexpr int page_size = 30;

// `currency` is the utility's: what an account without movements has a balance of zero in. Imports take no other.
Page list(db::Session& session, CustomerScope const& scope, Currency currency, std::optional<ListPosition> const& position);
// Of all movements of one customer, in any order, without balances; the `most` newest remain in it.
Summary summarise(std::vector<Movement> movements, Currency currency, std::size_t most);

// For a statement whose rows begin with the columns of list_older (core/features/overview). Neither the balance nor the bill is in it.
Movement to_movement(db::Row const& row);

}
