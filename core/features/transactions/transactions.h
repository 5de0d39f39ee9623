// Movements of a customer's account with one utility: bills, payments, corrections, and the balance after each.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/list_position.h"
#include "base/money.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::transactions {

enum class Kind { invoice, payment, credit_note, reminder, interest, other };
// As the tables write it; std::runtime_error for any other.
Kind kind_named(std::string_view name);

struct Movement {
    std::int64_t id;
    Kind kind;
    std::string invoice_number; // may be empty
    std::optional<InvoiceId> invoice; // that bill, when it is published
    Date booked;
    Money amount; // positive: the customer owes it
    Money balance; // after it; positive: the customer owes
};

// A page of movements, newest first, and how the account stands after all of them.
struct Page {
    std::vector<Movement> movements;
    ListRange range;
    Money balance;
};

}
