// The billing system's receipt: which of the reported readings it took over, and which it did not, and why.
//
// A text file, a line each: `reading id;accepted` or `reading id;rejected;reason`. UTF-8 (a byte order mark is left out), LF or CR LF; a first
// line of headings, empty lines and quotes around a field are understood. The reason is what the customer reads, at most 200 characters.
// A line that is wrong is listed and the others count; the same receipt once more changes nothing, so one that was interrupted is sent again.
#pragma once

#include "base/scope.h"
#include "base/time.h"
#include "db/database.h"
#include "features/meters/meters.h"

#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace portal::meters {

struct ReceiptProblem {
    std::int64_t line; // from 1
    std::string key; // bad_line, bad_verdict, bad_reason, unknown_reading, already_rejected
    std::string reading; // as it stands there, when that is an id
};

struct ReceiptReport {
    std::int64_t accepted = 0, rejected = 0; // now
    std::int64_t unchanged = 0; // the same was known
    std::int64_t problem_count = 0;
    std::vector<ReceiptProblem> problems; // the first hundred
};

// A rejection of which its customer is told.
struct RejectedReading {
    TenantId tenant;
    std::string email, language; // of the account that reported it
    std::string meter_number, unit;
    Quantity value;
    Date read_on, window_start;
    std::string reason;
};

class ReceiptService {
public:
    // `tell` puts a mail into the outbox, within the transaction of the verdict.
    ReceiptService(db::Database& database, Clock const& clock, std::function<void(db::Transaction&, RejectedReading const&)> tell)
        : m_database(database)
        , m_clock(clock)
        , m_tell(std::move(tell))
    {
    }

    // A reading that is rejected counts no more, so that its customer can report another one while the window is open. He is told when it
    // was the one that counted, and when he may still see the meter. A rejection is final, an acceptance may be taken back by one.
    // `name`: of the receipt, for the audit.
    ReceiptReport take(TenantScope const& scope, std::string const& name, std::istream& lines) const;

private:
    db::Database& m_database;
    Clock const& m_clock;
    std::function<void(db::Transaction&, RejectedReading const&)> m_tell;
};

}
