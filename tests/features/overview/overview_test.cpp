// The first page after the sign-in and the settings: what they say for none, one and several customers.
#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"
#include "support/text_assertions.h"

#include "features/accounts/accounts_mail.h"
#include "features/overview/overview_pages.h"
#include "features/overview/settings_pages.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

using namespace portal;
using tests::assert_holds;
using tests::assert_lacks;
using namespace std::chrono_literals;
using tests::Browser;
using tests::DeliveredRows;
using tests::SmallPortal;

namespace {

constexpr char const* password = "jesen hruška potok";

struct World : SmallPortal {
    explicit World(db::Database& the_database)
        : SmallPortal(the_database)
        , hasher(2)
        , account_mails(site)
        , accounts({ database, clock, hasher, keys, sessions, outbox, account_mails, [] {}, { "sl", "en" } })
        , meters(database, tenants, calendar, clock)
        , rows(database, water().id)
        , account(add_account("ana@primer.si", *hasher.hash(Secret { password })))
        , browser(*this)
    {
        overview::add_routes(router, { database, site, calendar, meters });
        overview::add_settings_routes(router, { database, site, sessions, accounts });
        browser.come_with_session(start_session(account));
    }

    // The customer of the leaflet, with an older bill that is late.
    void add_marija()
    {
        give_access(account, water(), "107");
        rows.customer("107", "Marija Kranjc");
        rows.supply_point("OM-1", "107", "Notranjska 2");
        rows.invoice({ "107", "R4", 20180430, 2000, 20180515 });
        rows.movement("107", "invoice", 20180430, 2000, "R4");
        rows.movement("107", "payment", 20180510, -1500, "R4");
        rows.invoice({ "107", "R5", 20180531, 3285, 20180615 });
        rows.movement("107", "invoice", 20180531, 3285, "R5");
    }
    void add_meter(DeliveredRows& of)
    {
        of.meter("V-1", "OM-1", 5);
        for (int month = 1; month <= 5; ++month)
            of.reading("V-1", 20180000 + month * 100 + 28, 400 + month * 12);
    }
    std::string overview() { return std::string { browser.get("/overview").body() }; }

