// An account's address, language and terms; a new address is proved by a link to its mailbox.
#include "accounts_world.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace std::chrono_literals;
using tests::AccountsWorld;
using tests::Browser;

namespace {

constexpr char const* new_password = "sosed kavarna zvezda";

class AddressesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(AddressesTest);
    CPPUNIT_TEST(a_new_address_needs_the_password_and_the_new_mailbox);
    CPPUNIT_TEST(a_taken_address_is_told_only_to_its_mailbox);
    CPPUNIT_TEST(an_address_that_was_taken_meanwhile_is_not_shared);
    CPPUNIT_TEST(a_new_password_ends_a_waiting_change_of_address);
    CPPUNIT_TEST(only_our_languages_are_taken);
    CPPUNIT_TEST(terms_are_kept_once);
    CPPUNIT_TEST(one_mailbox_has_one_account);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_new_address_needs_the_password_and_the_new_mailbox()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            auto const caller = world.caller(ana, world.start_session(ana));
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "nova@primer.si", Secret { "napacno geslo" }).refusal() == accounts::Refusal::wrong_password);
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "nova", Secret { tests::good_password }).refusal() == accounts::Refusal::bad_email);
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "ANA@primer.si", Secret { tests::good_password }).refusal() == accounts::Refusal::same_email);
            CPPUNIT_ASSERT(world.mails().empty());
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "nova@primer.si", Secret { tests::good_password }));
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "nova@primer.si", Secret { tests::good_password })); // a double click
            auto const asked = world.mails();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, asked.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "nova@primer.si" }, asked[0].to);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password));

            auto const path = "/email/" + asked[0].after("/email/");
            Browser browser { world };
            auto const page = browser.get(path);
            CPPUNIT_ASSERT_EQUAL(200, page.status());
            CPPUNIT_ASSERT(page.body().find("nova@primer.si") != std::string_view::npos);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password)); // looking changed nothing
            CPPUNIT_ASSERT_EQUAL(200, browser.post(path, {}).status());
            CPPUNIT_ASSERT_EQUAL(200, browser.post(path, {}).status()); // a double click
            CPPUNIT_ASSERT(world.lets_in("nova@primer.si", tests::good_password));
            CPPUNIT_ASSERT(!world.lets_in("ana@primer.si", tests::good_password));
            CPPUNIT_ASSERT_EQUAL(std::string { "email_changed" }, world.mails().back().kind);
            CPPUNIT_ASSERT_EQUAL(std::string { "ana@primer.si" }, world.mails().back().to);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, world.mails().size());
            CPPUNIT_ASSERT_EQUAL(410, browser.get(path).status());
        });
    }

    void a_taken_address_is_told_only_to_its_mailbox()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            world.register_account("bor@primer.si");
            auto const caller = world.caller(ana, world.start_session(ana));
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "bor@primer.si", Secret { tests::good_password }));
            CPPUNIT_ASSERT_EQUAL(std::string { "email_taken" }, world.mails().back().kind);
            CPPUNIT_ASSERT_EQUAL(std::string { "bor@primer.si" }, world.mails().back().to);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from account_links where used_at is null"));
        });
    }

    void an_address_that_was_taken_meanwhile_is_not_shared()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            auto const caller = world.caller(ana, world.start_session(ana));
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "nova@primer.si", Secret { tests::good_password }));
            Secret const token { world.mails().back().after("/email/") };
            world.register_account("nova@primer.si", new_password);
            CPPUNIT_ASSERT(world.service.confirm_email(token).refusal() == accounts::Refusal::email_taken);
            CPPUNIT_ASSERT(world.lets_in("ana@primer.si", tests::good_password));
            CPPUNIT_ASSERT(world.lets_in("nova@primer.si", new_password));
        });
    }

    void a_new_password_ends_a_waiting_change_of_address()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            auto const caller = world.caller(ana, world.start_session(ana));
            world.clock.advance(5min);
            CPPUNIT_ASSERT(world.service.ask_email_change(caller, "nova@primer.si", Secret { tests::good_password }));
            Secret const token { world.mails().back().after("/email/") };
            CPPUNIT_ASSERT(world.service.change_password(caller, Secret { tests::good_password }, Secret { new_password }));
            CPPUNIT_ASSERT(world.service.confirm_email(token).refusal() == accounts::Refusal::link_dead);
        });
    }

    void only_our_languages_are_taken()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            CPPUNIT_ASSERT(!world.service.change_language(ana, "xx"));
            CPPUNIT_ASSERT(world.service.change_language(ana, "en"));
            CPPUNIT_ASSERT_EQUAL(std::string { "en" }, database.read([&](db::Session& session) { return accounts::find(session, ana)->language; }));
        });
    }

    void terms_are_kept_once()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            database.transact([&](db::Transaction& transaction) {
                accounts::record_terms(transaction, ana, world.water().id, "2018-05", world.clock.now());
                accounts::record_terms(transaction, ana, world.water().id, "2018-05", world.clock.now() + 1h);
                accounts::record_terms(transaction, ana, world.heat().id, "2018-05", world.clock.now());
            });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, world.count("select count(*) from account_terms"));
        });
    }

    void one_mailbox_has_one_account()
    {
        tests::on_each_database([](db::Database& database) {
            AccountsWorld world { database };
            auto const ana = world.register_account("ana@primer.si");
            CPPUNIT_ASSERT_THROW(world.register_account("ANA@primer.si"), db::Duplicate);
            CPPUNIT_ASSERT(database.read([&](db::Session& session) { return accounts::find_by_email(session, "Ana@primer.si"); })->id == ana);
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AddressesTest);

}
