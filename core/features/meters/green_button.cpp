#include "features/meters/green_button.h"

#include "base/text.h"
#include "features/meters/use_rules.h"
#include "view/escape.h"

#include <Poco/UUIDGenerator.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace portal::meters {

namespace {

constexpr std::string_view s_espi = " xmlns=\"http://naesb.org/espi\"";

struct Unit {
    int uom;
    int power_of_ten;
};

Unit espi_unit(std::string_view name)
{
    auto const unit = ascii_lower(name);
    if (unit == "m3" || unit == "m³")
        return { 42, 0 };
    if (unit == "wh")
        return { 72, 0 };
    if (unit == "kwh")
        return { 72, 3 };
    if (unit == "mwh")
        return { 72, 6 };
    if (unit == "mj")
        return { 31, 6 };
    if (unit == "gj")
        return { 31, 9 };
    return { 0, 0 };
}

struct Service {
    int kind, commodity;
};

Service espi_service(std::string_view medium)
{
    if (medium == "electricity")
        return { 0, 1 };
    if (medium == "gas")
        return { 1, 7 };
    if (medium == "heat")
        return { 5, 12 };
    return { 2, 9 }; // water and hot water
}

// Of how a rule recurs one year tells enough: summer time begins and ends on a weekday of a month's beginning or end.
std::string rule(TimeZone::ClockChange const& change)
{
    auto const local = change.at + change.before;
    auto const day = std::chrono::floor<std::chrono::days>(local);
    auto const second = std::chrono::floor<std::chrono::seconds>(local - day).count();
    Date const date { day };
    auto const day_of_month = static_cast<unsigned>(date.day());
    auto const is_last = date.month() != Date { day + std::chrono::days { 7 } }.month();
    auto const which = is_last ? 7U : (day_of_month - 1) / 7 + 2;
    auto const weekday = std::chrono::weekday { day }.iso_encoding();
    auto const packed = static_cast<unsigned>(date.month()) << 28 | which << 25 | weekday << 17 | static_cast<unsigned>(second / 3600) << 12
        | static_cast<unsigned>(second % 3600);
    char text[9];
    std::snprintf(text, sizeof text, "%08X", packed);
    return text;
}

// What the local time of a zone is, as an element of ESPI.
std::string local_time(TimeZone const& zone, Instant now)
{
    auto const year = static_cast<int>(zone.date_at(now).year());
    auto const standard = zone.standard_offset(now);
    // Without summer time: rules that never come, says the standard.
    std::string start = "FFFFFFFF", end = "FFFFFFFF";
    std::chrono::seconds daylight { 0 };
    for (auto const& change : zone.clock_changes(year)) {
        (change.after > standard ? start : end) = rule(change);
        daylight = std::max(daylight, change.after - standard);
    }
    return "<LocalTimeParameters" + std::string { s_espi } + "><dstEndRule>" + end + "</dstEndRule><dstOffset>" + std::to_string(daylight.count())
        + "</dstOffset><dstStartRule>" + start + "</dstStartRule><tzOffset>" + std::to_string(standard.count()) + "</tzOffset></LocalTimeParameters>";
}

class Feed {
public:
    Feed(std::string const& title, Instant updated)
        : m_updated(instant_to_iso(updated))
    {
        m_out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>" + urn("feed") + "</id>\n<title>"
            + view::escaped(title) + "</title>\n<updated>" + m_updated + "</updated>\n<link rel=\"self\" href=\"Batch\"/>\n";
    }

    void entry(std::string const& self, std::vector<std::string> const& related, std::string const& title, std::string const& content)
    {
        m_out += "<entry>\n<id>" + urn(self) + "</id>\n<link rel=\"self\" href=\"" + self + "\"/>\n<link rel=\"up\" href=\"" + self.substr(0, self.rfind('/'))
            + "\"/>\n";
        for (auto const& one : related)
            m_out += "<link rel=\"related\" href=\"" + one + "\"/>\n";
        m_out += "<title>" + view::escaped(title) + "</title>\n<content type=\"xml\">" + content + "</content>\n<published>" + m_updated
            + "</published>\n<updated>" + m_updated + "</updated>\n</entry>\n";
    }
    std::string finish() && { return m_out + "</feed>\n"; }

private:
    static std::string urn(std::string const& name)
    {
        auto const id = Poco::UUIDGenerator::defaultGenerator().createFromName(Poco::UUID::uri(), "green-button/" + name);
        return "urn:uuid:" + id.toString();
    }

