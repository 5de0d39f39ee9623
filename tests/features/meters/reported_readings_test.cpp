// What customers reported, as the billing system gets it: in an order that no later commit changes, whatever happens at the same time.
#include "features/meters/meter_service.h"
#include "features/meters/reported_readings.h"
#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"

#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <thread>

using namespace portal;
using namespace portal::meters;

namespace {

// Says when a statement is about to run.
class Watch final : public db::Observer {
public:
    explicit Watch(std::string text)
        : m_text(std::move(text))
    {
    }
    void before(std::string_view statement) override
    {
        if (statement.find(m_text) != std::string_view::npos && !m_is_seen.exchange(true))
            m_seen.set_value();
    }
    void wait() { m_seen.get_future().wait(); }

private:
    std::string m_text;
    std::atomic<bool> m_is_seen = false;
    std::promise<void> m_seen;
};

struct World : tests::SmallPortal {
    explicit World(db::Database& the_database)
        : SmallPortal(the_database)
        , meters(database, tenants, calendar, clock)
        , rows(database, water().id)
        , account(add_account("ana@primer.si"))
    {
        give_access(account, water(), "107");
        rows.customer("107", "Marija Kranjc");
        rows.supply_point("OM-1", "107", "Notranjska 2");
        for (auto const* const meter : { "V-1", "V-2" }) {
            rows.meter(meter, "OM-1", 5);
            rows.reading(meter, 20180528, 460);
        }
    }
    void report(
        std::string const& meter_number, std::string const& value, std::function<void()> const& before_commit = [] {})
    {
        report_with(meters, meter_number, value, before_commit);
    }
    // By a node of its own.
    void report_with(MeterService const& node, std::string const& meter_number, std::string const& value, std::function<void()> const& before_commit)
    {
        auto const who = scope(water(), "107");
        for (auto const& meter : node.list(who))
            if (meter.number == meter_number)
                CPPUNIT_ASSERT(std::holds_alternative<Received>(
                    node.submit(who, meter, { { { "1", value } }, "", true }, [&](db::Transaction&, Received const&) { before_commit(); })));
    }
    ReportedPage since(std::string const& cursor, int most = 100)
    {
        return *database.read([&](db::Session& session) { return reported_since(session, TenantScope::assume(water().id), cursor, most); });
    }
    CursorRefusal refusal(std::string const& cursor)
    {
        return database.read([&](db::Session& session) { return reported_since(session, TenantScope::assume(water().id), cursor, 1); }).refusal();
    }

    MeterService meters;
    tests::DeliveredRows rows;
    AccountId account;
};

class ReportedReadingsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReportedReadingsTest);
    CPPUNIT_TEST(each_reading_comes_in_its_place_and_again_when_asked);
    CPPUNIT_TEST(a_correction_is_a_new_version_that_names_the_old_one);
    CPPUNIT_TEST(a_page_ends_where_the_next_begins);
    CPPUNIT_TEST(the_same_form_twice_takes_no_place);
    CPPUNIT_TEST(a_reading_that_is_committed_later_is_behind_every_cursor);
    CPPUNIT_TEST(a_reading_that_was_rolled_back_leaves_no_trace);
    CPPUNIT_TEST(two_nodes_that_report_at_once_never_share_a_place);
    CPPUNIT_TEST(a_cursor_of_somebody_elses_making_is_refused);
    CPPUNIT_TEST(utilities_count_for_themselves);
    CPPUNIT_TEST_SUITE_END();

