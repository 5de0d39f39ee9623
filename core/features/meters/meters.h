// A customer's meters as the pages show them: what hangs where, its registers, what was read and what was reported.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/quantity.h"
#include "base/time.h"
#include "features/customers/customers.h"

#include <optional>
#include <string>
#include <vector>

namespace portal::meters {

// A reading that the utility delivered. source: utility, customer, estimate.
struct PastReading {
    Date read_on;
    Quantity value;
    std::string source;
};

// What the customer reported in the window that is open (or was last).
struct SubmittedReading {
    ReadingId id;
    Quantity value;
    Date read_on;
    Instant submitted_at;
    std::int64_t consumption;
};

// What the billing system said to a reported reading.
struct Verdict {
    ReadingId id;
    std::string register_code;
    Quantity value;
    Date read_on;
    bool is_accepted;
    std::string reason; // why not; may be empty
};

// The register that went on in another one, when its meter was replaced.
struct EarlierDial {
    MeterId meter;
    std::string meter_number;
    Date replaced_on;
    std::string code;
    int digits = 0;
    std::vector<PastReading> history; // as a register's
};

struct Register {
    std::string code; // OBIS or "1"
    std::string unit; // "m3", "kWh", "MWh"
    int digits = 0; // of the dial, whole units
    int decimals = 0; // the red digits, which nobody is asked for
    std::vector<PastReading> history; // newest first, of at most 26 months
    std::optional<SubmittedReading> submitted;
    std::vector<EarlierDial> earlier {}; // of the meters that this one replaced, the newest first (replaced_meters.h)

    std::optional<PastReading> last() const { return history.empty() ? std::nullopt : std::optional { history.front() }; }
};

struct Meter {
    MeterId id;
    TenantId tenant;
    std::string customer_number;
    std::string number; // as printed on it
    std::string supply_point;
    std::string medium; // water, heat, electricity, gas
    std::string street, postal_code, town;
    std::vector<Register> registers;
};

struct CustomerMeters {
    customers::Customer customer;
    std::vector<Meter> meters; // by number, their registers by code
};

}
