// New passwords: by the password one has, or by a link to the mailbox.
#include "accounts_world.h"

#include "base/text.h"
#include "crypto/hash.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace std::chrono_literals;
using tests::AccountsWorld;
using tests::Browser;

namespace {

constexpr char const* new_password = "sosed kavarna zvezda";
web::Address const s_here = *web::Address::parse("192.0.2.1");

// Asks for a link and gives what stands behind it in the mail.
Secret asked_reset(AccountsWorld& world, std::string const& email)
{
    CPPUNIT_ASSERT(world.service.forgot_password(email, "sl", s_here));
    return Secret { world.mails().back().after("/password/reset/") };
}

class PasswordsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PasswordsTest);
    CPPUNIT_TEST(a_reset_link_gives_a_new_password_and_ends_every_session);
    CPPUNIT_TEST(a_reset_link_works_once);
    CPPUNIT_TEST(a_reset_form_that_is_sent_twice_succeeds_twice);
    CPPUNIT_TEST(a_reset_link_dies_after_half_an_hour);
    CPPUNIT_TEST(a_newer_reset_link_ends_the_older_one);
    CPPUNIT_TEST(opening_a_reset_link_changes_nothing);
    CPPUNIT_TEST(only_the_hash_of_a_link_is_kept);
    CPPUNIT_TEST(whoever_asks_for_a_link_learns_nothing);
    CPPUNIT_TEST(a_mailbox_gets_at_most_three_links_a_day);
    CPPUNIT_TEST(a_reset_lets_a_locked_mailbox_in_again);
    CPPUNIT_TEST(a_weak_password_is_refused_with_its_reason_and_the_link_lives_on);
    CPPUNIT_TEST(a_new_password_needs_the_old_one_and_ends_the_other_sessions);
    CPPUNIT_TEST(a_wrong_old_password_counts_like_a_sign_in);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_reset_link_gives_a_new_password_and_ends_every_session()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const session = world.start_session(world.register_account("ana@primer.si"));
            world.clock.advance(1h);
            auto const token = asked_reset(world, "Ana@primer.si");
            Browser browser { world };
            CPPUNIT_ASSERT_EQUAL(200, browser.get("/password/reset/" + token.reveal()).status());
            auto const done = browser.post("/password/reset/" + token.reveal(), { { "password", new_password }, { "password_again", new_password } });
            CPPUNIT_ASSERT_EQUAL(303, done.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "/sign-in?done=reset" }, *done.header("Location"));
            CPPUNIT_ASSERT(!world.sessions.find(session));
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", new_password));
            CPPUNIT_ASSERT(!world.lets_in("ana@primer.si", tests::good_password));
            CPPUNIT_ASSERT_EQUAL(std::string { "password_changed" }, world.mails().back().kind);
        });
    }

    void a_reset_link_works_once()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const token = asked_reset(world, "ana@primer.si");
            CPPUNIT_ASSERT(world.service.reset_password(token, Secret { new_password }));
            auto const again = world.service.reset_password(token, Secret { "travnik okno miza" });
            CPPUNIT_ASSERT(again.refusal() == accounts::Refusal::link_dead);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", new_password));
            Browser browser { world };
            CPPUNIT_ASSERT_EQUAL(410, browser.get("/password/reset/" + token.reveal()).status());
            CPPUNIT_ASSERT_EQUAL(410, browser.get("/password/reset/kar-nekaj").status());
        });
    }

    void a_reset_form_that_is_sent_twice_succeeds_twice()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const token = asked_reset(world, "ana@primer.si");
            CPPUNIT_ASSERT(world.service.reset_password(token, Secret { new_password }));
            CPPUNIT_ASSERT(world.service.reset_password(token, Secret { new_password }));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from audit_log where event = 'account.password_reset'"));
            world.clock.advance(2min);
            CPPUNIT_ASSERT(!world.service.reset_password(token, Secret { new_password }));
        });
    }

    void a_reset_link_dies_after_half_an_hour()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const token = asked_reset(world, "ana@primer.si");
            world.clock.advance(29min);
            CPPUNIT_ASSERT(world.service.email_of_reset_link(token));
            world.clock.advance(1min);
            CPPUNIT_ASSERT(!world.service.email_of_reset_link(token));
            CPPUNIT_ASSERT(world.service.reset_password(token, Secret { new_password }).refusal() == accounts::Refusal::link_dead);
        });
    }

    void a_newer_reset_link_ends_the_older_one()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const older = asked_reset(world, "ana@primer.si");
            auto const newer = asked_reset(world, "ana@primer.si");
            CPPUNIT_ASSERT(!world.service.reset_password(older, Secret { new_password }));
            CPPUNIT_ASSERT(world.service.reset_password(newer, Secret { new_password }));
        });
    }

    void opening_a_reset_link_changes_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const token = asked_reset(world, "ana@primer.si");
            Browser scanner { world };
            for (int i = 0; i < 3; ++i) {
                auto const page = scanner.get("/password/reset/" + token.reveal());
                CPPUNIT_ASSERT_EQUAL(200, page.status());
                CPPUNIT_ASSERT_EQUAL(std::string { "no-referrer" }, *page.header("Referrer-Policy"));
            }
            CPPUNIT_ASSERT(world.service.reset_password(token, Secret { new_password }));
        });
    }

    void only_the_hash_of_a_link_is_kept()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const token = asked_reset(world, "ana@primer.si");
            CPPUNIT_ASSERT_EQUAL(std::size_t { 43 }, token.size());
            static constexpr db::Sql s_links { "test.links", "select token_hash from account_links" };
            auto const kept = database.read([](db::Session& session) { return session.one(s_links)->text(0); });
            CPPUNIT_ASSERT_EQUAL(crypto::sha256_hex(token.reveal()), kept);
        });
    }

    void whoever_asks_for_a_link_learns_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("znana@primer.si");
            Browser browser { world };
            auto const answer = [&](std::string const& email) {
                auto const page = browser.post("/password/forgot", { { "email", email } });
                CPPUNIT_ASSERT_EQUAL(200, page.status());
                return replaced(std::string { page.body() }, email, "EMAIL");
            };
            auto const known = answer("znana@primer.si");
            auto const unknown = answer("neznana@primer.si");
            CPPUNIT_ASSERT_EQUAL(known, unknown);
            auto const mails = world.mails();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, mails.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "password_reset" }, mails[0].kind);
            CPPUNIT_ASSERT_EQUAL(std::string { "password_unknown_address" }, mails[1].kind);
            CPPUNIT_ASSERT_EQUAL(std::string { "neznana@primer.si" }, mails[1].to);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, world.count("select count(*) from account_links"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from account_links where used_at is null"));
        });
    }

    void a_mailbox_gets_at_most_three_links_a_day()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            for (int i = 0; i < 5; ++i)
                CPPUNIT_ASSERT(world.service.forgot_password("ana@primer.si", "sl", s_here));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, world.mails().size());
            world.clock.advance(25h);
            CPPUNIT_ASSERT(world.service.forgot_password("ana@primer.si", "sl", s_here));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, world.mails().size());
        });
    }

    void a_reset_lets_a_locked_mailbox_in_again()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            for (int i = 0; i < 10; ++i)
                CPPUNIT_ASSERT(!world.lets_in("ana@primer.si", "napacno geslo"));
            CPPUNIT_ASSERT(!world.lets_in("ana@primer.si", tests::good_password));
            CPPUNIT_ASSERT(world.service.reset_password(asked_reset(world, "ana@primer.si"), Secret { new_password }));
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", new_password));
        });
    }

    void a_weak_password_is_refused_with_its_reason_and_the_link_lives_on()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            world.register_account("ana@primer.si");
            auto const path = "/password/reset/" + asked_reset(world, "ana@primer.si").reveal();
            Browser browser { world };
            for (auto const& [password, again] : { std::pair { "kratko", "kratko" }, std::pair { "geslo123", "geslo123" },
                     std::pair { "ana@primer.si", "ana@primer.si" }, std::pair { new_password, "nekaj drugega" }, std::pair { "", "" } }) {
                auto const page = browser.post(path, { { "password", password }, { "password_again", again } });
                CPPUNIT_ASSERT_EQUAL(422, page.status());
                CPPUNIT_ASSERT(page.body().find("field-error") != std::string_view::npos);
            }
            CPPUNIT_ASSERT_EQUAL(303, browser.post(path, { { "password", new_password }, { "password_again", new_password } }).status());
        });
    }

    void a_new_password_needs_the_old_one_and_ends_the_other_sessions()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            auto const here = world.start_session(ana);
            auto const elsewhere = world.start_session(ana);
            world.clock.advance(5min);
            auto const caller = world.caller(ana, here);
            CPPUNIT_ASSERT(
                world.service.change_password(caller, Secret { "napacno geslo" }, Secret { new_password }).refusal() == accounts::Refusal::wrong_password);
            CPPUNIT_ASSERT(world.sessions.find(elsewhere));
            CPPUNIT_ASSERT(world.service.change_password(caller, Secret { tests::good_password }, Secret { new_password }));
            CPPUNIT_ASSERT(world.sessions.find(here) && !world.sessions.find(elsewhere));
            CPPUNIT_ASSERT(world.service.change_password(caller, Secret { tests::good_password }, Secret { new_password })); // a double click
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, world.mails().size());
            CPPUNIT_ASSERT_EQUAL(std::string { "password_changed" }, world.mails().front().kind);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", new_password));
        });
    }

    void a_wrong_old_password_counts_like_a_sign_in()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            auto const caller = world.caller(ana, world.start_session(ana));
            for (int i = 0; i < 10; ++i)
                CPPUNIT_ASSERT(!world.service.change_password(caller, Secret { "napacno geslo" }, Secret { new_password }));
            CPPUNIT_ASSERT(world.service.change_password(caller, Secret { tests::good_password }, Secret { new_password }).refusal()
                == accounts::Refusal::too_many_failures);
            CPPUNIT_ASSERT(!world.lets_in("ana@primer.si", tests::good_password));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordsTest);

}
