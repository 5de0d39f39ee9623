// Signing in and out: what is asked, what is told to nobody, and how often one may be wrong.
#include "accounts_world.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace std::chrono_literals;
using tests::AccountsWorld;
using tests::Browser;

namespace {

std::string header(web::Response const& response, std::string_view name)
{
    auto const* const value = response.header(name);
    return value ? *value : std::string {};
}

class SignInTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(SignInTest);
    CPPUNIT_TEST(the_right_password_leads_to_the_overview);
    CPPUNIT_TEST(the_page_asked_for_comes_next_when_it_is_ours);
    CPPUNIT_TEST(a_wrong_password_and_an_unknown_address_get_the_same_bytes_for_the_same_work);
    CPPUNIT_TEST(what_was_typed_stays_but_the_password);
    CPPUNIT_TEST(after_ten_failures_a_mailbox_waits_and_another_does_not);
    CPPUNIT_TEST(many_mailboxes_from_one_address_stop_that_address_only);
    CPPUNIT_TEST(a_success_is_no_failure);
    CPPUNIT_TEST(a_session_that_was_planted_does_not_survive_the_sign_in);
    CPPUNIT_TEST(signing_out_ends_the_session);
    CPPUNIT_TEST(signing_out_everywhere_ends_all_sessions_of_that_account_only);
    CPPUNIT_TEST(a_hash_of_older_strength_is_renewed);
    CPPUNIT_TEST(a_closed_account_looks_like_none);
    CPPUNIT_TEST(every_sign_in_and_every_failure_is_in_the_log_of_acts);
    CPPUNIT_TEST_SUITE_END();

public:
    void the_right_password_leads_to_the_overview()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            Browser browser { world };
            CPPUNIT_ASSERT_EQUAL(200, browser.get("/sign-in").status());
            auto const response = browser.post("/sign-in", { { "email", " Ana@Primer.si " }, { "password", tests::good_password }, { "next", "" } });
            CPPUNIT_ASSERT_EQUAL(303, response.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "/overview" }, header(response, "Location"));
            CPPUNIT_ASSERT_EQUAL(std::string { "hello ana@primer.si" }, std::string { browser.get("/overview").body() });
            CPPUNIT_ASSERT_EQUAL(303, browser.get("/sign-in").status());
        });
    }

    void the_page_asked_for_comes_next_when_it_is_ours()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            for (auto const& [next, target] : { std::pair { "/invoices?year=2018", "/invoices?year=2018" }, std::pair { "//evil.example", "/overview" },
                     std::pair { "https://evil.example", "/overview" }, std::pair { "/\\evil.example", "/overview" } }) {
                Browser browser { world };
                auto const response = browser.post("/sign-in", { { "email", "ana@primer.si" }, { "password", tests::good_password }, { "next", next } });
                CPPUNIT_ASSERT_EQUAL(std::string { target }, header(response, "Location"));
            }
        });
    }

    void a_wrong_password_and_an_unknown_address_get_the_same_bytes_for_the_same_work()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("znana@primer.si");
            Browser browser { world };
            auto const answer = [&](std::string const& email, std::string const& password) {
                auto const before = world.hasher.computed();
                auto const rows = world.count("select count(*) from limit_failures");
                auto const response = browser.post("/sign-in", { { "email", email }, { "password", password } });
                auto work = std::to_string(response.status()) + " hashes " + std::to_string(world.hasher.computed() - before) + " rows "
                    + std::to_string(world.count("select count(*) from limit_failures") - rows);
                return std::pair { replaced(std::string { response.body() }, email, "EMAIL"), work };
            };
            auto const wrong = answer("znana@primer.si", "napacno geslo 1");
            auto const unknown = answer("neznana@primer.si", "napacno geslo 1");
            auto const no_address = answer("kar nekaj", "napacno geslo 1");
            CPPUNIT_ASSERT_EQUAL(wrong.first, unknown.first);
            CPPUNIT_ASSERT_EQUAL(wrong.second, unknown.second);
            CPPUNIT_ASSERT_EQUAL(wrong.first, no_address.first);
            CPPUNIT_ASSERT_EQUAL(wrong.second, no_address.second);
        });
    }

    void what_was_typed_stays_but_the_password()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            Browser browser { world };
            auto const response = browser.post("/sign-in", { { "email", "<b>ana\"@primer.si" }, { "password", "skrivno geslo" }, { "next", "/meters" } });
            std::string const page { response.body() };
            CPPUNIT_ASSERT_EQUAL(422, response.status());
            CPPUNIT_ASSERT(page.find("&lt;b&gt;ana&quot;@primer.si") != std::string::npos);
            CPPUNIT_ASSERT(page.find("skrivno geslo") == std::string::npos);
            CPPUNIT_ASSERT(page.find("value=\"/meters\"") != std::string::npos);
        });
    }

    void after_ten_failures_a_mailbox_waits_and_another_does_not()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            world.register_account("bor@primer.si");
            for (int i = 0; i < 10; ++i)
                CPPUNIT_ASSERT(world.sign_in("ana@primer.si", "napacno geslo").refusal().reason == accounts::Refusal::wrong_password);
            auto const locked = world.sign_in("ANA@primer.si", tests::good_password);
            CPPUNIT_ASSERT(locked.refusal().reason == accounts::Refusal::too_many_failures);
            CPPUNIT_ASSERT(locked.refusal().wait > 0min && locked.refusal().wait <= 60min);
            CPPUNIT_ASSERT(world.lets_in("bor@primer.si", tests::good_password));
            Browser browser { world };
            auto const page = browser.post("/sign-in", { { "email", "ana@primer.si" }, { "password", tests::good_password } });
            CPPUNIT_ASSERT_EQUAL(429, page.status());
            CPPUNIT_ASSERT(page.header("Retry-After"));
            world.clock.advance(61min);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password));
        });
    }

    void many_mailboxes_from_one_address_stop_that_address_only()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            for (int i = 0; i < 30; ++i)
                CPPUNIT_ASSERT(!world.lets_in("nekdo" + std::to_string(i) + "@primer.si", "napacno geslo", "198.51.100.7"));
            CPPUNIT_ASSERT(world.sign_in("ana@primer.si", tests::good_password, "198.51.100.7").refusal().reason == accounts::Refusal::too_many_failures);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password, "198.51.100.8"));
        });
    }

    void a_success_is_no_failure()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            for (int i = 0; i < 15; ++i)
                CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from limit_failures"));
        });
    }

    void a_session_that_was_planted_does_not_survive_the_sign_in()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const planted = world.start_session(world.register_account("napadalec@primer.si"));
            Browser browser { world };
            browser.come_with_session(planted);
            CPPUNIT_ASSERT_EQUAL(303, browser.post("/sign-in", { { "email", "ana@primer.si" }, { "password", tests::good_password } }).status());
            CPPUNIT_ASSERT(browser.cookies.at(std::string { web::session_cookie }) != planted.reveal());
            CPPUNIT_ASSERT(!world.sessions.find(planted));
            CPPUNIT_ASSERT_EQUAL(std::string { "hello ana@primer.si" }, std::string { browser.get("/overview").body() });
        });
    }

    void signing_out_ends_the_session()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            Browser browser { world };
            auto const session = world.start_session(world.register_account("ana@primer.si"));
            browser.come_with_session(session);
            CPPUNIT_ASSERT_EQUAL(std::string { "/sign-in?done=out" }, header(browser.post("/sign-out", {}), "Location"));
            CPPUNIT_ASSERT(!world.sessions.find(session));
            CPPUNIT_ASSERT_EQUAL(200, browser.get("/sign-in?done=out").status());
            CPPUNIT_ASSERT_EQUAL(303, browser.post("/sign-out", {}).status());
        });
    }

    void signing_out_everywhere_ends_all_sessions_of_that_account_only()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            auto const at_home = world.start_session(ana);
            auto const on_the_phone = world.start_session(ana);
            auto const of_bor = world.start_session(world.register_account("bor@primer.si"));
            Browser browser { world };
            browser.come_with_session(at_home);
            CPPUNIT_ASSERT_EQUAL(303, browser.post("/sign-out-everywhere", {}).status());
            CPPUNIT_ASSERT(!world.sessions.find(at_home) && !world.sessions.find(on_the_phone));
            CPPUNIT_ASSERT(world.sessions.find(of_bor));
        });
    }

    void a_hash_of_older_strength_is_renewed()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            // The good password with 8 MiB and one pass.
            std::string const weak = "$argon2id$v=19$m=8192,t=1,p=1$nS8gTJwEnEDzbh+QnhThHA$gnvacmWJY6lHK61tYpo+s+jPNtVpILJliCF1tZ8SdbU";
            auto const id = world.add_account("ana@primer.si", weak);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password));
            auto const account = database.read([&](db::Session& session) { return accounts::find(session, id); });
            CPPUNIT_ASSERT(account->password_hash != weak);
            CPPUNIT_ASSERT(!crypto::PasswordHasher::needs_rehash(account->password_hash));
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password));
        });
    }

    void a_closed_account_looks_like_none()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            database.transact([](db::Transaction& transaction) { transaction.run_plain("update accounts set state = 'closed'"); });
            CPPUNIT_ASSERT(world.sign_in("ana@primer.si", tests::good_password).refusal().reason == accounts::Refusal::wrong_password);
        });
    }

    void every_sign_in_and_every_failure_is_in_the_log_of_acts()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            CPPUNIT_ASSERT(!world.lets_in("ana@primer.si", "napacno geslo"));
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from audit_log where event = 'account.sign_in_failed'"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from audit_log where event = 'account.signed_in'"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from audit_log where subject like '%primer%' or detail like '%primer%'"));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SignInTest);

}
