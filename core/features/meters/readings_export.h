// Hands the readings that customers reported to the billing system, as a CSV file.
//
// Columns, in this order, with a first line of their names; RFC 4180: UTF-8, commas, quotes around what holds one, CR LF.
//   id            stable name of the reading: 13 letters and digits
//   customer      customer number
//   supply_point  its number
//   meter         its number
//   register      register code
//   read_on       2018-06-02
//   value         as it was read, decimal point
//   unit          of value and consumption
//   consumption   since the last reading, over the end of the dial where it rolled
//   unusual       1: the customer was asked and said yes again
//   window        first day of the reading window; a later reading of the same register and window replaces an earlier one
//   submitted_at  2018-06-02T10:42:07.123Z
#pragma once

#include "base/scope.h"
#include "base/time.h"
#include "db/database.h"

#include <ostream>
#include <string>

namespace portal::meters {

// Accepted readings that count today and were not exported yet; gives how many. They are marked as exported only after all of
// them are written, so a crash in between hands some over again, under the same ids, and never loses one. A reading that is
// corrected afterwards comes again with a new id.
//
// Into a file: written beside it, synchronised to the disk and renamed; an existing file is replaced, and without new readings
// there is none. Throws std::system_error when it cannot be written.
std::int64_t export_readings(db::Database& database, TenantScope const& scope, Clock const& clock, std::string const& path);
// Into a stream, flushed before the marking; throws std::runtime_error when the stream has failed.
std::int64_t export_readings(db::Database& database, TenantScope const& scope, Clock const& clock, std::ostream& out);

}
