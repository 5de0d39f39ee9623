// Hands the readings that customers reported to the billing system, for portalctl: read in pages, written by whoever asks, and marked as
// handed over only when all of it is safe. So a crash in between hands some over again, under the same ids, and never loses one.
#pragma once

#include "features/meters/reported_readings.h"

#include <ostream>
#include <string>

namespace portal::meters {

class Handover {
public:
    // Those that count today and were not handed over yet; with a cursor all versions behind it, handed over or not.
    static Result<Handover, CursorRefusal> begin(db::Database& database, TenantScope const& scope, std::optional<std::string> const& since);

    // The next page; empty: that was all.
    std::vector<ReportedReading> next();
    // Marks exactly those that next() gave: one that came in meanwhile is for the next time.
    void finish(Clock const& clock);

    std::int64_t count() const { return static_cast<std::int64_t>(m_given.size()); }
    // The cursor behind the last one that next() gave.
    std::string cursor() const { return cursor_text(m_sequence); }

private:
    Handover(db::Database& database, TenantScope const& scope, std::optional<std::int64_t> since)
        : m_database(database)
        , m_scope(scope)
        , m_has_cursor(since.has_value())
        , m_sequence(since.value_or(0))
    {
    }

    db::Database& m_database;
    TenantScope m_scope;
    bool m_has_cursor;
    std::int64_t m_sequence;
    std::vector<ReadingId> m_given;
};

// As CSV (csv_head, csv_line) into a file that is there whole or not at all; an existing one is replaced, and without readings there is
// none. Throws std::system_error when it cannot be written.
void export_csv(Handover& handover, Clock const& clock, std::string const& path);
// Into a stream, flushed before the marking; throws std::runtime_error when the stream has failed.
void export_csv(Handover& handover, Clock const& clock, std::ostream& out);

}
