// The delivery as it is: read, read again, read in pieces.
#include "plugin_check/expected.h"
#include "plugin_check/reading.h"
#include "plugin_check/suite.h"
#include "plugins/problem_bound.h"

namespace portal::plugin_check {

namespace {

// The portal takes nothing of such a delivery, however well the rows fit an .expected file.
void require_few_problems(Probe& probe, Reading const& reading)
{
    auto const counts = count_lines(reading.lines);
    auto const all = counts.rows + counts.problems;
    probe.require(!plugins::has_too_many_problems(counts.problems, all), "delivery.problems",
        "at most " + std::to_string(plugins::tolerated_problems) + " rows that are problems, or " + std::to_string(plugins::tolerated_percent)
            + " % of all; of a delivery with more the portal takes nothing",
        std::to_string(counts.problems) + " of " + std::to_string(all) + " rows are problems");
}

// Writes the rows for those who compare them, and lets the later tests use the delivery.
void is_read(Probe& probe)
{
    if (probe.subject().delivery.empty())
        return probe.skip("no DELIVERY was given");
    Library const library { probe };
    Instance instance { probe, library, probe.subject().tenant };
    auto const reading = read(instance, probe.subject().delivery, "the delivery as it is");
    probe.board().write_rows(reading.lines);
    if (!probe.board().rows_fit())
        probe.find("delivery.too_big", "a sample delivery of some thousand rows", std::to_string(reading.lines.size()) + " bytes of rows");
    if (!probe.subject().may_be_refused)
        probe.require(reading.answer.is_ok(), "delivery.refused", "rows", in_words(reading.answer));
    require_few_problems(probe, reading);
    probe.facts().reads = true;
}

void same_rows(Probe& probe, std::string_view key, std::string const& expected, Reading const& reading, Reading const& other)
{
    auto const wrong = differences(reading.lines, other.lines);
    if (!wrong.empty())
        probe.find(key, expected,
            std::to_string(wrong.size()) + " differences, the first at row " + std::to_string(wrong[0].line)
                + (wrong[0].is_missing ? ", missing: " : ", too many: ") + wrong[0].text);
}

void is_repeatable(Probe& probe)
{
    Library const library { probe };
    auto const& files = probe.subject().delivery;
    Instance instance { probe, library, probe.subject().tenant };
    auto const first = read(instance, files, "the first time");
    same_rows(probe, "delivery.not_repeatable", "the same rows every time", first, read(instance, files, "a second time by the same instance"));
    instance.close();
    Instance another { probe, library, probe.subject().tenant };
    same_rows(probe, "delivery.not_repeatable", "the same rows every time", first, read(another, files, "by another instance"));
}

void pieces_make_no_difference(Probe& probe)
{
    Library const library { probe };
    auto const& files = probe.subject().delivery;
    auto const whole = [&] {
        Instance instance { probe, library, probe.subject().tenant };
        return read(instance, files, "in whole files");
    }();
    for (std::size_t const step : { 1U, 7U, 4'093U }) {
        ReadingWay way;
        way.delivery.step = step;
        Instance instance { probe, library, probe.subject().tenant };
        same_rows(probe, "delivery.pieces", "the same rows however many bytes one read gives", whole,
            read(instance, files, std::to_string(step) + " bytes a read", way));
    }
}

}

std::vector<Test> delivery_tests()
{
    return {
        { "delivery.reads", "the delivery is read to its end and its rows keep the rules", Needs::import, is_read },
        { "delivery.again", "the same delivery gives the same rows", Needs::delivery, is_repeatable },
        { "delivery.pieces", "the same rows come when a read gives one byte", Needs::delivery, pieces_make_no_difference },
    };
}

}
