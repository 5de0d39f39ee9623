// What comes after the account: handing over, further utilities, letters, through the pages and on both databases.
#include "features/claims/account_closing.h"
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

// Somebody at a browser, signed in.
struct Person {
    Person(ClaimWorld& world, std::string the_email)
        : email(std::move(the_email))
        , browser(world)
    {
        browser.come_with_session(world.start_session(world.account(email)));
    }
    web::Response add(Browser::Fields const& others = {})
    {
        Browser::Fields fields { { "utility", "water" }, { "shown", "water" }, { "reference", "R1805-107" }, { "code", "6473" }, { "terms", "yes" } };
        for (auto const& [name, value] : others)
            for (auto& field : fields)
                if (field.first == name)
                    field.second = value;
        return browser.post("/utilities/add", fields);
    }

    std::string email;
    Browser browser;
};

class HandoverTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(HandoverTest);
    CPPUNIT_TEST(the_holder_lets_somebody_in);
    CPPUNIT_TEST(the_holder_refuses);
    CPPUNIT_TEST(nobody_but_the_holder_sees_the_question);
    CPPUNIT_TEST(somebody_who_was_let_in_cannot_let_others_in);
    CPPUNIT_TEST(the_first_decision_counts);
    CPPUNIT_TEST(a_question_is_open_for_a_week);
    CPPUNIT_TEST(a_closed_account_leaves_nothing_and_frees_what_it_held);
    CPPUNIT_TEST(who_waits_for_an_account_that_is_closed_may_claim_again);
    CPPUNIT_TEST(another_utility_is_added_by_the_same_claim);
    CPPUNIT_TEST(a_form_that_is_sent_twice_gives_one_customer);
    CPPUNIT_TEST(errors_and_another_choice_show_the_form_again);
    CPPUNIT_TEST(terms_are_asked_for_once_a_version);
    CPPUNIT_TEST(a_letter_opens_through_the_page);
    CPPUNIT_TEST(too_many_tries_in_a_day_leave_the_letter);
    CPPUNIT_TEST(an_open_claim_belongs_to_its_account);
    CPPUNIT_TEST(a_utility_in_quarantine_cannot_be_added_and_says_so);
    CPPUNIT_TEST_SUITE_END();

    // Ana holds 107, Bor asks for it; the question's path.
    static std::string ask(ClaimWorld& world, Person& ana, Person& bor)
    {
        world.deliver_usual("107");
        world.deliver_customer(world.water(), "107");
        CPPUNIT_ASSERT_EQUAL(303, ana.add().status());
        auto const asked = bor.add();
        CPPUNIT_ASSERT_EQUAL(std::string { "/claim?utility=water" }, header(asked, "Location"));
        auto const waiting = bor.browser.get("/claim?utility=water");
        CPPUNIT_ASSERT(waiting.status() == 200 && !shows(waiting, "ana@example.com"));
        return "/handover/" + world.token_in_mail("/handover/");
    }

