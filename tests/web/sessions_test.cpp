// Sessions as rows, on both databases: how long they last, what they know, what a signed-in GET costs.
#include "db/migrate.h"
#include "support/databases.h"
#include "web/sessions.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>

using namespace portal;
using namespace portal::web;
using namespace std::chrono_literals;

namespace {

// Counts what a page costs the database.
class Statements final : public db::Observer {
public:
    void before(std::string_view) override { ++count; }
    std::atomic<int> count { 0 };
};

class SessionsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(SessionsTest);
    CPPUNIT_TEST(a_token_finds_its_account_and_what_it_may_see);
    CPPUNIT_TEST(the_row_does_not_hold_the_token);
    CPPUNIT_TEST(an_unknown_token_finds_nobody);
    CPPUNIT_TEST(half_an_hour_without_a_page_signs_out);
    CPPUNIT_TEST(twelve_hours_sign_out_whoever_stays_busy);
    CPPUNIT_TEST(a_signed_in_page_costs_one_select_and_seldom_a_write);
    CPPUNIT_TEST(signing_in_ends_the_session_that_the_browser_came_with);
    CPPUNIT_TEST(everywhere_is_everywhere_but_here);
    CPPUNIT_TEST(nobody_ends_a_session_of_another_account);
    CPPUNIT_TEST(a_closed_account_is_signed_out);
    CPPUNIT_TEST(expired_rows_are_removed_and_living_ones_stay);
    CPPUNIT_TEST(a_device_is_named_as_its_owner_would);
    CPPUNIT_TEST_SUITE_END();

    static constexpr AccountId ana { 11 }, bor { 22 };

