// Whether a reading can be taken: pure rules, without database, clock or screen.
#pragma once

#include "base/result.h"
#include "features/meters/meters.h"

#include <string_view>

namespace portal::meters {

enum class ReadingRefusal {
    missing,
    not_whole, // something else than the black digits
    too_many_digits,
    below_last, // and the dial did not roll over
    in_future,
    before_window, // read before the window opened
    before_last, // read before the last reading
    window_closed,
    date_invalid, // no date at all
};

// "reading.below_last": the catalogue's key.
std::string_view text_key(ReadingRefusal refusal);

// When a second yes is asked for: more than factor_percent of the usual, and more than the usual by least units. A dial that
// rolled over always asks.
struct UnusualBound {
    int factor_percent = 250;
    std::int64_t least = 10;
};

struct ReadingQuestion {
    std::string_view typed;
    Date read_on;
    Date today; // in the tenant's zone
    std::optional<Date> window_start; // of the window that is open today; nullopt: it is closed
    UnusualBound unusual;
};

struct JudgedReading {
    std::int64_t value; // whole units
    std::int64_t consumption; // since the last reading; 0 when there was none
    bool rolled_over; // the dial passed its end
    bool is_unusual;
    std::optional<std::int64_t> usual; // units for the same number of days, from the history
};

// The dial's digits with leading zeros and spaces; nullopt for anything else.
std::optional<std::int64_t> parse_dial(std::string_view typed);

Result<JudgedReading, ReadingRefusal> judge(Register const& meter_register, ReadingQuestion const& question);

// What the register used between the last reading and `read_on`, were it as in the last twelve months or so, of the meter before it,
// too; nullopt without a last reading or with less than 28 days to judge by.
std::optional<std::int64_t> usual_consumption(Register const& meter_register, Date read_on);

}
