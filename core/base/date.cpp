#include "base/date.h"

#include <charconv>
#include <cstdio>
#include <stdexcept>

namespace portal {

namespace {

std::optional<int> number(std::string_view text)
{
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc {} || end != text.data() + text.size() || text.empty() || text.front() == '-')
        return std::nullopt;
    return value;
}

std::optional<Date> checked(int year, int month, int day)
{
    Date const date { std::chrono::year { year }, std::chrono::month { static_cast<unsigned>(month) }, std::chrono::day { static_cast<unsigned>(day) } };
    if (!date.ok() || year < 1900 || year > 2999)
        return std::nullopt;
    return date;
}

}

std::int32_t date_to_number(Date date)
{
    if (!date.ok())
        throw std::invalid_argument("not a date");
    return static_cast<int>(date.year()) * 10000 + static_cast<int>(static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day()));
}

std::optional<Date> date_from_number(std::int64_t value)
{
    if (value < 19000101 || value > 29991231)
        return std::nullopt;
    auto const small = static_cast<int>(value);
    return checked(small / 10000, small / 100 % 100, small % 100);
}

std::string date_to_iso(Date date)
{
    auto const value = date_to_number(date);
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", value / 10000, value / 100 % 100, value % 100);
    return buffer;
}

std::optional<Date> date_from_iso(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    auto const year = number(text.substr(0, 4));
    auto const month = number(text.substr(5, 2));
    auto const day = number(text.substr(8, 2));
    if (!year || !month || !day)
        return std::nullopt;
    return checked(*year, *month, *day);
}

Date add_days(Date date, int days) { return Date { std::chrono::sys_days { date } + std::chrono::days { days } }; }

int days_between(Date from, Date to) { return static_cast<int>((std::chrono::sys_days { to } - std::chrono::sys_days { from }).count()); }

}
