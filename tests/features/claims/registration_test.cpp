// Registration through the pages, on both databases.
#include "features/claims/claim_world.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <mutex>

using namespace portal;
using namespace portal::claims;
using tests::Browser;
using tests::ClaimWorld;
using tests::header;
using tests::in_each_world;
using tests::shows;

namespace {

using namespace std::chrono_literals;

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
    CPPUNIT_TEST(a_plugin_in_quarantine_is_said_on_the_form_and_the_others_go_on);
    CPPUNIT_TEST(no_more_than_three_mails_a_day_go_to_one_address);
    CPPUNIT_TEST(the_mail_can_be_sent_again_with_the_same_link);
    CPPUNIT_TEST(an_address_block_cannot_register_without_end);
    CPPUNIT_TEST_SUITE_END();

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
            CPPUNIT_ASSERT_EQUAL(1, world.mail_wakes.load());

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
                        auto const wakes = world.mail_wakes.load();
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
            world.paper.is_broken = true;
            Browser browser { world };
            auto const response = browser.post("/register", world.form());
            CPPUNIT_ASSERT_EQUAL(503, response.status());
            CPPUNIT_ASSERT(shows(response, "01 750 81 10"));
        });
    }

    void a_plugin_in_quarantine_is_said_on_the_form_and_the_others_go_on()
    {
        in_each_world([](ClaimWorld& world) {
            world.paper.is_in_quarantine = true;
            Browser browser { world };
            auto const is_away_page = [](web::Response const& page) {
                return shows(page, "Računov upravljalca Vodovod Dol zdaj ne moremo preveriti") && shows(page, "href=\"tel:017508110\"")
                    && shows(page, "mailto:help@water.example") && shows(page, "<option value=\"heat\">") && !shows(page, "name=\"reference\"")
                    && !shows(page, "name=\"password\"");
            };
            auto const first = browser.get("/register?utility=water");
            CPPUNIT_ASSERT(first.status() == 200 && is_away_page(first));
            // Somebody who had the form open already.
            auto const late = browser.post("/register", world.form());
            CPPUNIT_ASSERT(late.status() == 503 && is_away_page(late));
            // The drop-down leads on, and the other utility registers as always.
            auto const other = browser.post("/register", { { "utility", "heat" }, { "shown", "water" }, { "choose", "1" } });
            CPPUNIT_ASSERT(other.status() == 200 && shows(other, "name=\"reference\"") && !is_away_page(other));
            auto const registered
                = browser.post("/register", world.form({ { "utility", "heat" }, { "shown", "heat" }, { "reference", "P107" }, { "code", "12" } }));
            CPPUNIT_ASSERT_EQUAL(303, registered.status());
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
};

CPPUNIT_TEST_SUITE_REGISTRATION(RegistrationTest);

}
