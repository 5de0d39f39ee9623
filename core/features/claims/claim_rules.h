// What a claim has to bring along now, and whether it proves anything: pure rules, without database, clock or screen.
// The numbers and what they are worth: README.md; the arithmetic is played by tests/features/claims/attacker_simulation_test.
#pragma once

#include "features/claims/claims.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portal::claims {

// Tries that may go wrong. A try that its mailbox makes good later (the same customer, the right data) no longer counts.
namespace limit {
inline constexpr std::int64_t customer = 5; // of one customer number, until its next bill
inline constexpr std::int64_t mailbox = 5; // in a day
inline constexpr std::int64_t block = 20; // of one address block in a day: one place alone cannot use up the tenant's
inline constexpr std::int64_t tenant = 50; // in a day
inline constexpr std::int64_t orphans = 6; // of a tenant in a month; then the bill's total is asked for as well
inline constexpr std::int64_t letters = 10; // with a letter's code, of one mailbox in a day
inline constexpr std::chrono::hours day { 24 };
inline constexpr std::chrono::hours month { 30 * 24 };
}

// Wrong tries so far, the one to be judged included: it is a row before anybody counts, so of tries at the same time the
// later ones see the earlier.
struct Counts {
    std::int64_t customer = 0; // since its newest bill; where the billing record names the mailbox, only that mailbox's own
    std::int64_t mailbox = 0; // in a day
    std::int64_t block = 0; // in a day
    std::int64_t tenant_day = 0;
    std::int64_t tenant_month = 0;
};

struct Circumstances {
    Counts counts;
    bool mailbox_is_on_record = false; // the billing record of this customer names it
    bool total_always = false; // the code is a document number, or the tenant wants it so
};

// What has to come along for the try to be judged.
enum class Demand {
    pair, // reference and code, as the leaflet says
    total, // and the total of the same bill
    letter, // a letter's code instead, until the customer's next bill
    letter_today, // the same until tomorrow: this mailbox, address block or tenant had too many wrong tries in a day
};

Demand demand(Circumstances const& circumstances);

// The bill that is proved: one of the newest two that carries this very reference and whose code hash is the typed code's.
// With a total (given when it was demanded) that has to fit too. An older bill's reference proves nothing, though its
// customer be the same: otherwise a guess could win by either of two codes.
// code_hash gives the typed code's hash for a bill number. Takes as long whatever fits.
std::optional<Bill> proved_bill(std::span<Bill const> newest_two, std::string_view reference,
    std::function<std::string(std::string const& bill_number)> const& code_hash, std::optional<Money> const& total);

// A total that many bills share (a flat charge) says little: it must not stand for one that an attacker has to know. More
// than one in 500, and more than two bills.
bool is_common(std::int64_t bills_with_this_total, std::int64_t bills);

// ---- codes out of a letter ----------------------------------------------------------------------------------------------

// 12 Crockford characters (60 bits) out of 8 random bytes.
Secret make_letter_code(std::string_view random_bytes);
// As it is printed: "7K3M-9QXW-2T4B".
std::string letter_code_text(Secret const& code);
// What a person types: hyphens, spaces, lower case, O for 0, I and L for 1. nullopt for anything else.
std::optional<Secret> parse_letter_code(std::string_view typed);

}
