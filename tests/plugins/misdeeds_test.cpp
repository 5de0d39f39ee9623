// The isolation table: each misdeed costs one call of one tenant, is named in the log, and other tenants notice nothing.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <iomanip>
#include <iostream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

using namespace portal;
using namespace portal::plugins;
using namespace std::chrono_literals;

namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

// Standard error in a file for as long as it lives: the log's lines.
class CapturedLog {
public:
    explicit CapturedLog(std::string path)
        : m_path(std::move(path))
        , m_before(::dup(STDERR_FILENO))
    {
        int const file = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
        ::dup2(file, STDERR_FILENO);
        ::close(file);
    }
    CapturedLog(CapturedLog const&) = delete;
    CapturedLog& operator=(CapturedLog const&) = delete;
    ~CapturedLog()
    {
        ::dup2(m_before, STDERR_FILENO);
        ::close(m_before);
    }
    std::vector<std::string> lines() const
    {
        std::vector<std::string> all;
        std::ifstream file { m_path };
        for (std::string line; std::getline(file, line);)
            all.push_back(line);
        return all;
    }

private:
    std::string m_path;
    int m_before;
};

struct CountingSink final : test::RecordingSink {
    std::uint64_t customers = 0;
    void customer(CustomerRow const&) override { ++customers; }
};

// How another tenant's calls went.
struct Latencies {
    std::vector<double> milliseconds;
    int failures = 0;
    double p99()
    {
        std::sort(milliseconds.begin(), milliseconds.end());
        return milliseconds.empty() ? 0 : milliseconds[milliseconds.size() * 99 / 100];
    }
};

class MisdeedsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(MisdeedsTest);
    CPPUNIT_TEST(each_misdeed_costs_one_call_of_one_tenant);
    CPPUNIT_TEST_SUITE_END();

    struct Misdeed {
        std::string_view what; // in words, for the table
        std::string command; // for the beast
        bool is_import;
        std::string_view caller_gets; // part of it
        std::string_view event; // of the log; "" when it does nobody any harm
    };
    static std::vector<Misdeed> misdeeds()
    {
        constexpr auto no_answer = "the plugin did not answer in time";
#ifdef PORTAL_SANITIZED // whose run-time turns the signal into an exit
        constexpr auto crash_seen = "the plugin host ended";
#else
        constexpr auto crash_seen = "ended by signal 11";
#endif
        return {
            { "crashes", "crash", false, crash_seen, "plugin.crashed" },
            { "aborts", "abort", false, "ended by signal 6", "plugin.crashed" },
            { "ends the process", "exit", false, "ended with status 0", "plugin.crashed" },
            { "throws through C", "throw", false, "the plugin host ended", "plugin.crashed" },
            { "loops", "loop", false, no_answer, "plugin.timeout" },
            { "answers never", "sleep", false, no_answer, "plugin.timeout" },
            { "forks", "try:fork", false, "answered: refused", "" },
            { "runs a program", "try:exec", false, "answered: refused", "" },
            { "opens a socket", "try:socket", false, "answered: refused", "" },
            { "writes a file", "try:create", false, "answered: refused", "" },
#ifndef PORTAL_SANITIZED // whose run-time reads /proc, and reserves terabytes
            { "reads a file", "try:file", false, "answered: refused", "" },
            { "eats memory", "hog", false, "answered: ", "" },
#endif
            { "floods the log", "flood", false, no_answer, "plugin.timeout" },
            { "writes garbage", "garbage", false, "sent what is no answer", "plugin.crashed" },
            { "answers no UTF-8", "latin", false, "answered with what is no text", "plugin.crashed" },
            { "lies about a size", "size", false, "more than 1024 bytes", "plugin.refused" },
            { "answers an unknown status", "odd", false, "status 4711", "plugin.refused" },
            { "crashes in an import", "crash", true, crash_seen, "plugin.crashed" },
            { "is silent in an import", "silence", true, no_answer, "plugin.timeout" },
            { "writes garbage in an import", "garbage", true, "sent what is no answer", "plugin.crashed" },
            { "sends rows without a head", "no head", true, "rows that cannot be read", "plugin.crashed" },
            { "lies about sizes of rows", "sizes", true, "read 2 rows", "" },
#ifndef PORTAL_SANITIZED
            { "sends ten million rows", "ten million", true, "read 10000001 rows", "" },
#endif
        };
    }

    SystemClock m_clock;
    tests::TemporaryFolder m_folder;
    Target const m_beast = test::target(1, "zoo.beast");
    Target const m_other = test::target(2, "zoo.beast");

    static Options zoo()
    {
        auto options = test::options(test::built("tests/zoo"));
        options.call_time = 1s;
        options.import_silence = 1s;
        options.memory = 192U << 20;
        return options;
    }
    std::string done(Plugins& plugins, Misdeed const& misdeed)
    {
        try {
            if (!misdeed.is_import) {
                auto const answer = plugins.normalise_reference(m_beast, misdeed.command);
                return answer ? "answered: " + *answer : "refused: " + answer.refusal().key;
            }
            auto const path = m_folder / "delivery.csv";
            std::ofstream { path } << misdeed.command;
            CountingSink sink;
            auto const read = plugins.import(m_beast, { path }, sink);
            return read ? "read " + std::to_string(read->rows) + " rows" : "refused: " + read.refusal().key;
        } catch (PluginUnavailable const& error) {
            return error.what();
        }
    }
    void call_until(Plugins& plugins, Latencies& latencies, std::function<bool()> const& is_over)
    {
        for (int calls = 0; calls < 200 || !is_over(); ++calls) {
            auto const start = SteadyClock::now();
            try {
                latencies.failures += *plugins.normalise_reference(m_other, "good") == "good" ? 0 : 1;
            } catch (PluginUnavailable const&) {
                ++latencies.failures;
            }
            latencies.milliseconds.push_back(Milliseconds { SteadyClock::now() - start }.count());
        }
    }