    crypto::PasswordHasher hasher;
    accounts::Mails account_mails;
    accounts::Service accounts;
    meters::MeterService meters;
    DeliveredRows rows;
    AccountId account;
    Browser browser;
};

// Notes what a page asks of the database.
struct Notebook final : db::Observer {
    void before(std::string_view statement) override { statements += std::string { statement } + " "; }
    std::string statements;
};

class OverviewTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(OverviewTest);
    CPPUNIT_TEST(one_customer_sees_balance_bill_reading_and_movements);
    CPPUNIT_TEST(what_is_overdue_is_never_more_than_the_balance);
    CPPUNIT_TEST(two_utilities_stand_beside_each_other_and_are_summed_up);
    CPPUNIT_TEST(without_a_customer_the_page_says_how_to_add_a_utility);
    CPPUNIT_TEST(a_claim_that_waits_is_a_notice);
    CPPUNIT_TEST(nobody_elses_words_are_on_the_page);
    CPPUNIT_TEST(the_page_asks_the_database_for_these_and_writes_nothing);
    CPPUNIT_TEST(the_settings_name_utilities_devices_and_address);
    CPPUNIT_TEST(another_device_can_be_signed_out_and_nobody_elses);
    CPPUNIT_TEST(a_refused_password_keeps_the_page_and_shows_no_password);
    CPPUNIT_TEST(a_new_password_comes_back_with_a_notice);
    CPPUNIT_TEST(a_new_address_is_asked_for_and_told_by_a_notice);
    CPPUNIT_TEST(another_language_holds_at_once);
    CPPUNIT_TEST_SUITE_END();

public:
    void one_customer_sees_balance_bill_reading_and_movements()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_marija();
            world.add_meter(world.rows);
            assert_holds(world.overview(),
                { "Pozdravljeni, Marija Kranjc", "Notranjska 2, 1370 Logatec", "Za plačilo", "37,85", "rok 15. 6. 2018", "zapadlo 5,00", "Maj 2018", "R5",
                    "32,85", "Oddajte stanje do 3. junija", "V-1", "Plačilo", "Vodovod Dol", "<svg" });
            assert_holds(std::string { world.browser.get("/overview?lang=en").body() }, { "Overview", "37.85", "May 2018" });
        });
    }

    void what_is_overdue_is_never_more_than_the_balance()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_marija();
            world.rows.movement("107", "payment", 20180601, -9000); // names no bill
            auto const html = world.overview();
            assert_holds(html, { "V vaše dobro", "52,15" });
            assert_lacks(html, { "zapadlo 5,00" });
        });
    }

    void two_utilities_stand_beside_each_other_and_are_summed_up()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_marija();
            world.give_access(world.account, world.heat(), "9");
            DeliveredRows heat { database, world.heat().id };
            heat.customer("9", "Marija Kranjc");
            heat.supply_point("TP-1", "9", "Notranjska 2", "heat");
            heat.invoice({ "9", "T1", 20180531, 8061, 20180618 });
            heat.movement("9", "invoice", 20180531, 8061, "T1");
            assert_holds(world.overview(), { "Pozdravljeni, Marija Kranjc", "118,46", "Vodovod Dol", "Toplarna Zgled", "37,85", "80,61", "Voda", "Toplota" });
        });
    }

    void without_a_customer_the_page_says_how_to_add_a_utility()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            assert_holds(world.overview(), { "Tu še ni nobenega upravljalca", "/utilities/add" });
        });
    }

    void a_claim_that_waits_is_a_notice()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            static constexpr db::Sql s_open { "test.open",
                "insert into open_claims (tenant_id, id, account_id, reference, needs, created_at) values (?, ?, ?, 'SI121805000001070', ?, 0)" };
            database.transact([&](db::Transaction& transaction) {
                transaction.execute(s_open, world.water().id, new_id(), world.account, "pair");
                transaction.execute(s_open, world.heat().id, new_id(), world.account, "holder");
            });
            assert_holds(world.overview(), { "Vodovod Dol: Registracija še ni končana", "/claim?utility=water", "Toplarna Zgled: Počakajmo na dovoljenje" });
            assert_lacks(world.overview(), { "/claim?utility=heat" });
            assert_holds(std::string { world.browser.get("/settings").body() }, { "/claim?utility=water", "Čakamo na dovoljenje imetnika." });
        });
    }

    void nobody_elses_words_are_on_the_page()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_marija();
            world.rows.customer("208", "Tuja Oseba");
            world.rows.supply_point("OM-208", "208", "Tuja ulica");
            world.rows.invoice({ "208", "TUJ-R", 20180531, 77777, 20180601 });
            world.rows.movement("208", "invoice", 20180531, 77777, "TUJ-R");
            DeliveredRows heat { database, world.heat().id };
            heat.customer("107", "Tuja Toplota");
            heat.movement("107", "invoice", 20180531, 88888, "TUJ-T");
            assert_lacks(world.overview(), { "Tuj", "TUJ", "777,77", "888,88" });
        });
    }

    void the_page_asks_the_database_for_these_and_writes_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_marija();
            world.add_meter(world.rows);
            Notebook notebook;
            database.observe(&notebook);
            auto const page = world.browser.get("/overview");
            database.observe(nullptr);
            CPPUNIT_ASSERT_EQUAL(200, page.status());
            // One more costs every customer who looks in: measure it first (core/features/overview/README.md).
            CPPUNIT_ASSERT_EQUAL(std::string { "web.find_session overview.standing meters.meters_of_customer " }, notebook.statements);
            CPPUNIT_ASSERT(page.body().size() < 25'000);
        });
    }

    void the_settings_name_utilities_devices_and_address()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_marija();
            world.start_session(world.account);
            assert_holds(std::string { world.browser.get("/settings").body() },
                { "ana@primer.si", "Vodovod Dol", "Notranjska 2, 1370 Logatec", "107", "ta naprava", "zadnjič 2. 6. 2018 ob", "Slovensko", "English" });
        });
    }

    void another_device_can_be_signed_out_and_nobody_elses()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.start_session(world.account);
            auto const stranger = world.add_account("tujec@primer.si");
            world.start_session(stranger);
            auto const foreign = SessionId { world.count("select id from sessions where account_id = " + std::to_string(stranger.value())) };
            auto const page = std::string { world.browser.get("/settings").body() };
            std::string const field = "name=\"session\" value=\"";
            auto const shown = page.substr(page.find(field) + field.size(), foreign.text().size());
            for (auto const& session : { shown, foreign.text(), std::string { "nonsense" } })
                CPPUNIT_ASSERT_EQUAL(303, world.browser.post("/settings/sign-out-device", { { "session", session } }).status());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from sessions where account_id = " + std::to_string(world.account.value())));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from sessions where account_id = " + std::to_string(stranger.value())));
            assert_holds(std::string { world.browser.get("/settings?done=device").body() }, { "Naprava je odjavljena.", "ta naprava" });
        });
    }

    void a_refused_password_keeps_the_page_and_shows_no_password()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const refused = world.browser.post(
                "/settings/password", { { "old_password", "napacno geslo" }, { "password", "sosed kavarna" }, { "password_again", "sosed kavarna" } });
            CPPUNIT_ASSERT_EQUAL(422, refused.status());
            assert_holds(std::string { refused.body() }, { "old_password-error", "Geslo ni pravilno." });
            assert_lacks(std::string { refused.body() }, { "napacno geslo", "sosed kavarna" });
            auto const different
                = world.browser.post("/settings/password", { { "old_password", password }, { "password", "sosed kavarna" }, { "password_again", "sosed" } });
            assert_holds(std::string { different.body() }, { "password_again-error" });
        });
    }

    void a_new_password_comes_back_with_a_notice()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const done = world.browser.post(
                "/settings/password", { { "old_password", password }, { "password", "sosed kavarna" }, { "password_again", "sosed kavarna" } });
            CPPUNIT_ASSERT_EQUAL(303, done.status());
            assert_holds(std::string { world.browser.get(*done.header("Location")).body() }, { "Geslo je zamenjano." });
        });
    }

    void a_new_address_is_asked_for_and_told_by_a_notice()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            assert_holds(std::string { world.browser.post("/settings/email", { { "new_email", "ni naslov" }, { "email_password", password } }).body() },
                { "new_email-error", "ni naslov" });
            assert_holds(std::string { world.browser.post("/settings/email", { { "new_email", "nova@primer.si" }, { "email_password", "napak" } }).body() },
                { "email_password-error", "nova@primer.si" });
            auto const done = world.browser.post("/settings/email", { { "new_email", "nova@primer.si" }, { "email_password", password } });
            CPPUNIT_ASSERT_EQUAL(303, done.status());
            assert_holds(std::string { world.browser.get(*done.header("Location")).body() }, { "Na novi naslov smo poslali povezavo" });
            CPPUNIT_ASSERT_EQUAL(std::string { "nova@primer.si" }, world.mails().back().to);
        });
    }

    void another_language_holds_at_once()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            CPPUNIT_ASSERT_EQUAL(303, world.browser.post("/settings/language", { { "language", "en" } }).status());
            assert_holds(std::string { world.browser.get("/settings?done=language").body() }, { "<html lang=\"en\">" });
            CPPUNIT_ASSERT_EQUAL(400, world.browser.post("/settings/language", { { "language", "xx" } }).status());
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OverviewTest);

}
