// The link of the registration's mail: who may use it, and what waits behind it. Through the pages, on both databases.
#include "features/claims/claim_world.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::claims;
using tests::Browser;
using tests::ClaimWorld;
using tests::header;
using tests::in_each_world;
using tests::shows;

namespace {

using namespace std::chrono_literals;

// The link out of the newest mail.
std::string link(ClaimWorld const& world) { return "/confirm/" + world.token_in_mail("/confirm/"); }

class ConfirmTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ConfirmTest);
    CPPUNIT_TEST(a_visitor_who_did_not_register_changes_nothing_by_looking);
    CPPUNIT_TEST(a_head_and_a_fetch_ahead_change_nothing);
    CPPUNIT_TEST(another_device_confirms_with_the_password);
    CPPUNIT_TEST(a_confirmation_password_cannot_be_guessed_at_leisure);
    CPPUNIT_TEST(a_link_works_once_and_for_a_day);
    CPPUNIT_TEST(an_unknown_link_shows_how_to_go_on);
    CPPUNIT_TEST(the_mailbox_that_was_confirmed_first_wins);
    CPPUNIT_TEST(the_terms_that_were_accepted_are_kept_with_their_time);
    CPPUNIT_TEST(no_row_holds_password_code_or_token_in_the_clear);
    CPPUNIT_TEST(a_wrong_pair_can_be_mended_behind_the_link);
    CPPUNIT_TEST(the_total_is_asked_for_behind_the_link_with_what_was_typed);
    CPPUNIT_TEST(a_plugin_that_goes_away_after_the_click_leaves_the_claim_open);
    CPPUNIT_TEST(a_session_that_was_planted_does_not_survive_the_click);
    CPPUNIT_TEST_SUITE_END();

    static web::Response register_and_click(ClaimWorld& world, Browser& browser, Browser::Fields const& others = {})
    {
        browser.post("/register", world.form(others));
        return browser.get(link(world));
    }

