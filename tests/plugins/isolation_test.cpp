// Every misdeed of the zoo costs one call of one tenant, and nothing else.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>

using namespace portal;
using namespace portal::plugins;
using namespace std::chrono_literals;

namespace {

class IsolationTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(IsolationTest);
    CPPUNIT_TEST(each_misdeed_costs_one_call);
    CPPUNIT_TEST(a_plugin_is_kept_from_the_world);
    CPPUNIT_TEST(constructors_run_inside_the_cage);
    CPPUNIT_TEST(without_landlock_no_host_starts_unless_that_is_allowed);
    CPPUNIT_TEST(memory_is_limited);
    CPPUNIT_TEST(a_stillborn_plugin_is_refused_with_the_reason);
    CPPUNIT_TEST(a_refusal_without_a_reason_is_not_passed_on);
    CPPUNIT_TEST(another_tenants_calls_go_on);
    CPPUNIT_TEST(calls_of_one_tenant_take_turns);
    CPPUNIT_TEST(few_wait_for_a_slow_plugin);
    CPPUNIT_TEST(who_waits_for_a_plugin_that_turns_out_to_be_slow_is_sent_away);
    CPPUNIT_TEST(repeated_crashes_make_a_growing_pause);
    CPPUNIT_TEST(changed_settings_open_the_plugin_anew);
    CPPUNIT_TEST(an_idle_host_is_ended);
    CPPUNIT_TEST(lies_become_problems);
    CPPUNIT_TEST(an_import_that_misbehaves_is_ended);
    CPPUNIT_TEST(an_import_that_drips_is_ended_though_it_is_never_silent);
    CPPUNIT_TEST(an_import_may_take_the_portal_as_long_as_it_needs);
    CPPUNIT_TEST_SUITE_END();

    ManualClock m_clock { Instant { std::chrono::sys_days { std::chrono::year { 2018 } / 6 / 2 } } };
    Target m_beast = test::target(1, "zoo.beast");
    tests::TemporaryFolder m_folder;