public:
    void a_utility_in_quarantine_cannot_be_added_and_says_so()
    {
        in_each_world([](ClaimWorld& world) {
            world.paper.is_in_quarantine = true;
            Person ana { world, "ana@example.com" };
            for (auto const& page : { ana.browser.get("/utilities/add?utility=water"), ana.add() })
                CPPUNIT_ASSERT(shows(page, "Vodovod Dol zdaj ne moremo preveriti") && !shows(page, "name=\"reference\""));
            CPPUNIT_ASSERT(shows(ana.browser.get("/utilities/add?utility=heat"), "name=\"reference\""));
        });
    }
    void the_holder_lets_somebody_in()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" }, bor { world, "bor@example.com" };
            auto const question = ask(world, ana, bor);
            auto const page = ana.browser.get(question);
            CPPUNIT_ASSERT_EQUAL(200, page.status());
            CPPUNIT_ASSERT(shows(page, "bor@example.com") && shows(page, "107") && shows(page, "Trg 1"));
            CPPUNIT_ASSERT_EQUAL(std::string { "no-referrer" }, header(page, "Referrer-Policy"));
            CPPUNIT_ASSERT(!world.sees("bor@example.com", world.water(), "107"));

            CPPUNIT_ASSERT_EQUAL(400, ana.browser.post(question, { { "decision", "perhaps" } }).status());
            auto const said = ana.browser.post(question, { { "decision", "accept" } });
            CPPUNIT_ASSERT_EQUAL(303, said.status());
            CPPUNIT_ASSERT_EQUAL(200, ana.browser.get(header(said, "Location")).status());
            CPPUNIT_ASSERT(world.sees("bor@example.com", world.water(), "107"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from access where holder = 1"));
            CPPUNIT_ASSERT_EQUAL(std::string { "claim_accepted" }, world.mails().back().kind);
            CPPUNIT_ASSERT_EQUAL(std::string { "bor@example.com" }, world.mails().back().to);
            CPPUNIT_ASSERT_EQUAL(std::string { "/overview" }, header(bor.browser.get("/claim"), "Location"));
        });
    }
    void the_holder_refuses()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" }, bor { world, "bor@example.com" };
            auto const question = ask(world, ana, bor);
            ana.browser.post(question, { { "decision", "refuse" } });
            CPPUNIT_ASSERT(!world.sees("bor@example.com", world.water(), "107"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, world.mails().size());
            bor.add(); // asking again does not ask the holder again this week
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, world.mails().size());
        });
    }
    void nobody_but_the_holder_sees_the_question()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" }, bor { world, "bor@example.com" }, cene { world, "cene@example.com" };
            auto const question = ask(world, ana, bor);
            world.deliver_usual("108");
            cene.add({ { "reference", "R1805-108" } });
            auto const missing = std::string { cene.browser.get("/handover/nothing").body() };
            for (auto* person : { &bor, &cene }) {
                CPPUNIT_ASSERT_EQUAL(404, person->browser.get(question).status());
                CPPUNIT_ASSERT_EQUAL(missing, std::string { person->browser.get(question).body() });
                CPPUNIT_ASSERT_EQUAL(404, person->browser.post(question, { { "decision", "accept" } }).status());
            }
            Browser nobody { world };
            CPPUNIT_ASSERT_EQUAL(303, nobody.get(question).status()); // to the sign-in
            CPPUNIT_ASSERT(!world.sees("bor@example.com", world.water(), "107"));
        });
    }
    void somebody_who_was_let_in_cannot_let_others_in()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" }, bor { world, "bor@example.com" }, cene { world, "cene@example.com" };
            ana.browser.post(ask(world, ana, bor), { { "decision", "accept" } });
            cene.add();
            CPPUNIT_ASSERT_EQUAL(std::string { "ana@example.com" }, world.mails().back().to);
            auto const question = "/handover/" + world.token_in_mail("/handover/");
            CPPUNIT_ASSERT_EQUAL(404, bor.browser.post(question, { { "decision", "accept" } }).status());
        });
    }
    void the_first_decision_counts()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" }, bor { world, "bor@example.com" };
            auto const question = ask(world, ana, bor);
            ana.browser.post(question, { { "decision", "refuse" } });
            CPPUNIT_ASSERT_EQUAL(303, ana.browser.post(question, { { "decision", "accept" } }).status());
            CPPUNIT_ASSERT(!world.sees("bor@example.com", world.water(), "107"));
        });
    }
    void a_closed_account_leaves_nothing_and_frees_what_it_held()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Person ana { world, "ana@example.com" };
            ana.add();
            auto const close = [&](std::string_view email) { return close_account(world.database, world.clock, world.tenants, world.sessions, email); };
            CPPUNIT_ASSERT(!close("nobody@example.com"));
            CPPUNIT_ASSERT(close("Ana@example.com"));
            CPPUNIT_ASSERT(!close("ana@example.com"));
            CPPUNIT_ASSERT_EQUAL(303, ana.browser.get("/overview").status()); // signed out
            for (auto const* table : { "accounts", "account_terms", "sessions", "access", "open_claims" })
                CPPUNIT_ASSERT_EQUAL_MESSAGE(table, std::int64_t { 0 }, world.count(std::string { "select count(*) from " } + table));
            Person next { world, "ana@example.com" };
            next.add();
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from access where holder = 1"));
        });
    }

    void who_waits_for_an_account_that_is_closed_may_claim_again()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" };
            Person bor { world, "bor@example.com" };
            ask(world, ana, bor);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from open_claims where needs = 'holder'"));
            CPPUNIT_ASSERT(close_account(world.database, world.clock, world.tenants, world.sessions, "ana@example.com"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from open_claims where needs = 'pair'"));
            bor.add();
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from access where holder = 1"));
        });
    }

    void a_question_is_open_for_a_week()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" }, bor { world, "bor@example.com" };
            auto const question = ask(world, ana, bor);
            world.clock.advance(7 * 24h);
            ana.browser.come_with_session(world.start_session(world.account("ana@example.com")));
            CPPUNIT_ASSERT_EQUAL(404, ana.browser.get(question).status());
            CPPUNIT_ASSERT_EQUAL(404, ana.browser.post(question, { { "decision", "accept" } }).status());
        });
    }

    void another_utility_is_added_by_the_same_claim()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.deliver(world.heat(), { "77", "5001", "P77", "5001", 8050, 5 });
            Person ana { world, "ana@example.com" };
            CPPUNIT_ASSERT_EQUAL(200, ana.browser.get("/utilities/add").status());
            auto const added = ana.add();
            CPPUNIT_ASSERT(shows(ana.browser.get(header(added, "Location")), "107"));
            auto const page = ana.add({ { "utility", "heat" }, { "shown", "heat" }, { "reference", "P77" }, { "code", "5001" } });
            CPPUNIT_ASSERT(page.status() == 200 && shows(page, "name=\"total\""));
            auto const proved = ana.browser.post("/claim", { { "utility", "heat" }, { "reference", "P77" }, { "code", "5001" }, { "total", "80,50" } });
            CPPUNIT_ASSERT_EQUAL(303, proved.status());
            CPPUNIT_ASSERT(world.sees("ana@example.com", world.water(), "107") && world.sees("ana@example.com", world.heat(), "77"));
        });
    }
    void a_form_that_is_sent_twice_gives_one_customer()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Person ana { world, "ana@example.com" };
            auto const once = header(ana.add(), "Location");
            CPPUNIT_ASSERT_EQUAL(once, header(ana.add(), "Location"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from access"));
            CPPUNIT_ASSERT(world.mails().empty());
        });
    }
    void errors_and_another_choice_show_the_form_again()
    {
        in_each_world([](ClaimWorld& world) {
            Person ana { world, "ana@example.com" };
            auto const wrong = ana.add({ { "reference", "R1805-10X" }, { "code", "12" }, { "terms", "no" } });
            CPPUNIT_ASSERT_EQUAL(422, wrong.status());
            for (auto const* field : { "reference", "code", "terms" })
                CPPUNIT_ASSERT_MESSAGE(field, shows(wrong, "href=\"#" + std::string { field } + "\""));
            CPPUNIT_ASSERT_EQUAL(200, ana.add({ { "utility", "heat" } }).status());
            CPPUNIT_ASSERT_EQUAL(422, ana.add({ { "utility", "nobody" } }).status());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from claim_tries"));
            world.paper.is_broken = true;
            CPPUNIT_ASSERT_EQUAL(503, ana.add().status());
        });
    }
    void terms_are_asked_for_once_a_version()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Person ana { world, "ana@example.com" };
            CPPUNIT_ASSERT(shows(ana.browser.get("/utilities/add?utility=water"), "name=\"terms\""));
            ana.add();
            CPPUNIT_ASSERT(!shows(ana.browser.get("/utilities/add?utility=water"), "name=\"terms\""));
            CPPUNIT_ASSERT(shows(ana.browser.get("/utilities/add?utility=heat"), "name=\"terms\""));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from account_terms where version = '2018-05'"));
        });
    }
    void a_letter_opens_through_the_page()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.deliver_customer(world.water(), "107");
            Person ana { world, "ana@example.com" };
            ana.add({ { "code", "0000" } });
            for (int i = 0; i < 4; ++i)
                world.claim("mallory@example.com", "R1805-107", "0000");
            auto const locked = ana.browser.post("/claim", { { "utility", "water" }, { "reference", "R1805-107" }, { "code", "6473" } });
            CPPUNIT_ASSERT(locked.status() == 200 && shows(locked, "name=\"letter\""));
            CPPUNIT_ASSERT(shows(ana.browser.get("/claim"), "name=\"letter\""));
            auto const type = [&](std::string const& code) { return ana.browser.post("/claim", { { "utility", "water" }, { "letter", code } }); };
            CPPUNIT_ASSERT_EQUAL(422, type("").status());
            CPPUNIT_ASSERT_EQUAL(422, type("7K3M-9QXW-2T4B").status());
            auto const opened = type(letter_code_text(world.claims.issue_letter(world.water().id, "107").value()));
            CPPUNIT_ASSERT_EQUAL(303, opened.status());
            CPPUNIT_ASSERT(shows(ana.browser.get(header(opened, "Location")), "Vaša prijava je uspešna"));
        });
    }
    void too_many_tries_in_a_day_leave_the_letter()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.deliver_customer(world.water(), "107");
            Person ana { world, "ana@example.com" };
            for (int i = 0; i < 5; ++i)
                CPPUNIT_ASSERT_EQUAL(422, ana.add({ { "reference", "R1805-20" + std::to_string(i) } }).status());
            auto const tired = ana.add();
            CPPUNIT_ASSERT(tired.status() == 429 && shows(tired, "name=\"letter\"") && shows(tired, "role=\"alert\""));
            CPPUNIT_ASSERT(shows(ana.browser.get("/claim"), "name=\"code\"")); // tomorrow it goes on
            CPPUNIT_ASSERT(shows(ana.browser.get("/claim?utility=water&letter=1"), "name=\"letter\""));
            auto const code = letter_code_text(world.claims.issue_letter(world.water().id, "107").value());
            CPPUNIT_ASSERT_EQUAL(303, ana.browser.post("/claim", { { "utility", "water" }, { "letter", code } }).status());
            CPPUNIT_ASSERT(world.sees("ana@example.com", world.water(), "107"));
        });
    }
    void an_open_claim_belongs_to_its_account()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            Person ana { world, "ana@example.com" }, bor { world, "bor@example.com" };
            ana.add({ { "code", "0000" } });
            CPPUNIT_ASSERT_EQUAL(std::string { "/overview" }, header(bor.browser.get("/claim?utility=water"), "Location"));
            CPPUNIT_ASSERT_EQUAL(std::string { "/overview" },
                header(bor.browser.post("/claim", { { "utility", "water" }, { "reference", "R1805-107" }, { "code", "6473" } }), "Location"));
            // Somebody else's customer is not shown by its address either.
            auto const done = header(ana.add(), "Location");
            CPPUNIT_ASSERT_EQUAL(std::string { "/overview" }, header(bor.browser.get(done), "Location"));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HandoverTest);

}
