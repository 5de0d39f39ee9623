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
};

CPPUNIT_TEST_SUITE_REGISTRATION(MeterPagesTest);

}
