// Readings that customers reported, and the files in which the billing system wants them; used by ReadingsExport of portal/plugin.hpp.
#pragma once

#include <portal/text.hpp>
#include <portal/values.hpp>

#include <optional>
#include <string_view>

namespace portal::sdk {

// The texts are good until the next one is asked for.
struct ReportedReading {
    std::string_view id; // stable; a receipt names it
    std::string_view meter, register_code, supply_point, customer;
    bool is_confirmed = false; // an unusual use, and the customer said yes again
    Date read_on {};
    Decimal value {};
};

class Readings {
public:
    explicit Readings(portal_readings& readings)
        : m_readings(readings)
    {
    }
    // nullopt when none is left. Throws Stopped.
    std::optional<ReportedReading> next()
    {
        portal_reading_row reading {};
        portal_supply_point_row point {};
        reading.size = sizeof reading;
        point.size = sizeof point;
        auto const found = m_readings.next(m_readings.ctx, &reading, &point);
        if (found < 0)
            throw Stopped(PORTAL_STOPPED);
        if (found == 0)
            return std::nullopt;
        return ReportedReading { from_c(reading.id), from_c(reading.meter), from_c(reading.register_code), from_c(point.number), from_c(point.customer),
            from_c(reading.quality) == "confirmed", from_c(reading.read_on), Decimal { reading.value.value, reading.value.scale } };
    }

private:
    portal_readings& m_readings;
};

// Files one after the other. Throws Stopped when the portal wants no more.
class FileOut {
public:
    explicit FileOut(portal_file_out const& out)
        : m_out(out)
    {
    }
    void begin(std::string_view name, std::string_view media_type) { pass(m_out.begin(m_out.ctx, to_c(name), to_c(media_type))); }
    void write(std::string_view bytes) { pass(m_out.write(m_out.ctx, bytes.data(), bytes.size())); }

private:
    static void pass(portal_status status)
    {
        if (status != PORTAL_OK)
            throw Stopped(status);
    }
    portal_file_out const& m_out;
};

}
