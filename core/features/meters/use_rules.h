// What was used between readings: of one dial after the other where a meter was replaced. Pure rules.
#pragma once

#include "features/meters/meters.h"

namespace portal::meters {

struct Use {
    Date from, to; // the days of the two readings
    std::int64_t units;
};

// Units between two readings of a dial; more than the difference where it passed its end, negative where it was set back.
std::int64_t consumption_between(Quantity const& earlier, Quantity const& later, int digits);

// From the last value to the next: only from the last tenth to the first tenth of the dial; everything else is more likely a digit
// that was misread.
bool passed_the_end(std::int64_t last, std::int64_t value, int digits);
std::int64_t dial_size(int digits);

// The newest first, back to where a dial was set back. Nothing is counted from one dial to another. Where a meter was replaced between
// two of its usual readings, the two parts are one use: on a monthly chart the month of the change looks like any other.
std::vector<Use> uses(Register const& meter_register);

}