public:
    void each_reading_comes_in_its_place_and_again_when_asked()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            CPPUNIT_ASSERT(world.since("").readings.empty());
            world.report("V-2", "470");
            auto const first = world.since("");
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, first.readings.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "V-2" }, first.readings[0].meter_number);
            CPPUNIT_ASSERT(first.readings[0].value == Quantity { 470 } && !first.readings[0].replaces);
            world.report("V-1", "480");
            auto const second = world.since(first.next);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, second.readings.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "V-1" }, second.readings[0].meter_number);
            CPPUNIT_ASSERT(world.since(second.next).readings.empty());
            CPPUNIT_ASSERT_EQUAL(second.next, world.since(second.next).next);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, world.since("").readings.size());
            CPPUNIT_ASSERT(world.since("").readings[0].id == first.readings[0].id);
        });
    }
    void a_correction_is_a_new_version_that_names_the_old_one()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.report("V-1", "470");
            auto const first = world.since("");
            world.report("V-1", "471");
            auto const again = world.since(first.next);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, again.readings.size());
            CPPUNIT_ASSERT(again.readings[0].replaces == first.readings[0].id && again.readings[0].id != first.readings[0].id);
            CPPUNIT_ASSERT(again.readings[0].value == Quantity { 471 });
        });
    }
    void a_page_ends_where_the_next_begins()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            for (int i = 0; i < 5; ++i)
                world.report("V-1", std::to_string(470 + i));
            std::string cursor;
            std::vector<std::int64_t> values;
            for (bool more = true; more;) {
                auto const page = world.since(cursor, 2);
                for (auto const& reading : page.readings)
                    values.push_back(reading.value.value());
                more = page.has_more;
                CPPUNIT_ASSERT_EQUAL(std::size_t { more ? 2U : 1U }, page.readings.size());
                cursor = page.next;
            }
            CPPUNIT_ASSERT((values == std::vector<std::int64_t> { 470, 471, 472, 473, 474 }));
        });
    }
    void the_same_form_twice_takes_no_place()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.report("V-1", "470");
            auto const before = world.since("").next;
            world.report("V-1", "470");
            CPPUNIT_ASSERT_EQUAL(before, world.since("").next);
        });
    }
    void a_reading_that_is_committed_later_is_behind_every_cursor()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            // The second node, with connections of its own.
            db::Database other { database.location() };
            MeterService const other_node { other, world.tenants, world.calendar, world.clock };
            Watch wants_a_number { "lock_sequence" };
            other.observe(&wants_a_number);

            std::promise<void> first_is_written, first_may_commit;
            std::thread first { [&] {
                world.report("V-1", "470", [&] {
                    first_is_written.set_value();
                    first_may_commit.get_future().wait();
                });
            } };
            first_is_written.get_future().wait();
            std::thread second { [&] { world.report_with(other_node, "V-2", "480", [] {}); } };
            if (database.backend() == db::Backend::mysql)
                wants_a_number.wait(); // it waits for the first; on SQLite it waits for the file before it says anything
            // The first has its number and is not committed; a reader who comes now may not pass it by.
            auto const between = world.since("");
            CPPUNIT_ASSERT(between.readings.empty());
            first_may_commit.set_value();
            first.join();
            second.join();
            other.observe(nullptr);
            auto const after = world.since(between.next);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, after.readings.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "V-1" }, after.readings[0].meter_number);
            CPPUNIT_ASSERT_EQUAL(std::string { "V-2" }, after.readings[1].meter_number);
        });
    }
    void a_reading_that_was_rolled_back_leaves_no_trace()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            CPPUNIT_ASSERT_THROW(world.report("V-1", "470", [] { throw std::runtime_error("the power went"); }), std::runtime_error);
            CPPUNIT_ASSERT(world.since("").readings.empty());
            world.report("V-2", "480");
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, world.since("").readings.size());
        });
    }
    void two_nodes_that_report_at_once_never_share_a_place()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            db::Database other { database.location() };
            MeterService const other_node { other, world.tenants, world.calendar, world.clock };
            constexpr int each = 20;
            std::thread one { [&] {
                for (int i = 0; i < each; ++i)
                    world.report("V-1", std::to_string(500 + i));
            } };
            std::thread two { [&] {
                for (int i = 0; i < each; ++i)
                    world.report_with(other_node, "V-2", std::to_string(600 + i), [] {});
            } };
            // A billing system that asks all the time sees each once.
            std::string cursor;
            std::vector<std::int64_t> seen;
            while (seen.size() < 2 * each) {
                auto const page = world.since(cursor, 7);
                for (auto const& reading : page.readings)
                    seen.push_back(reading.value.value());
                cursor = page.next;
            }
            one.join();
            two.join();
            std::sort(seen.begin(), seen.end());
            for (int i = 0; i < each; ++i) {
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 500 + i }, seen[static_cast<std::size_t>(i)]);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 600 + i }, seen[static_cast<std::size_t>(each + i)]);
            }
            CPPUNIT_ASSERT(world.since(cursor).readings.empty());
        });
    }
    void a_cursor_of_somebody_elses_making_is_refused()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.report("V-1", "470");
            auto const reading = world.since("").readings[0].id.text();
            for (auto const& cursor :
                { std::string { "1" }, reading, std::string { "after-" }, std::string { "after-x" }, "after-" + reading + "0", std::string { "' or 1=1" } })
                CPPUNIT_ASSERT_MESSAGE(cursor, world.refusal(cursor) == CursorRefusal::malformed);
            // A database that was put back from a backup must not swallow what comes now.
            CPPUNIT_ASSERT(world.refusal(cursor_text(2)) == CursorRefusal::ahead);
        });
    }
    void utilities_count_for_themselves()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.report("V-1", "470");
            auto const heat = database.read([&](db::Session& session) { return reported_since(session, TenantScope::assume(world.heat().id), "", 10); });
            CPPUNIT_ASSERT(heat->readings.empty());
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReportedReadingsTest);

}
