// Movements: the running balance, pages, versions of deliveries, and whose they are.
#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"
#include "support/text_assertions.h"

#include "features/customers/customers.h"
#include "features/transactions/transactions_pages.h"
#include "features/transactions/transactions_service.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <set>

using namespace portal;
using tests::assert_holds;
using tests::Browser;
using tests::DeliveredRows;
using tests::SmallPortal;

namespace {

struct World : SmallPortal {
    explicit World(db::Database& the_database)
        : SmallPortal(the_database)
        , rows(database, water().id)
        , account(add_account("ana@primer.si"))
        , browser(*this)
    {
        transactions::add_routes(router, { database, site, calendar });
        give_access(account, water(), "107");
        rows.customer("107", "Marija Kranjc");
        browser.come_with_session(start_session(account));
    }

    transactions::Page list(std::optional<ListPosition> position = {})
    {
        return database.read([&](db::Session& session) { return transactions::list(session, scope(water(), "107"), Currency { "EUR" }, position); });
    }
    // A bill and its payment each month, and now and then something else.
    void add_years(int count)
    {
        for (int i = 0; i < count; ++i) {
            int const month = 20160101 + i / 12 * 10000 + i % 12 * 100;
            rows.movement("107", "invoice", month, 1000 + i);
            rows.movement("107", "payment", month, -900 - i); // the same day as the bill
            if (i % 5 == 0)
                rows.movement("107", "interest", month + 10, 3);
        }
    }

