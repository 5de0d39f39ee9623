// Bills as the billing system delivered them, and what can honestly be said about whether they are paid.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/money.h"
#include "base/quantity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::invoices {

enum class Kind { invoice, credit_note, reminder, advance };
// As the tables write it; std::runtime_error for any other.
Kind kind_named(std::string_view name);

struct Replacement {
    InvoiceId id;
    std::string number;
};

struct Invoice {
    InvoiceId id;
    TenantId tenant;
    std::string customer_number;
    std::string number;
    Kind kind;
    std::string corrects; // the bill that a credit note corrects, or that this one took the place of; else empty
    Date issued;
    std::optional<Date> due, service_from, service_to;
    Money total, payable;
    Money rest; // still to pay; never negative
    std::optional<Replacement> replaced_by {}; // the bill that took the place of this one and has its payments
};

// What only a bill's own page tells.
struct InvoiceDetails {
    std::string reference; // canonical
    std::string supply_point;
    std::string iban, purpose_code;
    Money net, vat, prepaid;
};

struct Line {
    std::string position;
    std::string description, unit, supply_point, register_code;
    std::optional<Date> from, to;
    Quantity quantity, unit_price;
    std::optional<Quantity> old_reading, new_reading;
    std::int64_t net; // minor units of the bill's currency
};

// The file that a bill came as, for its customer to download.
struct Original {
    std::string media_type; // application/xml, application/pdf
    std::string file_name; // safe as it is
    std::string digest;
    std::int64_t size = 0; // bytes
};

enum class State {
    nothing_to_pay, // a credit note, or what it asks for is nothing
    open,
    paid,
    overdue,
    replaced, // by another bill
};

// A bill is overdue from the day after its due date. One without a due date never is.
State state(Invoice const& invoice, Date today);
// Some of it is paid, but not all.
bool is_partly_paid(Invoice const& invoice);

// How one customer stands with one utility, for the overview.
struct Standing {
    std::optional<Invoice> latest;
    std::int64_t overdue = 0; // what overdue bills still ask for, minor units
    std::optional<Date> earliest_due; // of the bills that are still to pay and not overdue
};
// From all bills of a customer, or only from those that are not paid in full and the newest one.
Standing standing(std::vector<Invoice> const& invoices, Date today);

// The printed form of a canonical reference where spaces go by a public rule: SI12 1805000001070 (model, then the rest),
// RF18 5390 0754 7034 (ISO 11649, in fours). Any other stays as it is.
std::string reference_for_people(std::string_view canonical);
// SI56 1910 0001 0337 441 (ISO 13616, in fours).
std::string iban_for_people(std::string_view iban);

}
