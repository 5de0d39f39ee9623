#include "base/time.h"

#include <unicode/timezone.h>

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

}

TimeZone::TimeZone(std::string const& name)
    : m_name(name)
{
    // ICU answers Etc/Unknown, never an error, for a name that it does not know.
    if (name.empty() || zone(name) == icu::TimeZone::getUnknown())
        throw std::invalid_argument("unknown time zone \"" + name + "\"");
}

std::chrono::microseconds TimeZone::offset_at(Instant instant) const
{
    std::int32_t raw = 0;
    std::int32_t daylight = 0;
    UErrorCode error = U_ZERO_ERROR;
    auto const ms = static_cast<double>(std::chrono::floor<std::chrono::milliseconds>(instant).time_since_epoch().count());
    zone(m_name).getOffset(ms, false, raw, daylight, error);
    if (U_FAILURE(error))
        throw std::runtime_error("time zone " + m_name + ": " + u_errorName(error));
    return std::chrono::milliseconds { raw + daylight };
}

Date TimeZone::date_at(Instant instant) const { return Date { std::chrono::floor<std::chrono::days>(instant + offset_at(instant)) }; }

int TimeZone::minute_of_day_at(Instant instant) const
{
    auto const local = instant + offset_at(instant);
    return static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local)).count());
}

}