    std::string m_updated, m_out;
};

struct Interval {
    Date from, to;
    std::int64_t use; // in the scale of its series
    bool is_estimate;
};

struct Series {
    int scale = 0; // digits behind the decimal sign
    std::vector<Interval> intervals; // the oldest first
};

std::int64_t power_of_ten(int exponent)
{
    std::int64_t power = 1;
    for (; exponent > 0; --exponent)
        power *= 10;
    return power;
}

Series series_of(Register const& meter_register)
{
    auto const& history = meter_register.history;
    Series series;
    for (auto const& reading : history)
        series.scale = std::max(series.scale, reading.value.scale());
    auto const dial = power_of_ten(meter_register.digits + series.scale);
    for (std::size_t i = history.size(); i-- > 1;) {
        auto const before = history[i].value.rescaled(series.scale);
        auto const after = history[i - 1].value.rescaled(series.scale);
        if (!before || !after || history[i].read_on == history[i - 1].read_on)
            continue;
        auto use = after->value() - before->value();
        if (use < 0 && consumption_between(history[i].value, history[i - 1].value, meter_register.digits) >= 0)
            use += dial;
        if (use >= 0) // else the dial was replaced
            series.intervals.push_back({ history[i].read_on, history[i - 1].read_on, use, history[i - 1].source == "estimate" });
    }
    return series;
}

std::string period(std::string_view name, TimeZone const& zone, Date from, Date to)
{
    auto const seconds = [](Instant instant) { return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count(); };
    auto const start = seconds(zone.midnight(from));
    auto const element = std::string { name };
    return "<" + element + "><duration>" + std::to_string(seconds(zone.midnight(to)) - start) + "</duration><start>" + std::to_string(start) + "</start></"
        + element + ">";
}

std::string interval_block(Series const& series, TimeZone const& zone)
{
    auto block = "<IntervalBlock" + std::string { s_espi } + ">\n" + period("interval", zone, series.intervals.front().from, series.intervals.back().to) + "\n";
    for (auto const& interval : series.intervals)
        block += "<IntervalReading>" + std::string { interval.is_estimate ? "<ReadingQuality><quality>8</quality></ReadingQuality>" : "" }
            + period("timePeriod", zone, interval.from, interval.to) + "<value>" + std::to_string(interval.use) + "</value></IntervalReading>\n";
    return block + "</IntervalBlock>";
}

std::string reading_type(Meter const& meter, Register const& meter_register, int scale)
{
    constexpr int a_month = 31 * 24 * 3600; // as billing goes; each interval says how long it really is
    auto const unit = espi_unit(meter_register.unit);
    auto const field
        = [](std::string_view name, int value) { return "<" + std::string { name } + ">" + std::to_string(value) + "</" + std::string { name } + ">"; };
    return "<ReadingType" + std::string { s_espi } + ">" + field("accumulationBehaviour", 4) + field("commodity", espi_service(meter.medium).commodity)
        + field("dataQualifier", 12) + field("flowDirection", 1) + field("intervalLength", a_month) + field("kind", 12)
        + field("powerOfTenMultiplier", unit.power_of_ten - scale) + field("timeAttribute", 0) + field("uom", unit.uom) + "</ReadingType>";
}

}

std::string green_button(std::string const& title, std::vector<GreenButtonMeter> const& meters, Instant updated)
{
    Feed feed { title, updated };
    std::vector<std::string> zones;
    for (auto const& [meter, zone] : meters) {
        auto place = std::find(zones.begin(), zones.end(), zone.name());
        auto const is_new_zone = place == zones.end();
        if (is_new_zone)
            place = zones.insert(place, zone.name());
        auto const local_time_link = "LocalTimeParameters/" + std::to_string(place - zones.begin() + 1);
        auto const usage_point = "UsagePoint/" + meter.id.text();
        feed.entry(usage_point, { usage_point + "/MeterReading", local_time_link }, meter.number,
            "<UsagePoint" + std::string { s_espi } + "><ServiceCategory><kind>" + std::to_string(espi_service(meter.medium).kind)
                + "</kind></ServiceCategory></UsagePoint>");
        if (is_new_zone)
            feed.entry(local_time_link, {}, zone.name(), local_time(zone, updated));
        for (std::size_t i = 0; i < meter.registers.size(); ++i) {
            auto const& meter_register = meter.registers[i];
            auto const series = series_of(meter_register);
            auto const number = std::to_string(i + 1);
            auto const reading = usage_point + "/MeterReading/" + number;
            auto const type = "ReadingType/" + meter.id.text() + "-" + number;
            auto const name = meter.number + " " + meter_register.code;
            feed.entry(reading, { reading + "/IntervalBlock", type }, name, "<MeterReading" + std::string { s_espi } + "/>");
            if (!series.intervals.empty())
                feed.entry(reading + "/IntervalBlock/1", {}, name, interval_block(series, zone));
            feed.entry(type, {}, name + " " + meter_register.unit, reading_type(meter, meter_register, series.scale));
        }
    }
    return std::move(feed).finish();
}

}
