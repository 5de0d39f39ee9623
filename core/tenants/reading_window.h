// The days of the month on which a utility takes meter readings. A window may cross the month's end: 25th to 3rd.
#pragma once

#include "base/date.h"

#include <optional>
#include <string_view>

namespace portal::tenants {

// Pure; both days count. A day that a month does not have is its last one.
class ReadingWindow {
public:
    // Days 1 to 31. Throws std::invalid_argument otherwise.
    ReadingWindow(int first_day, int last_day);
    // "25-3"; nullopt for anything else.
    static std::optional<ReadingWindow> parse(std::string_view text);

    bool contains(Date date) const { return start_for(date).has_value(); }
    // The first day of the window that is open on this date: its identity. nullopt: closed.
    std::optional<Date> start_for(Date date) const;
    // The last day of the window that is open on this date; nullopt: closed.
    std::optional<Date> end_for(Date date) const;
    // The first day of the next window that opens after this date.
    Date next_opening(Date date) const;
    // The first day of the window that is open on this date or was last.
    Date latest_start(Date date) const;

private:
    int m_first_day;
    int m_last_day;
};

}
