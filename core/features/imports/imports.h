// What an import tells about itself: counts, problems, progress, and the deliveries that a tenant has had.
#pragma once

#include "base/time.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::imports {

// Parents come before their children.
enum class Kind : std::uint8_t { customer, supply_point, meter, meter_register, reading, invoice, invoice_line, transaction, bank_payment, document };
inline constexpr std::size_t kind_count = 10;
inline constexpr std::array<Kind, kind_count> all_kinds { Kind::customer, Kind::supply_point, Kind::meter, Kind::meter_register, Kind::reading, Kind::invoice,
    Kind::invoice_line, Kind::transaction, Kind::bank_payment, Kind::document };
// "customers": the table's name, which is also the word for people.
std::string_view name_of(Kind kind);

// Rows by what the delivery does to them. A changed row counts once.
struct Counts {
    std::int64_t added = 0, changed = 0, removed = 0, unchanged = 0;
    bool operator==(Counts const&) const = default;
};

// A row that was skipped. `reason` is a catalogue key ("row.unknown_customer"); file is empty and line 0 when the plugin did not say
// where the row stands; `detail` may name the row's number, so it is for the utility's desk and not for the log.
struct Problem {
    std::string file;
    std::uint64_t line = 0;
    std::string reason, field, detail;
};

enum class State {
    published, // the tenant's readers see it (in a dry run: would see it)
    unchanged, // it says what is published already
    failed, // nothing of it counts; `reason` and `message` say why
    busy // another import of this tenant is running; nothing was tried
};
std::string_view name_of(State state);

// What a delivery does to what customers owe; minor units of the utility's currency.
struct LedgerChange {
    std::int64_t customers = 0; // whose balance changes
    std::int64_t balance = 0; // of all of them together
    std::int64_t open_bills = 0; // bills that are not paid in full, more or fewer
    std::int64_t open_amount = 0; // what is still to pay of bills, more or less
    bool operator==(LedgerChange const&) const = default;
};

struct ImportReport {
    State state = State::failed;
    bool dry_run = false;
    std::int64_t delivery = 0; // its number; 0 when none was given
    std::string delivery_id; // as the billing system names it
    bool is_full = false;
    std::int64_t rows_read = 0; // good and bad ones
    std::array<Counts, kind_count> counts {};
    LedgerChange ledger;
    std::int64_t problem_count = 0;
    std::vector<Problem> problems; // the first thousand
    std::string reason; // a catalogue key when failed or busy: "delivery.too_many_problems"
    std::string message; // one sentence for an admin
    std::chrono::milliseconds took { 0 };

    Counts const& of(Kind kind) const { return counts[static_cast<std::size_t>(kind)]; }
    Counts total() const;
    bool changes_nothing() const { return total().added + total().changed + total().removed == 0; }
};

struct Progress {
    enum class Phase { reading, checking, clearing } phase = Phase::reading;
    std::int64_t rows = 0;
    std::uint64_t bytes_read = 0, bytes_total = 0; // of the files as they lie on the disk; total 0: not known
    std::chrono::milliseconds since_start { 0 };

    std::int64_t rows_per_second() const;
    std::optional<int> percent() const;
    std::optional<std::chrono::seconds> remaining() const; // at the pace so far; nullopt until that can be said
};
// Called at most five times a second, from the thread that runs the import.
using OnProgress = std::function<void(Progress const&)>;

struct Options {
    bool dry_run = false; // everything but the publishing; leaves nothing behind
    bool again = false; // reads also what is published already
    bool force = false; // takes also what is older than what is published, and what changes more than largest_change
    int largest_change = 100; // per cent of a kind of rows; the utility's imports.largest_change
    std::uint64_t largest_document = 8 << 20; // bytes; the utility's imports.largest_document
};

// What taking the last delivery back did, or would do.
struct TakenBack {
    std::int64_t delivery = 0;
    std::string file_name;
    std::int64_t now_published = 0; // what customers see again; 0: nothing is left
    std::int64_t added = 0, changed = 0, removed = 0; // rows by the delivery, undone
    std::int64_t customers = 0; // registered ones who are in the billing data only since this delivery: they see nothing for now
};

// A row of the table deliveries.
struct Delivery {
    std::int64_t number = 0;
    std::string file_name, digest, delivery_id;
    bool is_full = false;
    std::string state; // reading, published, unchanged, failed, leaving, taken_back
    std::int64_t rows_read = 0, added = 0, changed = 0, removed = 0, problems = 0;
    int percent_read = 0; // while it is read; 0: not known
    std::string message;
    Instant started_at;
    std::optional<Instant> finished_at;
};

}
