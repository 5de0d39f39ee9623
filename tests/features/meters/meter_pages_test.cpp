// The meter's pages as a browser meets them; what they look like is for tests/browser.
#include "features/meters/meter_pages.h"
#include "features/meters/meter_view.h"

#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"
#include "support/text_assertions.h"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace portal;
using tests::assert_holds;

struct World : tests::SmallPortal {
    explicit World(db::Database& the_database)
        : SmallPortal(the_database)
        , meters(database, tenants, calendar, clock)
        , rows(database, water().id)
        , account(add_account("ana@primer.si"))
        , browser(*this)
    {
        meters::add_routes(router, { meters, site, tenants, outbox, [this] { ++woken; }, clock });
        give_access(account, water(), "107");
        rows.customer("107", "Marija Kranjc");
        rows.supply_point("OM-1", "107", "Notranjska 2");
        rows.meter("V-1", "OM-1", 5);
        rows.reading("V-1", 20180528, 460);
        browser.come_with_session(start_session(account));
        form = meters::meter_path(meters.list(scope(water(), "107")).front()) + "/readings";
    }
    int send(std::string const& value) { return browser.post(form, { { "value", value }, { "read_on", "2018-06-02" } }).status(); }

    meters::MeterService meters;
    tests::DeliveredRows rows;
    AccountId account;
    tests::Browser browser;
    std::string form;
    int woken = 0;
};

class MeterPagesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(MeterPagesTest);
    CPPUNIT_TEST(a_received_reading_is_confirmed_by_mail_once);
    CPPUNIT_TEST(a_refused_reading_sends_no_mail);
    CPPUNIT_TEST(a_reading_to_correct_stands_in_the_form_as_the_dial_shows_it);
    CPPUNIT_TEST(the_meters_of_one_utility_are_in_its_colours);
    CPPUNIT_TEST(a_replaced_meter_goes_on_with_the_history);
    CPPUNIT_TEST(what_was_read_before_moving_in_is_not_shown);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_received_reading_is_confirmed_by_mail_once()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            CPPUNIT_ASSERT_EQUAL(303, world.send("472"));
            CPPUNIT_ASSERT_EQUAL(303, world.send("472"));
            auto const mails = world.mails();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, mails.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "ana@primer.si" }, mails.front().to);
            CPPUNIT_ASSERT(world.woken > 0);
            assert_holds(mails.front().text, { "472\u00a0m³", "V-1", "Notranjska 2", "2. 6. 2018", "3. junija 2018", "/meters/" });
            CPPUNIT_ASSERT_EQUAL(303, world.send("473"));
            assert_holds(world.mails().back().text, { "473\u00a0m³" });
        });
    }

    void a_refused_reading_sends_no_mail()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            CPPUNIT_ASSERT_EQUAL(422, world.send("459"));
            CPPUNIT_ASSERT(world.mails().empty());
        });
    }

    void a_reading_to_correct_stands_in_the_form_as_the_dial_shows_it()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.send("472");
            assert_holds(std::string { world.browser.get(world.form).body() }, { "value=\"00472\"" });
        });
    }

    void the_meters_of_one_utility_are_in_its_colours()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            assert_holds(std::string { world.browser.get("/meters").body() }, { "brand-sub\"><span class=\"short\">Vodovod Dol" });
        });
    }

    void a_replaced_meter_goes_on_with_the_history()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const old_page = meters::meter_path(world.meters.list(world.scope(world.water(), "107")).front());
            world.rows.supply_point("OM-2", "107", "Notranjska 4");
            world.rows.meter("V-123", "OM-2", 5, 20130314, 20180314);
            world.rows.meter("V-124", "OM-2", 5, 20180314);
            for (auto const& [read_on, value] : { std::pair { 20180131, 1475 }, { 20180228, 1487 }, { 20180314, 1492 } })
                world.rows.reading("V-123", read_on, value);
            for (auto const& [read_on, value] : { std::pair { 20180314, 0 }, { 20180331, 7 }, { 20180430, 18 } })
                world.rows.reading("V-124", read_on, value);
            auto const of_customer = world.meters.list(world.scope(world.water(), "107"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, of_customer.size()); // V-1, V-124
            auto const page = meters::meter_path(of_customer.back());
            auto const html = std::string { world.browser.get(page + "?lang=sl").body() };
            assert_holds(html, { "Vodomer <span class=\"num\">V-124</span>", "Zamenjan vodomer V-123, 14.\u00a03.\u00a02018", "1.492", "1.475" });
            CPPUNIT_ASSERT(html.find("18\u00a0m³") < html.find("Zamenjan vodomer") && html.find("Zamenjan vodomer") < html.find("1.492\u00a0m³"));
            assert_holds(html, { "februar 2018 12\u00a0m³, marec 2018 12\u00a0m³, april 2018 11\u00a0m³" }); // of the chart, for those who hear it
            assert_holds(std::string { world.browser.get(page + "?lang=en").body() }, { "Water meter V-123 replaced, " });
            assert_holds(std::string { world.browser.get(page + "/readings.csv?lang=en").body() }, { ";V-124;", ";V-123;" });

            auto const former = "/meters/" + of_customer.back().registers.front().earlier.front().meter.text();
            for (auto const& link : { former, former + "/readings", former + "/readings.csv" }) {
                auto const answer = world.browser.get(link);
                CPPUNIT_ASSERT_EQUAL(303, answer.status());
                CPPUNIT_ASSERT(answer.header("Location") && page == *answer.header("Location"));
            }
            CPPUNIT_ASSERT_EQUAL(200, world.browser.get(old_page).status());
            world.browser.come_with_session(world.start_session(world.add_account("bine@primer.si")));
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get(former).status());
        });
    }
    void what_was_read_before_moving_in_is_not_shown()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.supply_point("OM-2", "107", "Notranjska 4", "water", {}, 20180415);
            world.rows.meter("V-122", "OM-2", 5, 20130314, 20180314);
            world.rows.meter("V-124", "OM-2", 5, 20180314);
            world.rows.reading("V-122", 20180314, 1492);
            for (auto const& [read_on, value] : { std::pair { 20180314, 0 }, { 20180331, 7 }, { 20180414, 13 }, { 20180430, 18 } })
                world.rows.reading("V-124", read_on, value);
            auto const meter = world.meters.list(world.scope(world.water(), "107")).back();
            auto const& one = meter.registers.front();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, one.history.size()); // with the one that he began with
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 13 }, one.history.back().value.whole());
            CPPUNIT_ASSERT(one.earlier.empty());
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MeterPagesTest);

}
