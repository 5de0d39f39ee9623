#include "readings_export.h"

#include <cstdio>

namespace logatec {

namespace {

std::string quoted(std::string_view text)
{
    if (text.find_first_of(";\"") == std::string_view::npos)
        return std::string { text };
    std::string inside;
    for (char const c : text)
        inside += c == '"' ? std::string { "\"\"" } : std::string { c };
    return '"' + inside + '"';
}

// 31.05.2018
std::string date(portal::Date date)
{
    char text[32];
    std::snprintf(text, sizeof text, "%02u.%02u.%04d", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
    return text;
}

// 1499,5; meters never show less than nothing
std::string number(portal::Decimal value)
{
    auto digits = std::to_string(value.value);
    auto const scale = static_cast<std::size_t>(value.scale);
    if (scale == 0)
        return digits;
    if (digits.size() <= scale)
        digits.insert(0, scale + 1 - digits.size(), '0');
    return digits.insert(digits.size() - scale, ",");
}

}

void write_readings(portal::Readings& readings, portal::FileOut& files)
{
    files.begin("odcitki.csv", "text/csv; charset=utf-8");
    files.write("\xEF\xBB\xBFID;VODOMER;STEVILCNIK;ODJEMNO_MESTO;PLACNIK;DATUM;STANJE;POTRJENO\r\n");
    while (auto const reading = readings.next())
        files.write(quoted(reading->id) + ';' + quoted(reading->meter) + ';' + quoted(reading->register_code) + ';' + quoted(reading->supply_point) + ';'
            + quoted(reading->customer) + ';' + date(reading->read_on) + ';' + number(reading->value) + ';' + (reading->is_confirmed ? "D" : "N") + "\r\n");
}

}