    static Options zoo(std::chrono::milliseconds call_time = 2s)
    {
        auto options = test::options(test::built("tests/zoo"));
        options.call_time = call_time;
        options.import_silence = 500ms;
        return options;
    }
    std::string unavailable(Plugins& plugins, Target const& target, std::string_view typed)
    {
        try {
            auto const answer = plugins.normalise_reference(target, typed);
            return answer ? "answered " + *answer : "refused " + answer.refusal().key;
        } catch (PluginUnavailable const& error) {
            return error.what();
        }
    }
    std::string imported(std::string const& command, RowSink& sink, std::chrono::milliseconds import_wait = 1h)
    {
        auto const path = m_folder / "delivery.csv";
        std::ofstream { path } << command;
        auto options = zoo();
        options.import_wait = import_wait;
        Plugins plugins { options, m_clock };
        try {
            auto const result = plugins.import(m_beast, { path }, sink);
            return result ? "read " + std::to_string(result->rows) : "refused " + result.refusal().key;
        } catch (PluginUnavailable const& error) {
            return error.what();
        }
    }

public:
    void each_misdeed_costs_one_call()
    {
        Plugins plugins { zoo(300ms), m_clock };
        for (std::string const misdeed : { "crash", "abort", "exit", "loop", "sleep", "flood", "garbage", "long", "control", "latin", "odd" }) {
            CPPUNIT_ASSERT_THROW_MESSAGE(misdeed, plugins.normalise_reference(m_beast, misdeed), PluginUnavailable);
            // The very next call has an answer.
            CPPUNIT_ASSERT_EQUAL_MESSAGE(misdeed, std::string { "good" }, *plugins.normalise_reference(m_beast, "good"));
        }
    }
    void a_plugin_is_kept_from_the_world()
    {
        Plugins plugins { zoo(), m_clock };
        for (std::string const attempt :
            { "try:create", "try:socket", "try:fork", "try:exec", "try:code", "try:kill", "try:owner", "try:async", "try:alarm", "try:timer", "try:environment",
#ifndef PORTAL_SANITIZED // whose run-time reads /proc
                "try:file", "try:stat"
#endif
            })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(attempt, std::string { "refused" }, *plugins.normalise_reference(m_beast, attempt));
        CPPUNIT_ASSERT(!std::filesystem::exists("/tmp/portal-zoo-was-here"));
        // Standard input, output, error (all /dev/null) and the socket, whatever this program has open.
        std::ifstream const open_here { "/dev/null" };
        CPPUNIT_ASSERT_EQUAL(std::string { "4" }, *plugins.normalise_reference(m_beast, "descriptors"));
    }
    void constructors_run_inside_the_cage()
    {
        Plugins plugins { zoo(), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "kept out" }, *plugins.normalise_reference(test::target(2, "zoo.file-on-load"), ""));
        CPPUNIT_ASSERT_THROW(plugins.normalise_reference(test::target(3, "zoo.crash-on-load"), ""), PluginUnavailable);
    }
    void without_landlock_no_host_starts_unless_that_is_allowed()
    {
        auto options = zoo();
        options.host_program = test::built("tests/without_landlock");
        auto const nosy = test::target(2, "zoo.file-on-load");
        {
            Plugins plugins { options, m_clock };
            auto const said = unavailable(plugins, nosy, "");
            CPPUNIT_ASSERT_MESSAGE(said, said.find("this system offers no Landlock") != std::string::npos);
            CPPUNIT_ASSERT_MESSAGE(said, said.ends_with("plugins.allow_without_landlock = true runs it all the same"));
        }
        options.may_lack_landlock = true;
        Plugins plugins { options, m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "answered good" }, unavailable(plugins, m_beast, "good"));
        // What it costs, and why nobody gets it unasked.
        CPPUNIT_ASSERT_EQUAL(std::string { "answered got in" }, unavailable(plugins, nosy, ""));
    }
    void memory_is_limited()
    {
#ifndef PORTAL_SANITIZED
        auto options = zoo(20s);
        options.memory = 200U << 20;
        Plugins plugins { options, m_clock };
        auto const taken = std::stoi(*plugins.normalise_reference(m_beast, "hog"));
        CPPUNIT_ASSERT_MESSAGE(std::to_string(taken), taken > 50 && taken < 200);
#endif
    }
    void a_stillborn_plugin_is_refused_with_the_reason()
    {
        Plugins plugins { zoo(), m_clock };
        auto const reason = [&](std::string const& animal, std::string_view expected) {
            auto const said = unavailable(plugins, test::target(7, "zoo." + animal), "1");
            CPPUNIT_ASSERT_MESSAGE(animal + ": " + said, said.find(expected) != std::string::npos);
        };
        reason("crash-on-load", "the plugin host ended");
        reason("no-entry", "it has no portal_plugin_entry_v1");
        reason("other-major", "built for version 2.0 of the plugin border, this portal has 1.0: build it with this portal's SDK (/");
        reason("newer-minor",
            "built for version 1.1 of the plugin border, this portal has 1.0: upgrade the portal, or build the plugin with this portal's SDK (/");
        reason("newer-minor", "/zoo.newer-minor/1.0.0/plugin.so)");
        reason("too-small", "at least 80 are needed");
        reason("other-id", "it says it is zoo.somebody-else 1.0.0, its folder says zoo.other-id 1.0.0");
    }
    void a_refusal_without_a_reason_is_not_passed_on()
    {
        Plugins plugins { zoo(), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "refused reference.check_digit" }, unavailable(plugins, m_beast, "no"));
        CPPUNIT_ASSERT_THROW(plugins.normalise_reference(m_beast, "unsaid"), PluginUnavailable);
    }
    void another_tenants_calls_go_on()
    {
        Plugins plugins { zoo(), m_clock };
        auto const other = test::target(2, "zoo.beast");
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(other, "good"));
        auto looping = std::async(std::launch::async, [&] { return unavailable(plugins, m_beast, "loop"); });
        for (int i = 0; i < 100; ++i)
            CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(other, "good"));
        CPPUNIT_ASSERT(looping.wait_for(0s) == std::future_status::timeout);
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin did not answer in time" }, looping.get());
    }
    void calls_of_one_tenant_take_turns()
    {
        Plugins plugins { zoo(20s), m_clock };
        std::vector<std::future<int>> all;
        for (int caller = 0; caller < 8; ++caller)
            all.push_back(std::async(std::launch::async, [&, caller] {
                int right = 0;
                for (int i = 0; i < 50; ++i) {
                    auto const typed = std::to_string(caller * 1000 + i);
                    right += *plugins.normalise_reference(m_beast, typed) == typed ? 1 : 0;
                }
                return right;
            }));
        for (auto& one : all)
            CPPUNIT_ASSERT_EQUAL(50, one.get());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, plugins.running_hosts());
    }
    void few_wait_for_a_slow_plugin()
    {
        Plugins plugins { zoo(300ms), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin did not answer in time" }, unavailable(plugins, m_beast, "loop"));
        std::vector<std::future<std::string>> all;
        for (int caller = 0; caller < 12; ++caller)
            all.push_back(std::async(std::launch::async, [&] { return unavailable(plugins, m_beast, "loop"); }));
        int sent_away = 0;
        for (auto& one : all)
            sent_away += one.get() == "the plugin is slow, and others wait for it already" ? 1 : 0;
        CPPUNIT_ASSERT_MESSAGE(std::to_string(sent_away), sent_away > 0);
    }
    void who_waits_for_a_plugin_that_turns_out_to_be_slow_is_sent_away()
    {
        Plugins plugins { zoo(3s), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_beast, "good"));
        // All at once, so nobody has seen it slow yet. One is in his call and two may wait: all others are back before his time is over.
        std::atomic<bool> is_over = false;
        std::vector<std::future<bool>> all;
        for (int caller = 0; caller < 12; ++caller)
            all.push_back(std::async(std::launch::async, [&] {
                bool const is_sent_away = unavailable(plugins, m_beast, "loop") == "the plugin is slow, and others wait for it already";
                is_over = is_over || !is_sent_away;
                return is_sent_away && !is_over;
            }));
        auto const sent_away = std::count_if(all.begin(), all.end(), [](auto& one) { return one.get(); });
        CPPUNIT_ASSERT_MESSAGE(std::to_string(sent_away), sent_away > 5); // 9, if nobody came late
    }
    void repeated_crashes_make_a_growing_pause()
    {
        Plugins plugins { zoo(), m_clock };
        auto const is_pause = [&] { return unavailable(plugins, m_beast, "good").find("pause") != std::string::npos; };
        unavailable(plugins, m_beast, "crash");
        unavailable(plugins, m_beast, "crash");
        CPPUNIT_ASSERT(is_pause());
        m_clock.advance(1s);
        unavailable(plugins, m_beast, "crash");
        m_clock.advance(1s);
        CPPUNIT_ASSERT(is_pause());
        m_clock.advance(1s);
        CPPUNIT_ASSERT_EQUAL(std::string { "answered good" }, unavailable(plugins, m_beast, "good"));
        // One answer, and a crash costs one call again.
        unavailable(plugins, m_beast, "crash");
        CPPUNIT_ASSERT_EQUAL(std::string { "answered good" }, unavailable(plugins, m_beast, "good"));
    }
    void changed_settings_open_the_plugin_anew()
    {
        Plugins plugins { zoo(), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string {}, *plugins.normalise_reference(m_beast, "setting"));
        m_beast.settings["word"] = "žaba";
        CPPUNIT_ASSERT_EQUAL(std::string { "žaba" }, *plugins.normalise_reference(m_beast, "setting"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, plugins.running_hosts());
    }
    void an_idle_host_is_ended()
    {
        Plugins plugins { zoo(), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_beast, "good"));
        plugins.end_idle();
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, plugins.running_hosts());
        m_clock.advance(5min);
        plugins.end_idle();
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, plugins.running_hosts());
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_beast, "good"));
    }
    void lies_become_problems()
    {
        test::RecordingSink sink;
        CPPUNIT_ASSERT_EQUAL(std::string { "read 2" }, imported("lie", sink));
        std::vector<std::string> const expected { "|0|row.missing|number|", "delivery.csv|0|row.too_long|name|", "|0|row.bad_text|name|",
            "|0|row.bad_text|name|", "|0|row.bad_date|read_on|", "|0|row.bad_number|value|", "|0|row.bad_word|source|", "|0|row.bad_currency|amount|" };
        CPPUNIT_ASSERT(expected == sink.with("problem", ""));
        CPPUNIT_ASSERT_EQUAL(std::string { "5|Žiga||||||" }, sink.rows.at("customer").at(1));
    }
    void an_import_that_misbehaves_is_ended()
    {
        test::RecordingSink sink;
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin host sent rows that cannot be read" }, imported("no head", sink));
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin host sent rows that cannot be read" }, imported("two heads", sink));
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin host sent rows that cannot be read" }, imported("nothing", sink));
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin host sent what is no answer" }, imported("garbage", sink));
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin did not answer in time" }, imported("silence", sink));
        CPPUNIT_ASSERT(imported("crash", sink).find("the plugin host ended") != std::string::npos);
        // Rows without end: the sink decides when it is enough.
        struct Enough : test::RecordingSink {
            int left = 10'000;
            void customer(CustomerRow const&) override
            {
                if (--left == 0)
                    throw std::length_error("enough");
            }
        } enough;
        CPPUNIT_ASSERT_THROW(imported("endless", enough), std::length_error);
        CPPUNIT_ASSERT_EQUAL(std::string { "read 1" }, imported("anything else", sink));
    }
    void an_import_that_drips_is_ended_though_it_is_never_silent()
    {
        test::RecordingSink sink;
        auto const said = imported("drip", sink, 300ms);
        CPPUNIT_ASSERT_MESSAGE(said, said.find("longer than plugins.import_hours allows") != std::string::npos);
        CPPUNIT_ASSERT(!sink.rows["customer"].empty());
    }
    void an_import_may_take_the_portal_as_long_as_it_needs()
    {
        // The plugin waits for this sink, not the portal for the plugin.
        struct Slow : test::RecordingSink {
            void customer(CustomerRow const& row) override
            {
                auto const until = std::chrono::steady_clock::now() + 1200ms;
                while (std::chrono::steady_clock::now() < until) { }
                test::RecordingSink::customer(row);
            }
        } sink;
        CPPUNIT_ASSERT_EQUAL(std::string { "read 1" }, imported("anything else", sink, 1s));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IsolationTest);

}
