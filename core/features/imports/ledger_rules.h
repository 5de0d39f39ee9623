// What follows from a customer's bills and movements: pure.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace portal::imports {

// Dates are yyyymmdd as the tables hold them (0: none), amounts minor units of the utility's currency; positive is what the customer
// owes.
struct LedgerBill {
    std::int64_t id = 0;
    std::string number, kind, corrects;
    int issued = 0, due = 0, service_from = 0, service_to = 0;
    std::int64_t total = 0, payable = 0;
};

struct LedgerMovement {
    std::int64_t id = 0;
    std::string kind, invoice_number;
    int booked = 0;
    std::int64_t amount = 0;
};

// A row of account_years.
struct AccountYear {
    int year = 0;
    std::int64_t bills = 0, movements = 0, amount = 0;
    std::int64_t bills_before = 0, movements_before = 0, amount_before = 0;
    auto operator<=>(AccountYear const&) const = default;
};

// A row of standing_rows.
struct StandingRow {
    std::string what; // bill, replaced, movement
    std::int64_t object_id = 0;
    std::int64_t invoice_id = 0; // of a bill its own, of a replaced one the other's, of a movement that of the bill it names
    std::string invoice_number, kind;
    int day = 0, due = 0, service_from = 0, service_to = 0;
    std::int64_t amount = 0, payable = 0, rest = 0, balance = 0;
    auto operator<=>(StandingRow const&) const = default;
};

// Of every year in which something was billed or booked, in their order.
std::vector<AccountYear> account_years(std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements);

inline constexpr std::size_t newest_movements = 3;

// The bills that are not paid in full, the newest invoice or advance even when it is, the bills that others took the place of, and the newest few movements.
//
// What pays a bill are the payments, credits and other corrections that are booked under its number, not its own debit, a reminder's
// fee or interest. What is booked under a credit note's own number counts for the bill that the note corrects. Credit notes ask
// for nothing, nor does a bill that another invoice or advance corrects: that one took its place, and what was paid for the old one is paid for it.
// Credits stay with the old one: they are how its charge is undone. Movements stand in the order of booking, then of their ids.
std::vector<StandingRow> standing(std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements);

}
