// Rows of meters, readings and submissions, for one billed customer.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/meters/meters.h"

namespace portal::meters {

struct NewSubmission {
    std::string supply_point, meter_number, register_code, unit;
    std::int64_t value;
    std::int64_t consumption;
    bool unusual;
    Date read_on;
    Date window_start;
    Instant submitted_at;
    std::int64_t sequence;
    std::optional<ReadingId> replaces;
};

class MeterStore {
public:
    MeterStore(db::Session& session, CustomerScope const& scope)
        : m_session(session)
        , m_scope(scope)
    {
    }

    // The customer, and its meters with their registers, the readings since `since` and what was submitted in the window that
    // began on `window_start` (nullopt: none is looked for). One select.
    CustomerMeters find(Date today, Date since, std::optional<Date> window_start);
    std::optional<std::string> number_of(MeterId meter);
    std::vector<Verdict> verdicts(std::string const& meter_number, Date since);

    // The last number that a reading of the utility got. Until the transaction ends nobody else gets one.
    std::int64_t lock_sequence();
    void set_sequence(std::int64_t last);
    // Locks the row until the transaction ends.
    std::optional<SubmittedReading> current_submission(std::string const& meter_number, std::string const& register_code, Date window_start);
    void supersede(ReadingId reading);
    // db::Duplicate when another submission of the window came in between.
    ReadingId insert(NewSubmission const& submission);

private:
    db::Session& m_session;
    CustomerScope m_scope;
};

}
