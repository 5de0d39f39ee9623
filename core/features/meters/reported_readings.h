// The readings that customers reported, as the billing system gets them: every version in its place, over and over if it asks again.
//
// A version keeps its id and its place for ever. A correction is a new version, which names the one that it replaces. Places are given under
// the lock of the utility's row in reading_sequences, which is held until the commit: whoever sees a place has seen all before it, on any node,
// so a cursor never passes a reading that is committed later.
#pragma once

#include "base/date.h"
#include "base/id.h"
#include "base/quantity.h"
#include "base/result.h"
#include "base/scope.h"
#include "base/time.h"
#include "db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::meters {

struct ReportedReading {
    ReadingId id;
    std::int64_t sequence; // its place
    std::string customer_number, supply_point, meter_number, register_code;
    Date read_on;
    Quantity value;
    std::string unit;
    Quantity consumption; // since the last reading, over the end of the dial where it passed it
    bool is_unusual; // the customer was asked and said yes again
    Date window_start;
    Instant submitted_at;
    std::optional<ReadingId> replaces; // the version that this one corrects
};

// Rows of all customers of one utility.
class ReportedReadingStore {
public:
    ReportedReadingStore(db::Session& session, TenantScope const& scope)
        : m_session(session)
        , m_tenant(scope.tenant())
    {
    }

    // In their places, from behind `sequence` on.
    std::vector<ReportedReading> since(std::int64_t sequence, int most);
    // Of those that count today, and that portalctl has not handed over.
    std::vector<ReportedReading> not_exported_since(std::int64_t sequence, int most);
    std::int64_t last_sequence(); // 0: nobody reported anything yet
    void mark_exported(ReadingId reading, Instant now);

private:
    std::vector<ReportedReading> read(db::Sql const& statement, std::int64_t sequence, int most);
    db::Session& m_session;
    TenantId m_tenant;
};

enum class CursorRefusal {
    malformed, // none that was ever handed out
    ahead, // of a database that had more readings: this one was put back from a backup
};

struct ReportedPage {
    std::vector<ReportedReading> readings;
    std::string next; // the cursor behind them
    bool has_more;
};

// A place as a text that means nothing to others: "after-000000000002A".
std::string cursor_text(std::int64_t sequence);
// An empty one is before all.
Result<std::int64_t, CursorRefusal> parse_cursor(db::Session& session, TenantScope const& scope, std::string_view cursor);
Result<ReportedPage, CursorRefusal> reported_since(db::Session& session, TenantScope const& scope, std::string_view cursor, int most);

// RFC 4180: UTF-8, commas, CR LF; the columns are named in docs/billing-files.md. Both end their line.
std::string_view csv_head();
std::string csv_line(ReportedReading const& reading);
// An object with the same fields.
std::string json_object(ReportedReading const& reading);

}
