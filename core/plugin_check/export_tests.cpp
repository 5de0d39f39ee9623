// Giving accepted readings back to the billing system.
#include "plugin_check/instance.h"
#include "plugin_check/suite.h"

namespace portal::plugin_check {

namespace {

// The same few readings, as often as they are asked for.
class GivenReadings {
public:
    explicit GivenReadings(int count)
        : m_left(count)
    {
    }
    GivenReadings(GivenReadings const&) = delete;
    GivenReadings& operator=(GivenReadings const&) = delete;
    portal_readings& border() { return m_border; }

private:
    static std::int32_t next(void* self, portal_reading_row* reading, portal_supply_point_row* point)
    {
        auto& left = static_cast<GivenReadings*>(self)->m_left;
        if (left == 0)
            return 0;
        *reading = { sizeof(portal_reading_row), sdk::to_c("reading-1"), sdk::to_c("12345"), sdk::to_c("1"), sdk::to_c("customer"), {}, { 2018, 5, 31 },
            { 1499, 0, 0 } };
        *point = { sizeof(portal_supply_point_row), sdk::to_c("1"), sdk::to_c("00000107"), sdk::to_c("Tržaška cesta 27"), sdk::to_c("1370"),
            sdk::to_c("Logatec"), sdk::to_c("water"), {}, {} };
        --left;
        return 1;
    }

    int m_left;
    portal_readings m_border { sizeof(portal_readings), this, next };
};

struct WrittenFiles {
    std::string all;
    portal_file_out border { sizeof(portal_file_out), this,
        [](void* self, portal_text name, portal_text media_type) {
            static_cast<WrittenFiles*>(self)->all += "file " + in_quotes(sdk::from_c(name)) + " " + in_quotes(sdk::from_c(media_type)) + "\n";
            return portal_status { PORTAL_OK };
        },
        [](void* self, void const* bytes, std::size_t length) {
            static_cast<WrittenFiles*>(self)->all.append(static_cast<char const*>(bytes), length);
            return portal_status { PORTAL_OK };
        } };
};

void writes_readings(Probe& probe)
{
    Library const library { probe };
    Instance instance { probe, library, probe.subject().tenant };
    for (int const count : { 0, 1, 1'000 }) {
        std::string first;
        for (bool const again : { false, true }) {
            GivenReadings readings { count };
            WrittenFiles files;
            probe.doing("readings-export.run with " + std::to_string(count) + " readings");
            auto const answer = instance.export_readings(readings.border(), files.border);
            probe.require(answer.is_ok(), "export.refused", "the readings in a file", in_words(answer));
            probe.require(!again || files.all == first, "export.not_repeatable", "the same readings give the same files", "other bytes at the second time");
            first = files.all;
        }
    }
}

}

std::vector<Test> export_tests() { return { { "export.writes", "readings are written, every time the same", Needs::readings_export, writes_readings } }; }

}
