#include "base/time.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>

#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace portal {

std::string instant_to_iso(Instant instant)
{
    auto const day = std::chrono::floor<std::chrono::days>(instant);
    std::chrono::hh_mm_ss const clock { std::chrono::floor<std::chrono::milliseconds>(instant - day) };
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%sT%02d:%02d:%02d.%03dZ", date_to_iso(Date { day }).c_str(), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return buffer;
}

namespace {

// ICU zones are immutable once made and getOffset is const; one of each name is kept for the life of the process.
icu::TimeZone const& zone(std::string const& name)
{
    static std::mutex s_mutex;
    static std::map<std::string, std::unique_ptr<icu::TimeZone>> s_zones;
    std::lock_guard const lock { s_mutex };
    auto& known = s_zones[name];
    if (!known)
        known.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    return *known;
}

// As ICU counts.
double in_ms(Instant instant) { return static_cast<double>(std::chrono::floor<std::chrono::milliseconds>(instant).time_since_epoch().count()); }

}

TimeZone::TimeZone(std::string const& name)
    : m_name(name)
{
    // ICU answers Etc/Unknown, never an error, for a name that it does not know.
    if (name.empty() || zone(name) == icu::TimeZone::getUnknown())
        throw std::invalid_argument("unknown time zone \"" + name + "\"");
}

TimeZone::Offset TimeZone::offset_at(double ms, bool is_local) const
{
    std::int32_t raw = 0;
    std::int32_t daylight = 0;
    UErrorCode error = U_ZERO_ERROR;
    zone(m_name).getOffset(ms, is_local, raw, daylight, error);
    if (U_FAILURE(error))
        throw std::runtime_error("time zone " + m_name + ": " + u_errorName(error));
    return { std::chrono::milliseconds { raw }, std::chrono::milliseconds { daylight } };
}

std::chrono::microseconds TimeZone::offset_at(Instant instant) const
{
    auto const offset = offset_at(in_ms(instant), false);
    return offset.standard + offset.daylight;
}

std::chrono::seconds TimeZone::standard_offset(Instant instant) const
{
    return std::chrono::floor<std::chrono::seconds>(offset_at(in_ms(instant), false).standard);
}

Instant TimeZone::midnight(Date date) const
{
    Instant const local { std::chrono::sys_days { date } };
    auto const offset = offset_at(in_ms(local), true);
    return local - offset.standard - offset.daylight;
}

std::vector<TimeZone::ClockChange> TimeZone::clock_changes(int year) const
{
    std::vector<ClockChange> changes;
    // Every zone that ICU makes by name is one of its own, which knows its transitions.
    auto const* const known = dynamic_cast<icu::BasicTimeZone const*>(&zone(m_name));
    if (!known)
        return changes;
    using std::chrono::January;
    auto const first_day = [](int of_year) { return Date { std::chrono::year { of_year }, January, std::chrono::day { 1 } }; };
    auto from = in_ms(midnight(first_day(year)));
    auto const end = in_ms(midnight(first_day(year + 1)));
    icu::TimeZoneTransition next;
    while (known->getNextTransition(from, true, next) && next.getTime() < end) {
        auto const offset = [](icu::TimeZoneRule const& rule) { return std::chrono::seconds { (rule.getRawOffset() + rule.getDSTSavings()) / 1000 }; };
        changes.push_back(
            { Instant { std::chrono::milliseconds { static_cast<std::int64_t>(next.getTime()) } }, offset(*next.getFrom()), offset(*next.getTo()) });
        from = next.getTime() + 1;
    }
    return changes;
}

Date TimeZone::date_at(Instant instant) const { return Date { std::chrono::floor<std::chrono::days>(instant + offset_at(instant)) }; }

int TimeZone::minute_of_day_at(Instant instant) const
{
    auto const local = instant + offset_at(instant);
    return static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local)).count());
}

}
