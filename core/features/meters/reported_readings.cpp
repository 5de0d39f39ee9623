#include "features/meters/reported_readings.h"

#include "base/text.h"
#include "features/meters/queries.h"

#include <Poco/JSONString.h>

namespace portal::meters {

namespace {

constexpr std::string_view s_cursor = "after-";

std::string quoted(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string { text };
    return '"' + replaced(std::string { text }, "\"", "\"\"") + '"';
}

}

std::vector<ReportedReading> ReportedReadingStore::read(db::Sql const& statement, std::int64_t sequence, int most)
{
    std::vector<ReportedReading> found;
    for (auto const row : m_session.query(statement, m_tenant, sequence, most)) {
        auto const scale = static_cast<int>(row.integer(8));
        auto const replaces = row.optional_integer(14);
        found.push_back(
            { row.id<ReadingId>(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(5), row.date(6), { row.integer(7), scale }, row.text(9),
                { row.integer(10), scale }, row.flag(11), row.date(12), row.instant(13), replaces ? std::optional { ReadingId { *replaces } } : std::nullopt });
    }
    return found;
}

std::vector<ReportedReading> ReportedReadingStore::since(std::int64_t sequence, int most) { return read(sql::reported_since, sequence, most); }

std::vector<ReportedReading> ReportedReadingStore::not_exported_since(std::int64_t sequence, int most)
{
    return read(sql::reported_not_exported, sequence, most);
}

std::int64_t ReportedReadingStore::last_sequence()
{
    auto const row = m_session.one(sql::last_sequence, m_tenant);
    return row ? row->integer(0) : 0;
}

void ReportedReadingStore::mark_exported(ReadingId reading, Instant now) { m_session.execute(sql::mark_exported, now, m_tenant, reading); }

std::string cursor_text(std::int64_t sequence) { return std::string { s_cursor } + id_to_text(sequence); }

Result<std::int64_t, CursorRefusal> parse_cursor(db::Session& session, TenantScope const& scope, std::string_view cursor)
{
    if (cursor.empty())
        return std::int64_t { 0 };
    auto const sequence = cursor.starts_with(s_cursor) ? id_from_text(cursor.substr(s_cursor.size())) : std::nullopt;
    if (!sequence)
        return refuse(CursorRefusal::malformed);
    if (*sequence > ReportedReadingStore { session, scope }.last_sequence())
        return refuse(CursorRefusal::ahead);
    return *sequence;
}

Result<ReportedPage, CursorRefusal> reported_since(db::Session& session, TenantScope const& scope, std::string_view cursor, int most)
{
    auto const after = parse_cursor(session, scope, cursor);
    if (!after)
        return refuse(after.refusal());
    ReportedPage page { ReportedReadingStore { session, scope }.since(*after, most + 1), {}, false };
    page.has_more = page.readings.size() > static_cast<std::size_t>(most);
    if (page.has_more)
        page.readings.pop_back();
    page.next = cursor_text(page.readings.empty() ? *after : page.readings.back().sequence);
    return page;
}

std::string_view csv_head() { return "id,customer,supply_point,meter,register,read_on,value,unit,consumption,unusual,window,submitted_at,replaces\r\n"; }

std::string csv_line(ReportedReading const& reading)
{
    auto line = reading.id.text();
    for (auto const* text : { &reading.customer_number, &reading.supply_point, &reading.meter_number, &reading.register_code })
        line += ',' + quoted(*text);
    return line + ',' + date_to_iso(reading.read_on) + ',' + reading.value.decimal_text() + ',' + quoted(reading.unit) + ','
        + reading.consumption.decimal_text() + ',' + (reading.is_unusual ? '1' : '0') + ',' + date_to_iso(reading.window_start) + ','
        + instant_to_iso(reading.submitted_at) + ',' + (reading.replaces ? reading.replaces->text() : std::string {}) + "\r\n";
}

std::string json_object(ReportedReading const& reading)
{
    auto const text = [](std::string const& value) { return Poco::toJSON(value); };
    return "{\"id\": " + text(reading.id.text()) + ", \"customer\": " + text(reading.customer_number) + ", \"supply_point\": " + text(reading.supply_point)
        + ", \"meter\": " + text(reading.meter_number) + ", \"register\": " + text(reading.register_code)
        + ", \"read_on\": " + text(date_to_iso(reading.read_on)) + ", \"value\": " + reading.value.decimal_text() + ", \"unit\": " + text(reading.unit)
        + ", \"consumption\": " + reading.consumption.decimal_text() + ", \"unusual\": " + (reading.is_unusual ? "true" : "false")
        + ", \"window\": " + text(date_to_iso(reading.window_start)) + ", \"submitted_at\": " + text(instant_to_iso(reading.submitted_at))
        + ", \"replaces\": " + (reading.replaces ? text(reading.replaces->text()) : "null") + '}';
}

}
