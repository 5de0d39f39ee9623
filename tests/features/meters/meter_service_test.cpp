// Taking readings, on both databases: stored once, corrected, asked twice, never lost between two browsers.
#include "features/meters/meter_service.h"
#include "support/canaries.h"
#include "support/databases.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace portal;
using namespace portal::meters;

namespace {

constexpr db::Sql s_rows { "test.rows", "select value, current, unusual, consumption from submitted_readings where tenant_id = ? order by id" };

// One utility whose window is the 25th to the 3rd, one customer whose meter showed 1060 on 28 May 2018.
struct Scene {
    Scene(db::Database& database, std::string_view today)
        : m_database(database)
        , clock(std::chrono::sys_days { date_from_iso(today).value() } + std::chrono::hours { 10 })
        , tenants(load(database))
        , calendar(clock)
        , service(database, tenants, calendar, clock)
        , customer(tests::add_canary_customer(database, tenants.find("primer")->id, "00000107", "canary"))
        , scope(CustomerScope::assume(customer.account, customer.tenant, customer.number, 1))
    {
    }

    Meter meter() const { return service.find({ scope }, customer.meter)->second; }
    Outcome submit(std::string const& value, std::string const& read_on = "", bool confirmed = false) const
    {
        return service.submit(scope, meter(), { { { "1", value } }, read_on, confirmed }, {});
    }
    db::Rows rows() const
    {
        return m_database.read([&](db::Session& session) { return session.query(s_rows, customer.tenant); });
    }

private:
    db::Database& m_database;

public:
    ManualClock clock;
    tests::TemporaryFolder folder;
    tenants::Registry tenants;
    tenants::BusinessCalendar calendar;
    MeterService service;
    tests::CanaryCustomer customer;
    CustomerScope scope;

private:
    tenants::Registry load(db::Database& database) const
    {
        std::filesystem::create_directories(folder / "primer/terms");
        std::ofstream { folder / "primer/tenant.properties" } << "name = Primer\nshort_name = Primer\nplugin = si.kp-logatec\nplugin.version = "
                                                                 "1.0.0\nhelp.phone = 01 750 81 10\nterms.version = 1\nreading.window = 25-3\n";
        for (auto const* language : { "sl", "en" })
            std::ofstream { folder / ("primer/terms/" + std::string { language } + ".md") } << "# Pogoji\n";
        return tenants::Registry::load(folder.path(), database, clock);
    }
};

class MeterServiceTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(MeterServiceTest);
    CPPUNIT_TEST(a_reading_is_stored_and_shown);
    CPPUNIT_TEST(the_same_form_twice_is_one_reading);
    CPPUNIT_TEST(another_value_corrects_the_first);
    CPPUNIT_TEST(an_unusual_use_is_stored_only_after_the_second_yes);
    CPPUNIT_TEST(nothing_is_stored_when_something_is_wrong);
    CPPUNIT_TEST(nothing_is_taken_outside_the_window);
    CPPUNIT_TEST(twenty_browsers_at_once_leave_one_current_reading);
    CPPUNIT_TEST(who_moves_in_does_not_undo_what_the_one_before_reported);
    CPPUNIT_TEST(a_foreign_customer_does_not_find_the_meter);
    CPPUNIT_TEST(what_comes_along_is_part_of_the_act);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_reading_is_stored_and_shown()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            auto const received = std::get<Received>(scene.submit("01066"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 6 }, received.readings.front().consumption);
            auto const shown = scene.meter().registers.front().submitted;
            CPPUNIT_ASSERT(shown && shown->value == Quantity { 1066 } && shown->id == received.readings.front().id);
            CPPUNIT_ASSERT_EQUAL(20180602, date_to_number(shown->read_on));
        });
    }
    void the_same_form_twice_is_one_reading()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            auto const first = std::get<Received>(scene.submit("1066"));
            auto const second = std::get<Received>(scene.submit("1066"));
            CPPUNIT_ASSERT(first.readings.front().id == second.readings.front().id);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, scene.rows().size());
        });
    }
    void another_value_corrects_the_first()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            scene.submit("1066");
            scene.submit("1067");
            auto const rows = scene.rows();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, rows.size());
            CPPUNIT_ASSERT(rows[0].is_null(1) && rows[1].integer(1) == 1 && rows[1].integer(0) == 1067);
        });
    }
    void an_unusual_use_is_stored_only_after_the_second_yes()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            auto const question = std::get<AskAgain>(scene.submit("1160"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 100 }, question.registers.front().judged->consumption);
            CPPUNIT_ASSERT(scene.rows().empty());
            CPPUNIT_ASSERT(std::holds_alternative<Received>(scene.submit("1160", "", true)));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, scene.rows()[0].integer(2));
        });
    }
    void nothing_is_stored_when_something_is_wrong()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            for (auto const* value : { "", "abc", "1059", "999999", "1072,5" })
                CPPUNIT_ASSERT_MESSAGE(value, std::get<Refusals>(scene.submit(value)).registers.front().refusal);
            CPPUNIT_ASSERT(std::get<Refusals>(scene.submit("1066", "2018-06-03")).date_refusal == ReadingRefusal::in_future);
            CPPUNIT_ASSERT(std::get<Refusals>(scene.submit("1066", "yesterday")).date_refusal == ReadingRefusal::date_invalid);
            CPPUNIT_ASSERT(scene.rows().empty());
        });
    }
    void nothing_is_taken_outside_the_window()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-04" };
            CPPUNIT_ASSERT(std::get<Refusals>(scene.submit("1066")).date_refusal == ReadingRefusal::window_closed);
            CPPUNIT_ASSERT(scene.rows().empty());
        });
    }
    void twenty_browsers_at_once_leave_one_current_reading()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            auto const meter = scene.meter();
            std::atomic<int> received { 0 };
            std::vector<std::thread> browsers;
            for (int i = 0; i < 20; ++i)
                browsers.emplace_back([&, i] {
                    // Half of them send the same value, as a form does that is sent twice.
                    auto const outcome = scene.service.submit(scene.scope, meter, { { { "1", std::to_string(1070 + (i % 2 == 0 ? 0 : i)) } }, "", true }, {});
                    received += std::holds_alternative<Received>(outcome) ? 1 : 0;
                });
            for (auto& browser : browsers)
                browser.join();
            CPPUNIT_ASSERT_EQUAL(20, received.load());
            int current = 0;
            for (auto const row : scene.rows())
                current += row.is_null(1) ? 0 : 1;
            CPPUNIT_ASSERT_EQUAL(1, current);
        });
    }
    void who_moves_in_does_not_undo_what_the_one_before_reported()
    {
        static constexpr db::Sql s_move { "test.move", "update supply_points set customer_number = ? where tenant_id = ?" };
        static constexpr db::Sql s_arrive { "test.arrive", "update customers set number = ? where tenant_id = ?" };
        tests::on_each_database([](db::Database& database) {
            Scene scene { database, "2018-06-01" };
            CPPUNIT_ASSERT(std::holds_alternative<Received>(scene.submit("1070")));
            database.transact([&](db::Transaction& transaction) {
                transaction.execute(s_move, "00000208", scene.customer.tenant);
                transaction.execute(s_arrive, "00000208", scene.customer.tenant);
            });
            scene.scope = CustomerScope::assume(scene.customer.account, scene.customer.tenant, "00000208", 1);
            CPPUNIT_ASSERT(!scene.meter().registers.front().submitted);
            CPPUNIT_ASSERT(std::holds_alternative<Received>(scene.submit("1070")));
            CPPUNIT_ASSERT(std::holds_alternative<Received>(scene.submit("1069")));
            auto const rows = scene.rows();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, rows.size());
            std::int64_t current = 0;
            for (auto const row : rows)
                current += row.optional_integer(1).value_or(0);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, current);
        });
    }

    void a_foreign_customer_does_not_find_the_meter()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            auto const other = tests::add_canary_customer(database, scene.customer.tenant, "00000208", "zweiter");
            CPPUNIT_ASSERT(!scene.service.find({ CustomerScope::assume(other.account, other.tenant, other.number, 1) }, scene.customer.meter));
            CPPUNIT_ASSERT(!scene.service.find({}, scene.customer.meter));
        });
    }
    void what_comes_along_is_part_of_the_act()
    {
        tests::on_each_database([](db::Database& database) {
            Scene const scene { database, "2018-06-02" };
            auto const fail = [](db::Transaction&, Received const&) { throw std::runtime_error("no mail, no reading"); };
            CPPUNIT_ASSERT_THROW(scene.service.submit(scene.scope, scene.meter(), { { { "1", "1066" } }, "", false }, fail), std::runtime_error);
            CPPUNIT_ASSERT(scene.rows().empty());
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MeterServiceTest);

}
