// Registration and confirmation through the pages, on both databases.
#include "features/claims/claim_world.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <mutex>

using namespace portal;
using namespace portal::claims;
using tests::Browser;
using tests::ClaimWorld;

namespace {

using namespace std::chrono_literals;

void in_each_world(std::function<void(ClaimWorld&)> const& body)
{
    tests::on_each_database([&](db::Database& database) {
        ClaimWorld world { database };
        body(world);
    });
}

std::string header(web::Response const& response, std::string_view name)
{
    auto const* const value = response.header(name);
    return value ? *value : std::string {};
}

bool shows(web::Response const& response, std::string_view text) { return response.body().find(text) != std::string_view::npos; }

// What the database was asked, in order.
class Recorder : public db::Observer {
public:
    explicit Recorder(db::Database& database)
        : m_database(database)
    {
        m_database.observe(this);
    }
    ~Recorder() override { m_database.observe(nullptr); }
    void before(std::string_view statement) override
    {
        std::lock_guard const lock { m_mutex };
        m_statements += std::string { statement } + '\n';
    }
    std::string const& statements() const { return m_statements; }

private:
    db::Database& m_database;
    std::mutex m_mutex;
    std::string m_statements;
};

// The link out of the newest mail.
std::string link(ClaimWorld const& world) { return "/confirm/" + world.token_in_mail("/confirm/"); }

class RegistrationTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(RegistrationTest);
    CPPUNIT_TEST(one_click_in_the_browser_that_registered_suffices);
    CPPUNIT_TEST(the_answer_tells_nothing_about_reference_code_and_address);
    CPPUNIT_TEST(an_address_with_an_account_gets_a_mail_that_says_so);
    CPPUNIT_TEST(all_errors_are_said_at_once_and_what_was_typed_stays);
    CPPUNIT_TEST(picking_another_utility_judges_nothing);
    CPPUNIT_TEST(a_plugin_that_is_away_is_said_with_the_way_to_the_utility);
    CPPUNIT_TEST(no_more_than_three_mails_a_day_go_to_one_address);
    CPPUNIT_TEST(the_mail_can_be_sent_again_with_the_same_link);
    CPPUNIT_TEST(an_address_block_cannot_register_without_end);
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
    void one_click_in_the_browser_that_registered_suffices()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Browser browser { world };
            auto const form = browser.get("/register?utility=water");
            CPPUNIT_ASSERT_EQUAL(200, form.status());
            CPPUNIT_ASSERT(shows(form, "name=\"reference\"") && shows(form, "Vodovod Dol"));
            auto const sent = browser.post("/register", world.form());
            CPPUNIT_ASSERT_EQUAL(303, sent.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "/register/sent" }, header(sent, "Location"));
            CPPUNIT_ASSERT(shows(browser.get("/register/sent"), "ana@example.com"));
            CPPUNIT_ASSERT_EQUAL(1, world.mail_wakes);

            auto const click = browser.get(link(world));
            CPPUNIT_ASSERT_EQUAL(303, click.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "no-referrer" }, header(click, "Referrer-Policy"));
            auto const done = browser.get(header(click, "Location"));
            CPPUNIT_ASSERT_EQUAL(200, done.status());
            CPPUNIT_ASSERT(shows(done, "Vaša prijava je uspešna") && shows(done, "107"));
            CPPUNIT_ASSERT(world.sees("ana@example.com", world.water(), "107"));
            CPPUNIT_ASSERT(shows(browser.get("/overview"), "hello ana@example.com"));
        });
    }

    void the_answer_tells_nothing_about_reference_code_and_address()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.add_account("known@example.com");
            std::optional<std::string> first;
            for (auto const* reference : { "R1805-107", "R1805-404" })
                for (auto const* code : { "6473", "0000" })
                    for (auto const* email : { "known@example.com", "unknown@example.com" }) {
                        Browser browser { world };
                        static_cast<void>(browser.get("/register?utility=water"));
                        auto const hashes = world.hasher.computed();
                        auto const wakes = world.mail_wakes;
                        auto const mails = world.mails().size();
                        Recorder recorder { world.database };
                        auto const sent = browser.post("/register", world.form({ { "reference", reference }, { "code", code }, { "email", email } }));
                        auto const page = browser.get("/register/sent");
                        auto const again = browser.post("/register/resend", {});
                        auto all = std::to_string(sent.status()) + header(sent, "Location") + std::string { sent.body() }
                            + replaced(std::string { page.body() }, email, "EMAIL") + std::to_string(again.status()) + header(again, "Location")
                            + recorder.statements();
                        // The hidden field of the page's form is this browser's own.
                        auto const field = all.find("name=\"csrf\" value=\"");
                        all.erase(field, 64 + 19);
                        world.database.observe(nullptr);
                        all += "hashes " + std::to_string(world.hasher.computed() - hashes) + " wakes " + std::to_string(world.mail_wakes - wakes) + " mails "
                            + std::to_string(world.mails().size() - mails);
                        CPPUNIT_ASSERT(all.find("add_registration") != std::string::npos);
                        if (!first)
                            first = all;
                        CPPUNIT_ASSERT_EQUAL(*first, all);
                        world.clock.advance(25h); // the daily limit of mails is another test
                    }
        });
    }

    void an_address_with_an_account_gets_a_mail_that_says_so()
    {
        in_each_world([](ClaimWorld& world) {
            world.add_account("ana@example.com");
            Browser browser { world };
            browser.post("/register", world.form({ { "email", "Ana@Example.com" } }));
            auto const mails = world.mails();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, mails.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "registration_existing_account" }, mails[0].kind);
            CPPUNIT_ASSERT(mails[0].text.find("https://portal.example/sign-in") != std::string::npos);
            CPPUNIT_ASSERT(mails[0].text.find("https://portal.example/password/forgot") != std::string::npos);
            CPPUNIT_ASSERT(mails[0].text.find("/confirm/") == std::string::npos);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from registrations"));
        });
    }

    void all_errors_are_said_at_once_and_what_was_typed_stays()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            auto const response = browser.post("/register",
                world.form({ { "reference", "R1805-10X" }, { "code", "12<b>" }, { "email", "nobody" }, { "password", "gr7!x" }, { "password_again", "gr7!x" },
                    { "terms", "no" } }));
            CPPUNIT_ASSERT_EQUAL(422, response.status());
            for (auto const* field : { "reference", "code", "email", "password", "terms" }) {
                CPPUNIT_ASSERT_MESSAGE(field, shows(response, "href=\"#" + std::string { field } + "\""));
                CPPUNIT_ASSERT_MESSAGE(field, shows(response, "id=\"" + std::string { field } + "-error\""));
            }
            CPPUNIT_ASSERT(shows(response, "value=\"R1805-10X\"") && shows(response, "value=\"12&lt;b&gt;\"") && shows(response, "value=\"nobody\""));
            CPPUNIT_ASSERT(!shows(response, "gr7!x"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from registrations"));

            auto const empty = browser.post("/register", { { "utility", "water" }, { "shown", "water" } });
            CPPUNIT_ASSERT_EQUAL(422, empty.status());
            auto const differ = browser.post("/register", world.form({ { "password_again", "jesen hruška potok " } }));
            CPPUNIT_ASSERT_EQUAL(422, differ.status());
            CPPUNIT_ASSERT(shows(differ, "href=\"#password_again\""));
            CPPUNIT_ASSERT_EQUAL(422, browser.post("/register", world.form({ { "utility", "nobody" } })).status());
        });
    }

    void picking_another_utility_judges_nothing()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            auto const other = browser.post("/register", world.form({ { "utility", "heat" }, { "choose", "1" } }));
            CPPUNIT_ASSERT_EQUAL(200, other.status());
            CPPUNIT_ASSERT(shows(other, "name=\"shown\" value=\"heat\"") && shows(other, "value=\"R1805-107\"") && !shows(other, "role=\"alert\""));
            auto const first = browser.post("/register", { { "utility", "water" }, { "shown", "" }, { "choose", "1" } });
            CPPUNIT_ASSERT_EQUAL(200, first.status());
            // The Enter key in a field presses the form's first button, which is that beside the drop-down.
            CPPUNIT_ASSERT_EQUAL(303, browser.post("/register", world.form({ { "choose", "1" } })).status());
        });
    }

    void a_plugin_that_is_away_is_said_with_the_way_to_the_utility()
    {
        in_each_world([](ClaimWorld& world) {
            world.paper.is_away = true;
            Browser browser { world };
            auto const response = browser.post("/register", world.form());
            CPPUNIT_ASSERT_EQUAL(503, response.status());
            CPPUNIT_ASSERT(shows(response, "01 750 81 10"));
        });
    }

    void no_more_than_three_mails_a_day_go_to_one_address()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            for (int i = 0; i < 2; ++i) {
                CPPUNIT_ASSERT_EQUAL(303, browser.post("/register", world.form()).status());
                CPPUNIT_ASSERT_EQUAL(303, browser.post("/register/resend", {}).status());
            }
            CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, world.mails().size());
            Browser another { world, "203.0.113.9" };
            CPPUNIT_ASSERT_EQUAL(303, another.post("/register", world.form({ { "email", "ANA@example.com" } })).status());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, world.mails().size());
            world.clock.advance(24h + 1s);
            another.post("/register", world.form());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, world.mails().size());
        });
    }

    void the_mail_can_be_sent_again_with_the_same_link()
    {
        in_each_world([](ClaimWorld& world) {
            Browser browser { world };
            browser.post("/register", world.form());
            auto const first = link(world);
            auto const again = browser.post("/register/resend", {});
            CPPUNIT_ASSERT(shows(browser.get(header(again, "Location")), "role=\"status\""));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, world.mails().size());
            CPPUNIT_ASSERT_EQUAL(first, link(world));
            // A browser that registered nothing gets the same answer and no mail.
            Browser stranger { world };
            auto const nothing = stranger.post("/register/resend", {});
            CPPUNIT_ASSERT_EQUAL(header(again, "Location"), header(nothing, "Location"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, world.mails().size());
            CPPUNIT_ASSERT_EQUAL(303, stranger.get("/register/sent").status());
        });
    }

    void an_address_block_cannot_register_without_end()
    {
        in_each_world([](ClaimWorld& world) {
            for (int i = 0; i < 30; ++i) {
                Browser browser { world, "192.0.2." + std::to_string(i) };
                auto const form = world.form({ { "email", std::to_string(i) + "@example.com" } });
                CPPUNIT_ASSERT_EQUAL(303, browser.post("/register", form).status());
            }
            CPPUNIT_ASSERT_EQUAL(429, Browser(world, "192.0.2.99").post("/register", world.form()).status());
            CPPUNIT_ASSERT_EQUAL(303, Browser(world, "203.0.113.1").post("/register", world.form()).status());
        });
    }

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
            world.paper.is_away = true;
            CPPUNIT_ASSERT_EQUAL(503, browser.get(link(world)).status());
            CPPUNIT_ASSERT(shows(browser.get("/overview"), "hello ana@example.com"));
            world.paper.is_away = false;
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

CPPUNIT_TEST_SUITE_REGISTRATION(RegistrationTest);

}
