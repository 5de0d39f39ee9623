// Another version while calls are running, and plugins that fail again and again.
#include "plugins/targets.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <future>

using namespace portal;
using namespace portal::plugins;
using namespace std::chrono_literals;

namespace {

class ChangeTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ChangeTest);
    CPPUNIT_TEST(two_tenants_run_two_versions);
    CPPUNIT_TEST(new_calls_go_to_the_new_version_while_a_running_one_ends_on_the_old);
    CPPUNIT_TEST(a_version_that_does_not_open_changes_nothing);
    CPPUNIT_TEST(a_first_version_that_does_not_open_leaves_nothing_behind);
    CPPUNIT_TEST(no_call_fails_while_versions_change);
    CPPUNIT_TEST(five_failures_in_a_row_are_a_quarantine_that_grows);
    CPPUNIT_TEST(a_function_that_always_fails_does_not_hide_behind_another);
    CPPUNIT_TEST(an_answer_ends_a_quarantine);
    CPPUNIT_TEST(an_admin_ends_a_quarantine);
    CPPUNIT_TEST(what_another_node_found_counts_here);
    CPPUNIT_TEST(another_version_is_not_blamed);
    CPPUNIT_TEST_SUITE_END();

    ManualClock m_clock { Instant { std::chrono::sys_days { std::chrono::year { 2018 } / 6 / 2 } } };
    Target const m_old = test::target(1, "zoo.beast");
    Target const m_new = version("1.1.0");

    Target version(std::string number, std::int64_t tenant = 1) const
    {
        auto target = test::target(tenant, "zoo.beast");
        target.plugin_version = std::move(number);
        return target;
    }
    static Options zoo(std::chrono::milliseconds call_time = 20s)
    {
        auto options = test::options(test::built("tests/zoo"));
        options.call_time = call_time;
        return options;
    }
    // How often it may still be tried until it is in quarantine is waited for on the clock.
    void crash(Plugins& plugins, int times)
    {
        for (int i = 0; i < times; ++i) {
            CPPUNIT_ASSERT_THROW(plugins.normalise_reference(m_old, "crash"), PluginUnavailable);
            m_clock.advance(i + 1 < times ? 4s : 0s);
        }
    }