    DeliveredRows rows;
    AccountId account;
    Browser browser;
};

ListPosition beyond(ListPosition::Direction direction, transactions::Movement const& movement) { return { direction, movement.booked, movement.id }; }

class TransactionsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(TransactionsTest);
    CPPUNIT_TEST(the_running_balance_ends_at_the_balance);
    CPPUNIT_TEST(paging_keeps_order_and_balances_in_both_directions);
    CPPUNIT_TEST(rows_of_other_deliveries_are_not_seen);
    CPPUNIT_TEST(an_account_without_movements_owes_nothing);
    CPPUNIT_TEST(the_page_shows_bills_payments_and_the_balance);
    CPPUNIT_TEST(a_credit_is_shown_as_such);
    CPPUNIT_TEST(a_foreign_customer_is_not_found);
    CPPUNIT_TEST(an_account_without_customers_gets_an_empty_page);
    CPPUNIT_TEST(the_file_has_every_movement_once_with_the_balance_after_it);
    CPPUNIT_TEST(a_foreign_customers_file_is_not_found);
    CPPUNIT_TEST_SUITE_END();

public:
    void the_running_balance_ends_at_the_balance()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.movement("107", "invoice", 20180331, 1000, "R1");
            world.rows.movement("107", "payment", 20180410, -1000, "R1");
            world.rows.movement("107", "invoice", 20180430, 2000, "R2");
            world.rows.movement("107", "credit_note", 20180501, -300, "R2");
            world.rows.movement("208", "invoice", 20180430, 99999, "R3");
            auto const page = world.list();
            std::vector<std::int64_t> balances;
            for (auto const& movement : page.movements)
                balances.push_back(movement.balance.minor());
            CPPUNIT_ASSERT((balances == std::vector<std::int64_t> { 1700, 2000, 0, 1000 }));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1700 }, page.balance.minor());
        });
    }

    void paging_keeps_order_and_balances_in_both_directions()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_years(48);
            std::vector<transactions::Movement> seen;
            auto page = world.list();
            auto const total = page.range.total;
            for (;;) {
                CPPUNIT_ASSERT_EQUAL(std::int64_t(seen.size()) + 1, page.range.first);
                seen.insert(seen.end(), page.movements.begin(), page.movements.end());
                if (!page.range.has_older())
                    break;
                page = world.list(beyond(ListPosition::Direction::older, page.movements.back()));
            }
            CPPUNIT_ASSERT_EQUAL(total, std::int64_t(seen.size()));
            // From the oldest on, each balance is the one before and the amount.
            std::int64_t balance = 0;
            std::set<std::int64_t> ids;
            for (auto movement = seen.rbegin(); movement != seen.rend(); ++movement) {
                balance += movement->amount.minor();
                CPPUNIT_ASSERT_EQUAL(balance, movement->balance.minor());
                ids.insert(movement->id);
            }
            CPPUNIT_ASSERT_EQUAL(seen.size(), ids.size());
            CPPUNIT_ASSERT_EQUAL(balance, page.balance.minor());
            CPPUNIT_ASSERT(std::is_sorted(seen.begin(), seen.end(), [](auto const& left, auto const& right) { return left.booked > right.booked; }));
            auto const newer = world.list(beyond(ListPosition::Direction::newer, page.movements.front()));
            auto const before = std::size_t(page.range.first) - 2; // of seen: the one above this page's first
            CPPUNIT_ASSERT_EQUAL(seen[before].id, newer.movements.back().id);
            CPPUNIT_ASSERT_EQUAL(seen[before].balance.minor(), newer.movements.back().balance.minor());
        });
    }

    void rows_of_other_deliveries_are_not_seen()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.publish(2);
            world.rows.movement("107", "invoice", 20180331, 1000, "R1", { 1, {} });
            world.rows.movement("107", "invoice", 20180401, 10, "R2", { 2, 3 });
            world.rows.movement("107", "invoice", 20180402, 100, "R3", { 3, {} });
            world.rows.movement("107", "invoice", 20180403, 10000, "R4", { 1, 2 });
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, world.list().movements.size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1010 }, world.list().balance.minor());
        });
    }

    void an_account_without_movements_owes_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            CPPUNIT_ASSERT(world.list().movements.empty());
            CPPUNIT_ASSERT(world.list().balance == Money::zero(Currency { "EUR" }));
            CPPUNIT_ASSERT(world.browser.get("/transactions").body().find("Prometa še ni") != std::string_view::npos);
        });
    }

    void the_page_shows_bills_payments_and_the_balance()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const id = world.rows.invoice({ "107", "R1", 20180331, 123456 });
            world.rows.movement("107", "invoice", 20180331, 123456, "R1");
            world.rows.movement("107", "payment", 20180410, -3456, "R1");
            world.rows.movement("107", "reminder", 20180411, 150);
            std::string const html { world.browser.get("/transactions").body() };
            for (auto const& text :
                { std::string { "Račun R1" }, "/invoices/" + id.text(), std::string { "Plačilo" }, std::string { "za račun R1" }, std::string { "34,56" },
                    std::string { "1.201,50" }, std::string { "Vodovod Dol" }, std::string { "2. 6. 2018" }, std::string { "Strošek opomina" } })
                CPPUNIT_ASSERT_MESSAGE(text, html.find(text) != std::string::npos);
        });
    }

    void a_credit_is_shown_as_such()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.movement("107", "payment", 20180410, -2500);
            std::string const html { world.browser.get("/transactions").body() };
            CPPUNIT_ASSERT(html.find("V vaše dobro") != std::string::npos);
            CPPUNIT_ASSERT(html.find("25,00") != std::string::npos);
        });
    }

    void a_foreign_customer_is_not_found()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const foreign = customers::public_id(world.scope(world.water(), "208"));
            auto const missing = world.browser.get("/transactions?customer=0000000000000");
            CPPUNIT_ASSERT_EQUAL(404, missing.status());
            for (auto const& query : { "customer=" + foreign, std::string { "customer=107" }, std::string { "customer=%00" }, std::string { "page=x" } }) {
                auto const page = world.browser.get("/transactions?" + query);
                CPPUNIT_ASSERT(page.status() == 404 || page.status() == 400);
                CPPUNIT_ASSERT(page.body().find("Marija") == std::string_view::npos);
            }
            CPPUNIT_ASSERT_EQUAL(std::string { missing.body() }, std::string { world.browser.get("/transactions?customer=" + foreign).body() });
        });
    }

    void an_account_without_customers_gets_an_empty_page()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            Browser browser { world };
            browser.come_with_session(world.start_session(world.add_account("nov@primer.si")));
            auto const page = browser.get("/transactions");
            CPPUNIT_ASSERT_EQUAL(200, page.status());
            CPPUNIT_ASSERT(page.body().find("Prometa še ni") != std::string_view::npos);
        });
    }
    void the_file_has_every_movement_once_with_the_balance_after_it()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.add_years(300); // more than one page of reading
            auto const json = std::string { world.browser.get("/transactions.json").body() };
            CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t { 662 }, std::count(json.begin(), json.end(), '\n'));
            auto const last = "\"balance\": " + std::to_string(world.list().balance.minor()) + "}";
            CPPUNIT_ASSERT_EQUAL(json.find(last), json.find("\"balance\": "));
            CPPUNIT_ASSERT(json.ends_with("\"amount\": 1000, \"balance\": 1000}\n]\n"));
            assert_holds(std::string { world.browser.get("/transactions.csv?lang=sl").body() }, { ";2016-01-01;Plačilo;;EUR;-9,00;1,00\r\n" });
            assert_holds(std::string { world.browser.get("/transactions").body() },
                { "href=\"/transactions.csv?customer=" + customers::public_id(world.water().id, "107") + "\"" });
        });
    }
    void a_foreign_customers_file_is_not_found()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.movement("208", "payment", 20180101, -900);
            auto const foreign = customers::public_id(world.water().id, "208");
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get("/transactions.csv?customer=" + foreign).status());
            CPPUNIT_ASSERT_EQUAL(std::string { "[]\n" }, std::string { world.browser.get("/transactions.json").body() });
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TransactionsTest);

}