public:
    void each_misdeed_costs_one_call_of_one_tenant()
    {
        std::ostringstream table;
        table << std::fixed << std::setprecision(2);
        auto const row = [&](std::string_view what, std::string_view got, std::string_view after, std::string_view others) {
            table << std::left << "\n  " << std::setw(30) << what << std::setw(58) << got.substr(0, 56) << std::setw(10) << after << others;
        };
        auto const number = [](double value) {
            std::ostringstream text;
            text << std::fixed << std::setprecision(2) << value;
            return text.str();
        };
        Plugins plugins { zoo(), m_clock };
        Latencies quiet;
        call_until(plugins, quiet, [] { return true; });
        row("misdeed", "what the caller got", "after ms", "p99 of another tenant, ms (quiet: " + number(quiet.p99()) + ")");

        for (auto const& misdeed : misdeeds()) {
            std::string const what { misdeed.what };
            CapturedLog const log { m_folder / "log" };
            Milliseconds took {};
            auto misbehaving = std::async(std::launch::async, [&] {
                auto const start = SteadyClock::now();
                auto got = done(plugins, misdeed);
                took = SteadyClock::now() - start;
                return got;
            });
            Latencies others;
            call_until(plugins, others, [&] { return misbehaving.wait_for(0s) == std::future_status::ready; });
            auto const got = misbehaving.get();
            row(what, got, number(took.count()), number(others.p99()));

            CPPUNIT_ASSERT_MESSAGE(what + ": " + got, got.find(misdeed.caller_gets) != std::string::npos);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(what, 0, others.failures);
            CPPUNIT_ASSERT_MESSAGE(what + ": others waited " + number(others.p99()) + " ms", others.p99() < 250);
            auto const lines = log.lines();
            CPPUNIT_ASSERT_MESSAGE(what + " floods the log", lines.size() < 60);
            auto const is_it = [&](std::string const& line) {
                return line.find("\"event\":\"" + std::string { misdeed.event } + "\"") != std::string::npos
                    && line.find("\"plugin\":\"zoo.beast@1.0.0\"") != std::string::npos && line.find("\"tenant\":\"tenant-1\"") != std::string::npos;
            };
            CPPUNIT_ASSERT_MESSAGE(what + " is not in the log", misdeed.event.empty() || std::any_of(lines.begin(), lines.end(), is_it));
            // The very next call has an answer.
            CPPUNIT_ASSERT_EQUAL_MESSAGE(what, std::string { "good" }, *plugins.normalise_reference(m_beast, "good"));
        }
        CPPUNIT_ASSERT(!std::filesystem::exists("/tmp/portal-zoo-was-here"));
        std::cout << table.str() << '\n';
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MisdeedsTest);

}