public:
    void a_visitor_who_did_not_register_changes_nothing_by_looking()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser browser { world };
            browser.post("/register", world.form());
            Browser scanner { world, "203.0.113.5" };
            for (int i = 0; i < 2; ++i) {
                auto const page = scanner.get(link(world));
                CPPUNIT_ASSERT_EQUAL(200, page.status());
                CPPUNIT_ASSERT(shows(page, "name=\"password\"") && shows(page, "Potrdi"));
                CPPUNIT_ASSERT_EQUAL(std::string { "no-referrer" }, header(page, "Referrer-Policy"));
            }
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from registrations where state = 'waiting'"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from accounts"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from claim_tries"));
        });
    }

    void a_head_and_a_fetch_ahead_change_nothing()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            browser.post("/register", world.form());
            CPPUNIT_ASSERT_EQUAL(200, browser.head(link(world)).status());
            browser.headers = { { "Sec-Purpose", "prefetch;prerender" } };
            CPPUNIT_ASSERT_EQUAL(200, browser.get(link(world)).status());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from accounts"));
        });
    }

    void another_device_confirms_with_the_password()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser desktop { world };
            desktop.post("/register", world.form());
            Browser phone { world, "203.0.113.5" };
            auto const wrong = phone.post(link(world), { { "password", "jesen hruška gozd" } });
            CPPUNIT_ASSERT_EQUAL(422, wrong.status());
            CPPUNIT_ASSERT(shows(wrong, "id=\"password-error\"") && !shows(wrong, "gozd"));
            auto const right = phone.post(link(world), { { "password", "jesen hruška potok" } });
            CPPUNIT_ASSERT_EQUAL(303, right.status());
            CPPUNIT_ASSERT(shows(phone.get(header(right, "Location")), "Vaša prijava je uspešna"));
        });
    }

    void a_confirmation_password_cannot_be_guessed_at_leisure()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser browser { world };
            browser.post("/register", world.form());
            Browser thief { world, "203.0.113.5" };
            for (int i = 0; i < 10; ++i)
                CPPUNIT_ASSERT_EQUAL(422, thief.post(link(world), { { "password", "wrong guess" } }).status());
            auto const hashes = world.hasher.computed();
            CPPUNIT_ASSERT_EQUAL(429, thief.post(link(world), { { "password", "jesen hruška potok" } }).status());
            CPPUNIT_ASSERT_EQUAL(hashes, world.hasher.computed());
            CPPUNIT_ASSERT_EQUAL(303, browser.get(link(world)).status()); // the browser that registered needs none
        });
    }

    void a_link_works_once_and_for_a_day()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser browser { world };
            browser.post("/register", world.form());
            auto const token = link(world);
            CPPUNIT_ASSERT_EQUAL(303, browser.get(token).status());
            // Who used it himself goes on; everybody else is told how to.
            CPPUNIT_ASSERT_EQUAL(std::string { "/claim" }, header(browser.get(token), "Location"));
            Browser stranger { world };
            CPPUNIT_ASSERT_EQUAL(410, stranger.get(token).status());
            CPPUNIT_ASSERT_EQUAL(410, stranger.post(token, { { "password", "jesen hruška potok" } }).status());

            browser.cookies.erase(std::string { web::session_cookie });
            CPPUNIT_ASSERT_EQUAL(std::string { "/sign-in?next=/claim" }, header(browser.get(token), "Location"));
            browser.post("/register", world.form({ { "email", "bor@example.com" } }));
            world.clock.advance(24h);
            CPPUNIT_ASSERT_EQUAL(410, browser.get(link(world)).status());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from accounts"));
        });
    }

    void an_unknown_link_shows_how_to_go_on()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            for (auto const* token : { "/confirm/nothing", "/confirm/0000000000000000000000000000000000000000000000000000000000000000" }) {
                auto const page = browser.get(token);
                CPPUNIT_ASSERT_EQUAL(410, page.status());
                CPPUNIT_ASSERT(shows(page, "href=\"/register\"") && shows(page, "href=\"/sign-in\""));
                CPPUNIT_ASSERT_EQUAL(std::string { "no-referrer" }, header(page, "Referrer-Policy"));
            }
        });
    }

    void the_mailbox_that_was_confirmed_first_wins()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser mallory { world, "203.0.113.5" }; // registers with Ana's address and a password of his own
            mallory.post("/register", world.form({ { "password", "mlaka senca veter" }, { "password_again", "mlaka senca veter" } }));
            auto const planted = link(world);
            Browser ana { world };
            CPPUNIT_ASSERT_EQUAL(303, register_and_click(world, ana).status());
            CPPUNIT_ASSERT_EQUAL(410, ana.get(planted).status());
            CPPUNIT_ASSERT_EQUAL(410, mallory.get(planted).status());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from accounts"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from registrations where state = 'superseded'"));
        });
    }

    void the_terms_that_were_accepted_are_kept_with_their_time()
    {
        in_each_world([](ClaimWorld& world) {
            auto const accepted_at = instant_to_number(world.clock.now());
            Browser browser { world };
            browser.post("/register", world.form());
            world.clock.advance(2h);
            browser.get(link(world));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 },
                world.count("select count(*) from account_terms where version = '2018-05' and accepted_at = " + std::to_string(accepted_at)
                    + " and tenant_id = " + std::to_string(world.water().id.value())));
        });
    }

    void no_row_holds_password_code_or_token_in_the_clear()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            browser.post("/register", world.form());
            auto const token = world.token_in_mail("/confirm/");
            CPPUNIT_ASSERT_EQUAL(std::size_t { 64 }, token.size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 },
                world.count("select count(*) from registrations where password_hash like '$argon2id$%' and code_sealed not like '%6473%' and token_hash <> '"
                    + token + "'"));
            browser.get(link(world));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from registrations where length(code_sealed) = 0"));
        });
    }

    void a_wrong_pair_can_be_mended_behind_the_link()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser browser { world };
            auto const wrong = register_and_click(world, browser, { { "code", "6474" } });
            CPPUNIT_ASSERT_EQUAL(422, wrong.status());
            CPPUNIT_ASSERT(shows(wrong, "action=\"/claim\"") && shows(wrong, "value=\"R1805-107\"") && shows(wrong, "role=\"alert\""));
            CPPUNIT_ASSERT(shows(browser.get("/claim"), "value=\"R1805-107\""));
            CPPUNIT_ASSERT_EQUAL(422, browser.post("/claim", { { "utility", "water" }, { "reference", "R1805-107" }, { "code", "" } }).status());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.tries("wrong"));
            auto const mended = browser.post("/claim", { { "utility", "water" }, { "reference", "r1805-107 " }, { "code", "6473" } });
            CPPUNIT_ASSERT_EQUAL(303, mended.status());
            CPPUNIT_ASSERT(shows(browser.get(header(mended, "Location")), "Vaša prijava je uspešna"));
            // Sent twice, it is still done once.
            CPPUNIT_ASSERT_EQUAL(std::string { "/overview" },
                header(browser.post("/claim", { { "utility", "water" }, { "reference", "R1805-107" }, { "code", "6473" } }), "Location"));
            CPPUNIT_ASSERT_EQUAL(std::string { "/overview" }, header(browser.get("/claim"), "Location"));
        });
    }

    void the_total_is_asked_for_behind_the_link_with_what_was_typed()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver(world.heat(), { "77", "5001", "P77", "5001", 8050, 5 });
            Browser browser { world };
            auto const page = register_and_click(world, browser, { { "utility", "heat" }, { "shown", "heat" }, { "reference", "P77" }, { "code", "5001" } });
            CPPUNIT_ASSERT_EQUAL(200, page.status());
            CPPUNIT_ASSERT(shows(page, "name=\"total\"") && shows(page, "value=\"P77\"") && shows(page, "value=\"5001\""));
            Browser::Fields const bill { { "utility", "heat" }, { "reference", "P77" }, { "code", "5001" } };
            auto const with = [&](std::string const& total) {
                auto fields = bill;
                fields.emplace_back("total", total);
                return browser.post("/claim", fields);
            };
            CPPUNIT_ASSERT_EQUAL(422, with("eighty").status());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.tries("wrong"));
            auto const wrong = with("80,51");
            CPPUNIT_ASSERT_EQUAL(422, wrong.status());
            CPPUNIT_ASSERT(shows(wrong, "value=\"80,51\""));
            CPPUNIT_ASSERT_EQUAL(303, with("80,50 €").status());
            CPPUNIT_ASSERT(world.sees("ana@example.com", world.heat(), "77"));
        });
    }

    void a_plugin_that_goes_away_after_the_click_leaves_the_claim_open()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser browser { world };
            browser.post("/register", world.form());
            world.paper.is_broken = true;
            CPPUNIT_ASSERT_EQUAL(503, browser.get(link(world)).status());
            CPPUNIT_ASSERT(shows(browser.get("/overview"), "hello ana@example.com"));
            world.paper.is_broken = false;
            CPPUNIT_ASSERT(shows(browser.get("/claim"), "value=\"R1805-107\""));
            CPPUNIT_ASSERT_EQUAL(303, browser.post("/claim", { { "utility", "water" }, { "reference", "R1805-107" }, { "code", "6473" } }).status());
        });
    }

    void a_session_that_was_planted_does_not_survive_the_click()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            browser.post("/register", world.form());
            auto const planted = world.start_session(world.add_account("mallory@example.com"));
            browser.come_with_session(planted);
            browser.get(link(world));
            CPPUNIT_ASSERT(shows(browser.get("/overview"), "hello ana@example.com"));
            CPPUNIT_ASSERT(!world.sessions.find(planted));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfirmTest);

}