public:
    void two_tenants_run_two_versions()
    {
        Plugins plugins { zoo(), m_clock };
        for (int i = 0; i < 3; ++i) {
            CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, *plugins.normalise_reference(m_old, "version"));
            CPPUNIT_ASSERT_EQUAL(std::string { "1.1.0" }, *plugins.normalise_reference(version("1.1.0", 2), "version"));
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, plugins.running_hosts());
    }
    void new_calls_go_to_the_new_version_while_a_running_one_ends_on_the_old()
    {
        Plugins plugins { zoo(2s), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, *plugins.normalise_reference(m_old, "version"));
        auto running = std::async(std::launch::async, [&]() -> std::string {
            try {
                return *plugins.normalise_reference(m_old, "loop");
            } catch (PluginUnavailable const& error) {
                return error.what();
            }
        });
        CPPUNIT_ASSERT(plugins.prepare(m_new));
        CPPUNIT_ASSERT_EQUAL(std::string { "1.1.0" }, *plugins.normalise_reference(m_new, "version"));
        CPPUNIT_ASSERT_EQUAL(std::string { "the plugin did not answer in time" }, running.get());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, plugins.running_hosts());
    }
    void a_version_that_does_not_open_changes_nothing()
    {
        Plugins plugins { zoo(), m_clock };
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, *plugins.normalise_reference(m_old, "version"));
        CPPUNIT_ASSERT_THROW(plugins.prepare(version("9.9.9")), PluginUnavailable);
        auto wrong = m_new;
        wrong.settings["colour"] = "red";
        auto const refused = plugins.prepare(wrong);
        CPPUNIT_ASSERT(!refused && refused.refusal().field == "colour");
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, *plugins.normalise_reference(m_old, "version"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, plugins.running_hosts());
        CPPUNIT_ASSERT(plugins.quarantines().empty());
    }
    void a_first_version_that_does_not_open_leaves_nothing_behind()
    {
        Plugins plugins { zoo(), m_clock };
        CPPUNIT_ASSERT_THROW(plugins.prepare(version("9.9.9")), PluginUnavailable);
        CPPUNIT_ASSERT(!plugins.is_quarantined(m_old) && plugins.quarantines().empty());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, plugins.running_hosts());
        plugins.release(m_old.tenant);
        plugins.end_idle();
        CPPUNIT_ASSERT_EQUAL(std::string { "1.0.0" }, *plugins.normalise_reference(m_old, "version"));
    }
    void no_call_fails_while_versions_change()
    {
        Plugins plugins { zoo(), m_clock };
        std::atomic<bool> is_newer = false;
        std::atomic<bool> is_over = false;
        std::vector<std::future<int>> callers;
        for (int i = 0; i < 4; ++i)
            callers.push_back(std::async(std::launch::async, [&] {
                int answers = 0;
                while (!is_over)
                    answers += plugins.normalise_reference(is_newer ? m_new : m_old, "version") ? 1 : 0;
                return answers;
            }));
        for (int change = 0; change < 40; ++change) {
            CPPUNIT_ASSERT(plugins.prepare(is_newer ? m_old : m_new));
            is_newer = !is_newer;
        }
        is_over = true;
        for (auto& caller : callers)
            CPPUNIT_ASSERT(caller.get() > 0);
    }
    void five_failures_in_a_row_are_a_quarantine_that_grows()
    {
        Plugins plugins { zoo(), m_clock };
        auto const start = m_clock.now();
        crash(plugins, 4);
        CPPUNIT_ASSERT(!plugins.is_quarantined(m_old) && plugins.quarantines().empty());
        m_clock.advance(4s);
        crash(plugins, 1);
        CPPUNIT_ASSERT(plugins.is_quarantined(m_old));
        auto const first = plugins.quarantines().at(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "zoo.beast 1.0.0" }, first.plugin_id + " " + first.plugin_version);
        CPPUNIT_ASSERT_EQUAL(5, first.failures);
        CPPUNIT_ASSERT(first.last_failure.find("the plugin host ended") != std::string::npos);
        CPPUNIT_ASSERT(first.since == start + 16s && first.until == m_clock.now() + 1min);
        // Even a call that it would answer is not made.
        CPPUNIT_ASSERT_THROW(plugins.normalise_reference(m_old, "good"), PluginUnavailable);
        // Then one call is tried, and the pause doubles, up to an hour.
        for (auto const pause : { 2min, 4min, 8min, 16min, 32min, 60min, 60min }) {
            m_clock.set(plugins.quarantines().at(0).until);
            CPPUNIT_ASSERT(!plugins.is_quarantined(m_old));
            crash(plugins, 1);
            CPPUNIT_ASSERT(plugins.quarantines().at(0).until == m_clock.now() + pause);
            CPPUNIT_ASSERT(plugins.quarantines().at(0).since == first.since);
        }
    }
    void a_function_that_always_fails_does_not_hide_behind_another()
    {
        Plugins plugins { zoo(), m_clock };
        for (int registration = 0; registration < 5; ++registration) {
            CPPUNIT_ASSERT(!plugins.is_quarantined(m_old));
            CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_old, "good"));
            plugins.code_is_document_number(m_old);
            CPPUNIT_ASSERT_THROW(plugins.normalise_code(m_old, Secret { "crash" }), PluginUnavailable);
            if (registration < 4)
                m_clock.advance(4s);
        }
        CPPUNIT_ASSERT(plugins.is_quarantined(m_old));
    }
    void an_answer_ends_a_quarantine()
    {
        Plugins plugins { zoo(), m_clock };
        crash(plugins, 5);
        m_clock.advance(1min);
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_old, "good"));
        CPPUNIT_ASSERT(plugins.quarantines().empty());
        crash(plugins, 1);
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_old, "good"));
    }
    void an_admin_ends_a_quarantine()
    {
        Plugins plugins { zoo(), m_clock };
        crash(plugins, 5);
        plugins.release(TenantId { 1 });
        CPPUNIT_ASSERT(plugins.quarantines().empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_old, "good"));
    }
    void what_another_node_found_counts_here()
    {
        Plugins here { zoo(), m_clock };
        Plugins there { zoo(), m_clock };
        crash(there, 5);
        here.take_over(m_old, there.quarantines().at(0));
        CPPUNIT_ASSERT(here.is_quarantined(m_old));
        CPPUNIT_ASSERT(here.quarantines() == there.quarantines());
        // And it grows from there.
        m_clock.advance(1min);
        crash(here, 1);
        CPPUNIT_ASSERT(here.quarantines().at(0).until == m_clock.now() + 2min);
        // What is older than what is known here says nothing new.
        here.take_over(m_old, there.quarantines().at(0));
        CPPUNIT_ASSERT(here.quarantines().at(0).until == m_clock.now() + 2min);
    }
    void another_version_is_not_blamed()
    {
        Plugins plugins { zoo(), m_clock };
        crash(plugins, 5);
        CPPUNIT_ASSERT_EQUAL(std::string { "good" }, *plugins.normalise_reference(m_new, "good"));
        CPPUNIT_ASSERT(plugins.quarantines().empty());
        // The next day it is the same version still.
        auto tomorrow = m_new;
        tomorrow.today = Date { std::chrono::year { 2018 }, std::chrono::June, std::chrono::day { 3 } };
        for (int i = 0; i < 5; ++i) {
            CPPUNIT_ASSERT_THROW(plugins.normalise_reference(m_new, "crash"), PluginUnavailable);
            m_clock.advance(4s);
        }
        CPPUNIT_ASSERT(plugins.is_quarantined(tomorrow));
        CPPUNIT_ASSERT_THROW(plugins.normalise_reference(tomorrow, "good"), PluginUnavailable);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ChangeTest);

}
