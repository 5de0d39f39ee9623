// Deliveries that are damaged, interrupted, refused by the portal, or much larger.
#include "plugin_check/inputs.h"
#include "plugin_check/reading.h"
#include "plugin_check/sanitized.h"
#include "plugin_check/suite.h"

#include <algorithm>
#include <numeric>

#include <sys/resource.h>

namespace portal::plugin_check {

namespace {

std::size_t bytes_of(std::vector<File> const& files)
{
    return std::accumulate(files.begin(), files.end(), std::size_t { 0 }, [](std::size_t sum, File const& file) { return sum + file.content.size(); });
}

// So many copies that a large sample does not take minutes.
std::size_t variants(Probe const& probe) { return std::clamp<std::size_t>((64U << 20) / (bytes_of(probe.subject().delivery) + 1), 20, 200); }

// Reads the delivery many times, each time with one file damaged. Any answer will do: what must not be is watched by everybody.
// damage: changes the content and says in words what it did.
void read_damaged(Probe& probe, std::string (*damage)(std::string& content, Random& random))
{
    Library const library { probe };
    auto random = probe.random();
    for (std::size_t i = 0; i < variants(probe); ++i) {
        Instance instance { probe, library, probe.subject().tenant };
        auto files = probe.subject().delivery;
        auto& file = files[random.below(files.size())];
        auto const what = damage(file.content, random);
        read(instance, files, what + " of " + file.name + ", variant " + std::to_string(i) + " of seed " + std::to_string(probe.subject().seed));
    }
}

void cut_short(Probe& probe)
{
    read_damaged(probe, [](std::string& content, Random& random) {
        content.resize(random.below(content.size() + 1));
        return "the first " + std::to_string(content.size()) + " bytes";
    });
}

void with_flipped_bits(Probe& probe)
{
    read_damaged(probe, [](std::string& content, Random& random) {
        for (std::size_t flips = 1 + random.below(8); flips > 0 && !content.empty(); --flips) {
            auto& byte = content[random.below(content.size())];
            // A bit, or a sign that means something to most formats.
            byte = random.below(3) == 0 ? random.of(";,|\"\n\r<>&0-.\t ") : static_cast<char>(byte ^ (1 << random.below(8)));
        }
        return std::string { "changed bytes" };
    });
}

void of_no_kind(Probe& probe)
{
    Library const library { probe };
    auto random = probe.random();
    std::string noise(100'000, ' ');
    for (auto& byte : noise)
        byte = random.byte();
    std::string const name = probe.subject().delivery.empty() ? "no-such-file.txt" : probe.subject().delivery.front().name;
    std::vector<File> files;
    for (std::string const& content :
        { std::string {}, std::string { "\n\n\n" }, noise, std::string(4U << 20, 'x'), std::string(1U << 20, '\0'), std::string(1U << 20, ';'),
            std::string { "\xef\xbb\xbf" }, std::string { "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>" } })
        files.push_back({ name, content });
    for (std::string const& odd_name : { std::string { "unknown" }, std::string(200, 'n') })
        files.push_back({ odd_name, "A;B\n1;2\n" });
    {
        Instance instance { probe, library, probe.subject().tenant };
        read(instance, {}, "no file at all");
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        Instance instance { probe, library, probe.subject().tenant };
        read(instance, { files[i] }, "a file of no kind, number " + std::to_string(i + 1));
    }
}

void refused_by_the_sink(Probe& probe, Library const& library, portal_status refusal, std::string_view key)
{
    auto const& files = probe.subject().delivery;
    Instance instance { probe, library, probe.subject().tenant };
    auto const whole = read(instance, files, "the delivery as it is");
    for (auto const at : { std::uint64_t { 0 }, std::uint64_t { 1 }, whole.calls / 2, whole.calls - 1 }) {
        if (at >= whole.calls)
            continue;
        ReadingWay way;
        way.rows.refuses_from = at;
        way.rows.refusal = way.passed_on = refusal;
        auto const reading = read(instance, files, "the sink gives " + status_name(refusal) + " at call " + std::to_string(at + 1), way);
        probe.require(reading.answer.status == refusal, key, status_name(refusal) + ", returned unchanged", in_words(reading.answer));
        probe.require(reading.calls_after_refusal == 0, "sink.called_on", "no more calls of the sink once it has not answered PORTAL_OK",
            std::to_string(reading.calls_after_refusal) + " more");
    }
}

void stopped_by_the_portal(Probe& probe)
{
    Library const library { probe };
    refused_by_the_sink(probe, library, PORTAL_STOPPED, "stop.not_passed_on");
    Instance instance { probe, library, probe.subject().tenant };
    instance.stop();
    // Rows or PORTAL_STOPPED: who asks stopping() may end, who ends at the sink's word need not ask.
    ReadingWay way;
    way.passed_on = PORTAL_STOPPED;
    read(instance, probe.subject().delivery, "stopping() is true from the beginning", way);
}

void fails_in_the_portal(Probe& probe)
{
    Library const library { probe };
    refused_by_the_sink(probe, library, 4711, "sink.not_passed_on");
}

void cannot_be_read_on(Probe& probe)
{
    Library const library { probe };
    Instance instance { probe, library, probe.subject().tenant };
    // A plugin that refuses the delivery at its first line never comes to the read that fails.
    if (!read(instance, probe.subject().delivery, "the delivery as it is").answer.is_ok())
        return probe.skip("the plugin refuses the delivery as it is");
    auto const bytes = bytes_of(probe.subject().delivery);
    for (auto const after : { std::size_t { 0 }, bytes / 3, bytes / 2 }) {
        ReadingWay way;
        way.delivery.step = std::max<std::size_t>(1, bytes / 20);
        way.delivery.fails_after = after;
        way.delivery.failure = -2;
        way.passed_on = PORTAL_STOPPED;
        auto const place = " after " + std::to_string(after) + " bytes";
        auto const stopped = read(instance, probe.subject().delivery, "read gives -2" + place, way);
        probe.require(stopped.answer.status == PORTAL_STOPPED, "read.stopped", "PORTAL_STOPPED when read gives -2", in_words(stopped.answer));
        way.delivery.failure = -1;
        way.passed_on = PORTAL_OK;
        auto const failed = read(instance, probe.subject().delivery, "read gives -1" + place, way);
        probe.require(failed.answer.status == PORTAL_BAD_DATA, "read.failed", "PORTAL_BAD_DATA when read gives -1", in_words(failed.answer));
    }
}

std::size_t most_memory()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

// The largest file with its lines again and again; a file without lines comes under many names.
std::vector<File> enlarged(std::vector<File> files, std::size_t bytes)
{
    auto const largest = std::max_element(files.begin(), files.end(), [](File const& a, File const& b) { return a.content.size() < b.content.size(); });
    auto const first = largest->content.find('\n');
    bool const has_lines = first != std::string::npos && first + 1 < largest->content.size() && largest->content[0] != '<';
    if (has_lines) {
        auto again = largest->content.substr(first + 1);
        if (!again.ends_with('\n'))
            largest->content += '\n', again += '\n';
        largest->content.reserve(bytes + again.size());
        while (largest->content.size() < bytes)
            largest->content += again;
        return files;
    }
    auto const one = *largest;
    auto const dot = std::min(one.name.rfind('.'), one.name.size());
    for (std::size_t i = 2, have = 0; have < bytes && i < 2'000; ++i, have += one.content.size() + 1)
        files.push_back({ one.name.substr(0, dot) + "_" + std::to_string(i) + one.name.substr(dot), one.content });
    return files;
}

void in_constant_memory(Probe& probe)
{
    constexpr std::size_t bytes = 6U << 20;
    Library const library { probe };
    Instance instance { probe, library, probe.subject().tenant };
    auto const large = enlarged(probe.subject().delivery, bytes);
    ReadingWay way;
    way.rows.keeps_lines = false;
    read(instance, probe.subject().delivery, "the delivery as it is", way);
    auto const before = most_memory();
    read(instance, large, "the delivery made larger by repeating its lines, " + std::to_string(bytes_of(large) >> 20) + " MB", way);
    auto const more = most_memory() - before;
    probe.require(more < bytes / 3 || is_sanitized, "memory.grows", "memory that does not grow with the delivery",
        std::to_string(more >> 20) + " MB more than for the sample");
}

}

std::vector<Test> damage_tests()
{
    return {
        { "delivery.odd", "no file, empty files and noise are answered", Needs::import, of_no_kind },
        { "delivery.cut", "a delivery that ends too early is answered", Needs::delivery, cut_short },
        { "delivery.flipped", "a delivery with flipped bits is answered", Needs::delivery, with_flipped_bits },
        { "delivery.stop", "it stops when the portal says so", Needs::delivery, stopped_by_the_portal },
        { "delivery.sink", "what the sink answers is passed on unchanged", Needs::delivery, fails_in_the_portal },
        { "delivery.read", "what reading answers is passed on", Needs::delivery, cannot_be_read_on },
        { "delivery.memory", "memory does not grow with the delivery", Needs::delivery, in_constant_memory },
    };
}

}
