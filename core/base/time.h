// Instants in UTC and the clock that is passed in, so that no test has to wait.
#pragma once

#include "base/date.h"

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace portal {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

// Stored as BIGINT microseconds since 1970, UTC.
inline std::int64_t instant_to_number(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant instant_from_number(std::int64_t number) { return Instant { std::chrono::microseconds { number } }; }

// 2018-06-02T10:42:07.123Z
std::string instant_to_iso(Instant instant);

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0; // thread-safe
};

class SystemClock final : public Clock {
public:
    Instant now() const override { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }
};

// For tests: stands still until told.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start)
        : m_now(start.time_since_epoch().count())
    {
    }
    Instant now() const override { return instant_from_number(m_now); }
    void set(Instant instant) { m_now = instant.time_since_epoch().count(); }
    void advance(std::chrono::microseconds by) { m_now += by.count(); }

private:
    std::atomic<std::int64_t> m_now;
};

// An IANA zone ("Europe/Ljubljana"). Throws std::invalid_argument for a name that ICU does not know. Thread-safe.
class TimeZone {
public:
    explicit TimeZone(std::string const& name);
    std::string const& name() const { return m_name; }
    Date date_at(Instant instant) const;
    // Minutes after local midnight.
    int minute_of_day_at(Instant instant) const;
    Instant midnight(Date date) const; // with which the day begins there

    // The clocks are put forward or back.
    struct ClockChange {
        Instant at;
        std::chrono::seconds before, after; // local time less UTC
    };
    // Of that local year, in their order; most zones have two or none.
    std::vector<ClockChange> clock_changes(int year) const;
    std::chrono::seconds standard_offset(Instant instant) const; // local time less UTC, were it not summer time

private:
    struct Offset {
        std::chrono::milliseconds standard, daylight;
    };
    Offset offset_at(double ms, bool is_local) const;
    std::chrono::microseconds offset_at(Instant instant) const;
    std::string m_name;
};

}
