// Which day it is for a utility: in its time zone, unless a demonstration fixes the day.
#pragma once

#include "tenants/tenant.h"

#include <optional>

namespace portal::tenants {

// Windows, due dates and what is overdue go by this; sessions, links and mails go by the clock.
class BusinessCalendar {
public:
    explicit BusinessCalendar(Clock const& clock, std::optional<Date> fixed = std::nullopt)
        : m_clock(clock)
        , m_fixed(fixed)
    {
    }
    Date today(Tenant const& tenant) const { return m_fixed ? *m_fixed : tenant.time_zone.date_at(m_clock.now()); }

private:
    Clock const& m_clock;
    std::optional<Date> m_fixed;
};

}
