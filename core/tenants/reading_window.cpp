#include "tenants/reading_window.h"

#include "base/text.h"

#include <algorithm>
#include <stdexcept>

namespace portal::tenants {

namespace {

using std::chrono::year_month;

Date day_of(year_month month, int day)
{
    auto const last = std::chrono::year_month_day_last { month.year(), std::chrono::month_day_last { month.month() } }.day();
    return { month.year(), month.month(), std::min(std::chrono::day { static_cast<unsigned>(day) }, last) };
}

year_month month_of(Date date) { return { date.year(), date.month() }; }

}

ReadingWindow::ReadingWindow(int first_day, int last_day)
    : m_first_day(first_day)
    , m_last_day(last_day)
{
    if (first_day < 1 || first_day > 31 || last_day < 1 || last_day > 31)
        throw std::invalid_argument("a reading window's days are 1 to 31");
}

std::optional<ReadingWindow> ReadingWindow::parse(std::string_view text)
{
    auto const parts = split(text, '-');
    if (parts.size() != 2)
        return std::nullopt;
    auto const first = parse_integer(trimmed(parts[0]));
    auto const last = parse_integer(trimmed(parts[1]));
    if (!first || !last || *first < 1 || *first > 31 || *last < 1 || *last > 31)
        return std::nullopt;
    return ReadingWindow { static_cast<int>(*first), static_cast<int>(*last) };
}

std::optional<Date> ReadingWindow::start_for(Date date) const
{
    auto const start = latest_start(date);
    auto const end_month = m_last_day < m_first_day ? month_of(start) + std::chrono::months { 1 } : month_of(start);
    return date <= day_of(end_month, m_last_day) ? std::optional { start } : std::nullopt;
}

std::optional<Date> ReadingWindow::end_for(Date date) const
{
    auto const start = start_for(date);
    if (!start)
        return std::nullopt;
    return day_of(m_last_day < m_first_day ? month_of(*start) + std::chrono::months { 1 } : month_of(*start), m_last_day);
}

Date ReadingWindow::next_opening(Date date) const
{
    auto const this_month = day_of(month_of(date), m_first_day);
    return this_month > date ? this_month : day_of(month_of(date) + std::chrono::months { 1 }, m_first_day);
}

Date ReadingWindow::latest_start(Date date) const
{
    auto const this_month = day_of(month_of(date), m_first_day);
    return this_month <= date ? this_month : day_of(month_of(date) - std::chrono::months { 1 }, m_first_day);
}

}
