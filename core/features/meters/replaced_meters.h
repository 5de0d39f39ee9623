// Which meter took the place of which. Water meters are changed every five years, and what was used goes on: the meter that hangs
// today carries the dials of those before it. Pure rules.
#pragma once

#include "features/meters/meters.h"

namespace portal::meters {

// A meter of a supply point with the days that the utility knows of both.
struct HungMeter {
    Meter meter;
    std::optional<Date> installed, removed;
    std::optional<Date> moved_in; // when the customer came to the supply point
};

// The meters that hang on the day, in their order, each register with the dials of the meters before it.
//
// A meter is followed by the next of the same medium at the same supply point that shares a unit with it: built in not earlier than
// a month before the other was taken out (the two days are often written down by different people), and taken out later or not at
// all. Where that can be said of two, because both were built in on one day, or where two would be followed by the same meter,
// nothing says which belongs to which: the history then begins with the new meter, for a neighbour's use would be worse than none.
std::vector<Meter> with_earlier_dials(std::vector<HungMeter> all, Date today);

struct EarlierMeter {
    Meter meter;
    Date replaced_on;
};

// The meters that the dials before a meter's registers belong to, the newest first, as meters of their own.
std::vector<EarlierMeter> earlier_meters(Meter const& meter);

}
