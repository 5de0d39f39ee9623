// A civil date without time or zone: due dates, readings, windows. Stored as an integer yyyymmdd.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portal {

using Date = std::chrono::year_month_day;

// 20180602. The date must be ok().
std::int32_t date_to_number(Date date);
// nullopt for a number that is no date of the years 1900 to 2999.
std::optional<Date> date_from_number(std::int64_t number);

// 2018-06-02
std::string date_to_iso(Date date);
std::optional<Date> date_from_iso(std::string_view text);

Date add_days(Date date, int days);
int days_between(Date from, Date to);

}
