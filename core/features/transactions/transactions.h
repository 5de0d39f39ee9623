// Movements of a customer's account with one utility: bills, payments, corrections, and the balance after each.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/list_position.h"
#include "base/money.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace portal::transactions {

enum class Kind { invoice, payment, credit_note, reminder, interest, other };

struct Movement {
    std::int64_t id;
    Kind kind;
    std::string invoice_number; // may be empty
    std::optional<InvoiceId> invoice; // that bill, when it is published; a Summary leaves it to who knows the bills
    Date booked;
    Money amount; // positive: the customer owes it
    Money balance; // after it; positive: the customer owes
};

// How an account stands after all its movements.
struct Summary {
    std::vector<Movement> recent; // the newest few, newest first
    Money balance;
    // Payments, credits and other corrections by the number of the bill that they name, minor units; not the bills' own
    // debits, reminders' fees or interest.
    std::map<std::string, std::int64_t, std::less<>> settled;
};

// A page of movements, newest first, and how the account stands after all of them.
struct Page {
    std::vector<Movement> movements;
    ListRange range;
    Money balance;
};

}