    // Two accounts; Ana sees two customers of tenant 1 and one of tenant 2.
    struct Portal {
        explicit Portal(db::Database& the_database)
            : database(the_database)
            , sessions(database, clock)
        {
            database.transact([](db::Transaction& transaction) {
                for (auto const* account : { "11, 'Ana@example.si', 'ana@example.si', '-', 'en'", "22, 'bor@example.si', 'bor@example.si', '-', 'sl'" })
                    transaction.run_plain(
                        "insert into accounts (id, email, email_key, password_hash, language, state, created_at, confirmed_at, password_changed_at) values ("
                        + std::string { account } + ", 'active', 0, 0, 0)");
                for (auto const* access : { "2, '7', 11, 1", "1, '200', 11, 1", "1, '100', 11, null", "1, '300', 22, 1" })
                    transaction.run_plain(
                        "insert into access (tenant_id, customer_number, account_id, holder, since) values (" + std::string { access } + ", 0)");
            });
        }
        Secret sign_in(AccountId account, Secret const& before = {})
        {
            return database.transact([&](db::Transaction& transaction) {
                return sessions.start(transaction, account, device_name("Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"), before);
            });
        }
        db::Database& database;
        ManualClock clock { instant_from_number(1'500'000'000'000'000) };
        Sessions sessions;
    };
    // One database of each kind for all tests here: a schema on MariaDB takes longer than all of them.
    static void on_each(void (*body)(Portal&))
    {
        static tests::TemporaryFolder const s_folder;
        static db::Database s_sqlite { db::parse_location(tests::fresh_sqlite_url(s_folder)) };
        static db::Database s_mysql { db::parse_location(tests::fresh_mysql_url()) };
        for (auto* const database : { &s_sqlite, &s_mysql }) {
            db::migrate(*database);
            database->transact([](db::Transaction& transaction) {
                for (auto const* table : { "sessions", "access", "accounts" })
                    transaction.run_plain(std::string { "delete from " } + table);
            });
            Portal portal { *database };
            body(portal);
        }
    }

public:
    void a_token_finds_its_account_and_what_it_may_see()
    {
        on_each([](Portal& portal) {
            auto const principal = portal.sessions.find(portal.sign_in(ana));
            CPPUNIT_ASSERT(principal && principal->account == ana && principal->session);
            CPPUNIT_ASSERT_EQUAL(std::string { "Ana@example.si" }, principal->email);
            CPPUNIT_ASSERT_EQUAL(std::string { "en" }, principal->language);
            std::string seen;
            for (auto const& customer : principal->customers) {
                CPPUNIT_ASSERT(customer.account() == ana);
                seen += std::to_string(customer.tenant().value()) + "/" + customer.customer_number() + " ";
            }
            CPPUNIT_ASSERT_EQUAL(std::string { "1/100 1/200 2/7 " }, seen);
        });
    }
    void the_row_does_not_hold_the_token()
    {
        on_each([](Portal& portal) {
            auto const token = portal.sign_in(ana);
            static constexpr db::Sql s_rows { "test.rows", "select token_hash, device from sessions" };
            auto const row = portal.database.read([](db::Session& session) { return session.one(s_rows); });
            CPPUNIT_ASSERT_EQUAL(std::size_t { 64 }, row->text(0).size());
            CPPUNIT_ASSERT(row->text(0).find(token.reveal()) == std::string::npos);
            CPPUNIT_ASSERT_EQUAL(std::string { "Firefox, Linux" }, row->text(1));
        });
    }
    void an_unknown_token_finds_nobody()
    {
        on_each([](Portal& portal) {
            auto token = portal.sign_in(ana).reveal();
            token.front() = token.front() == 'A' ? 'B' : 'A';
            for (auto const& wrong : { token, std::string {}, std::string { "x" }, std::string(100'000, 'x') })
                CPPUNIT_ASSERT(!portal.sessions.find(Secret { wrong }));
        });
    }
    void half_an_hour_without_a_page_signs_out()
    {
        on_each([](Portal& portal) {
            auto const token = portal.sign_in(ana);
            portal.clock.advance(30min - 1us);
            CPPUNIT_ASSERT(portal.sessions.find(token));
            portal.clock.advance(30min - 1us);
            CPPUNIT_ASSERT(portal.sessions.find(token));
            portal.clock.advance(30min);
            CPPUNIT_ASSERT(!portal.sessions.find(token));
        });
    }
    void twelve_hours_sign_out_whoever_stays_busy()
    {
        on_each([](Portal& portal) {
            auto const token = portal.sign_in(ana);
            for (int i = 0; i < 47; ++i) {
                portal.clock.advance(15min);
                CPPUNIT_ASSERT(portal.sessions.find(token));
            }
            portal.clock.advance(15min);
            CPPUNIT_ASSERT(!portal.sessions.find(token));
        });
    }
    void a_signed_in_page_costs_one_select_and_seldom_a_write()
    {
        on_each([](Portal& portal) {
            auto const token = portal.sign_in(ana);
            Statements statements;
            portal.database.observe(&statements);
            for (int i = 0; i < 4; ++i) {
                portal.clock.advance(1min);
                portal.sessions.find(token);
            }
            CPPUNIT_ASSERT_EQUAL(4, statements.count.load());
            portal.clock.advance(1min);
            portal.sessions.find(token); // the fifth minute: noted
            auto const with_note = statements.count.load();
            CPPUNIT_ASSERT(with_note > 5);
            portal.clock.advance(4min);
            portal.sessions.find(token);
            CPPUNIT_ASSERT_EQUAL(with_note + 1, statements.count.load());
            portal.database.observe(nullptr);
        });
    }
    void signing_in_ends_the_session_that_the_browser_came_with()
    {
        on_each([](Portal& portal) {
            auto const planted = portal.sign_in(bor);
            auto const own = portal.sign_in(ana, planted);
            CPPUNIT_ASSERT(!portal.sessions.find(planted));
            CPPUNIT_ASSERT(portal.sessions.find(own)->account == ana);
        });
    }
    void everywhere_is_everywhere_but_here()
    {
        on_each([](Portal& portal) {
            auto const phone = portal.sign_in(ana);
            portal.clock.advance(1min);
            auto const desk = portal.sign_in(ana);
            auto const of_another = portal.sign_in(bor);
            auto const here = portal.sessions.find(desk)->session;
            auto const listed = portal.database.read([&](db::Session& session) { return portal.sessions.list(session, ana); });
            CPPUNIT_ASSERT(listed.size() == 2 && listed[0].id == here && listed[0].started > listed[1].started);
            portal.database.transact([&](db::Transaction& transaction) { portal.sessions.end_all(transaction, ana, here); });
            CPPUNIT_ASSERT(!portal.sessions.find(phone) && portal.sessions.find(desk) && portal.sessions.find(of_another));
            portal.database.transact([&](db::Transaction& transaction) { portal.sessions.end_all(transaction, ana); });
            CPPUNIT_ASSERT(!portal.sessions.find(desk) && portal.sessions.find(of_another));
        });
    }
    void nobody_ends_a_session_of_another_account()
    {
        on_each([](Portal& portal) {
            auto const token = portal.sign_in(ana);
            auto const session = portal.sessions.find(token)->session;
            portal.database.transact([&](db::Transaction& transaction) { portal.sessions.end(transaction, bor, session); });
            CPPUNIT_ASSERT(portal.sessions.find(token));
            portal.database.transact([&](db::Transaction& transaction) { portal.sessions.end(transaction, ana, session); });
            CPPUNIT_ASSERT(!portal.sessions.find(token));
        });
    }
    void a_closed_account_is_signed_out()
    {
        on_each([](Portal& portal) {
            auto const token = portal.sign_in(ana);
            portal.database.transact([](db::Transaction& transaction) { transaction.run_plain("update accounts set state = 'closed' where id = 11"); });
            CPPUNIT_ASSERT(!portal.sessions.find(token));
        });
    }
    void expired_rows_are_removed_and_living_ones_stay()
    {
        on_each([](Portal& portal) {
            portal.sign_in(ana);
            portal.clock.advance(29min);
            auto const living = portal.sign_in(bor);
            portal.clock.advance(1min);
            auto const remove = [&](db::Transaction& transaction) { return portal.sessions.remove_expired(transaction); };
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.database.transact(remove));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.database.transact(remove));
            CPPUNIT_ASSERT(portal.sessions.find(living));
        });
    }
    void a_device_is_named_as_its_owner_would()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string { "Chrome, Android" }, device_name("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML) Chrome/126.0 Mobile Safari/537.36"));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "Safari, iPhone" }, device_name("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Edge, Windows" }, device_name("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, device_name("<script>\r\n"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SessionsTest);

}
