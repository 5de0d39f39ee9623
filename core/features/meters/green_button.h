// A customer's readings as Green Button, the energy industry's format for a customer's own usage (NAESB REQ.21, ESPI): an Atom feed.
//
// For each meter a UsagePoint; for each of its registers a MeterReading, a ReadingType and an entry with the IntervalBlock, in which every
// two readings that follow each other make an IntervalReading with the use between them (accumulationBehaviour 4, deltaData). Where a dial
// was replaced there is a gap. LocalTimeParameters, once a time zone, say how to tell local time.
//
// Codes are those of the standard's espiDerived.xsd. Service: 0 electricity, 1 gas, 2 water, 5 heat. Commodity: 1 electricity, 7 natural
// gas, 9 potable water, 12 heating fluid. uom: 42 m³, 72 Wh (also for kWh and MWh, by powerOfTenMultiplier), 31 J (GJ), 0 for any other
// unit. quality: 8, estimated, where the utility says so. Daylight saving rules: month, operator (2 to 5: first to fourth such weekday, 7: the
// last one), day, weekday (1 Monday to 7 Sunday), hour, seconds, in 4, 3, 5, 3, 5 and 12 bits.
#pragma once

#include "base/time.h"
#include "features/meters/meters.h"

#include <string>
#include <vector>

namespace portal::meters {

struct GreenButtonMeter {
    Meter meter; // with all its history
    TimeZone zone; // readings count at midnight there
};

// `title` stands above the feed. The same meters give the same ids. Meters without two readings have an empty MeterReading.
std::string green_button(std::string const& title, std::vector<GreenButtonMeter> const& meters, Instant updated);

}
