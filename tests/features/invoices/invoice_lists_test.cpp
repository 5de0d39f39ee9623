// Lists of bills by page: nothing is lost or moved, whoever delivers meanwhile.
#include "invoices_world.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <set>

using namespace portal;
using tests::day;
using tests::DeliveredRows;
using World = tests::InvoicesWorld;

namespace {

ListPosition beyond(ListPosition::Direction direction, invoices::Invoice const& invoice) { return { direction, invoice.issued, invoice.id.value() }; }

class InvoiceListsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(InvoiceListsTest);
    CPPUNIT_TEST(paging_keeps_the_order_and_loses_nothing);
    CPPUNIT_TEST(a_delivery_between_two_pages_moves_nothing);
    CPPUNIT_TEST(the_lists_of_two_utilities_are_merged_by_day);
    CPPUNIT_TEST(a_year_holds_the_bills_issued_in_it);
    CPPUNIT_TEST(what_no_link_of_ours_asks_is_not_found);
    CPPUNIT_TEST(without_bills_the_page_says_so);
    CPPUNIT_TEST_SUITE_END();

public:
    void paging_keeps_the_order_and_loses_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            int const total = 60;
            for (int i = 0; i < total; ++i) // five bills a day, so that days are cut by pages
                world.rows.invoice({ "107", "R" + std::to_string(i), 20180101 + i / 5 });
            std::vector<CustomerScope> const scopes { world.scope(world.water(), "107") };
            std::vector<std::string> seen;
            auto page = world.list(scopes);
            CPPUNIT_ASSERT(!page.range.has_newer());
            for (;;) {
                CPPUNIT_ASSERT_EQUAL(std::int64_t(seen.size()) + 1, page.range.first);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { total }, page.range.total);
                for (auto const& invoice : page.invoices)
                    seen.push_back(invoice.number);
                CPPUNIT_ASSERT_EQUAL(std::int64_t(seen.size()), page.range.last);
                if (!page.range.has_older())
                    break;
                page = world.list(scopes, beyond(ListPosition::Direction::older, page.invoices.back()));
            }
            CPPUNIT_ASSERT_EQUAL(std::size_t { total }, std::set<std::string>(seen.begin(), seen.end()).size());
            CPPUNIT_ASSERT_EQUAL(std::string { "R59" }, seen.front());
            // And back again: the same pages in the other direction.
            std::vector<std::string> back;
            for (;;) {
                for (auto invoice = page.invoices.rbegin(); invoice != page.invoices.rend(); ++invoice)
                    back.push_back(invoice->number);
                if (!page.range.has_newer())
                    break;
                page = world.list(scopes, beyond(ListPosition::Direction::newer, page.invoices.front()));
            }
            std::reverse(back.begin(), back.end());
            CPPUNIT_ASSERT(seen == back);
        });
    }

    void a_delivery_between_two_pages_moves_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            for (int i = 0; i < 30; ++i)
                world.rows.invoice({ "107", "R" + std::to_string(i), 20180101 + i });
            std::vector<CustomerScope> const scopes { world.scope(world.water(), "107") };
            auto const first = world.list(scopes);
            world.rows.invoice({ "107", "R-new", 20180601 });
            auto const second = world.list(scopes, beyond(ListPosition::Direction::older, first.invoices.back()));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 6 }, second.invoices.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "R5" }, second.invoices.front().number);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 26 }, second.range.first);
        });
    }

    void the_lists_of_two_utilities_are_merged_by_day()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            DeliveredRows heat { database, world.heat().id };
            for (int i = 0; i < 20; ++i) {
                world.rows.invoice({ "107", "V" + std::to_string(i), 20180101 + i });
                heat.invoice({ "9", "T" + std::to_string(i), 20180101 + i });
            }
            std::vector<CustomerScope> const scopes { world.scope(world.water(), "107"), world.scope(world.heat(), "9") };
            auto const first = world.list(scopes);
            CPPUNIT_ASSERT_EQUAL(std::size_t { invoices::page_size }, first.invoices.size());
            auto const second = world.list(scopes, beyond(ListPosition::Direction::older, first.invoices.back()));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 16 }, second.invoices.size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 40 }, second.range.total);
            std::set<std::string> numbers;
            Date last = day(29991231);
            for (auto const& page : { first, second })
                for (auto const& invoice : page.invoices) {
                    CPPUNIT_ASSERT(invoice.issued <= last);
                    last = invoice.issued;
                    numbers.insert(invoice.number);
                }
            CPPUNIT_ASSERT_EQUAL(std::size_t { 40 }, numbers.size());
            auto const back = world.list(scopes, beyond(ListPosition::Direction::newer, second.invoices.front()));
            CPPUNIT_ASSERT_EQUAL(first.invoices.front().number, back.invoices.front().number);
            CPPUNIT_ASSERT_EQUAL(first.invoices.back().number, back.invoices.back().number);
        });
    }

    void a_year_holds_the_bills_issued_in_it()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.invoice({ "107", "R16", 20161231 });
            world.rows.invoice({ "107", "R18a", 20180101 });
            world.rows.invoice({ "107", "R18b", 20181231 });
            std::vector<CustomerScope> const scopes { world.scope(world.water(), "107") };
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, world.list(scopes, {}, 2018).range.total);
            CPPUNIT_ASSERT(world.list(scopes, {}, 2017).invoices.empty());
            auto const years = database.read([&](db::Session& session) { return invoices::years(session, scopes); });
            CPPUNIT_ASSERT((years == std::vector { 2018, 2017, 2016 }));
            auto const page = world.browser.get("/invoices?year=2017");
            CPPUNIT_ASSERT(page.body().find("Za leto 2017 ni računov") != std::string_view::npos);
        });
    }

    void what_no_link_of_ours_asks_is_not_found()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            for (auto const* const query :
                { "year=18", "year=x", "year=99999999999999999999", "page=2", "page=older-20180231-0000000000000", "page=older-20180228-x" })
                CPPUNIT_ASSERT_EQUAL_MESSAGE(query, 404, world.browser.get(std::string { "/invoices?" } + query).status());
        });
    }

    void without_bills_the_page_says_so()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            CPPUNIT_ASSERT(!world.standing(20180602).latest);
            CPPUNIT_ASSERT(world.browser.get("/invoices").body().find("Računov še ni") != std::string_view::npos);
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(InvoiceListsTest);

}
