// Bills out of the database: what is settled, versions of deliveries, whose they are, and one bill's page.
#include "invoices_world.h"

#include "features/customers/customers.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using tests::day;
using tests::DeliveredRows;
using World = tests::InvoicesWorld;

namespace {

class InvoicesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(InvoicesTest);
    CPPUNIT_TEST(payments_settle_the_bill_that_they_name);
    CPPUNIT_TEST(a_credit_note_settles_the_bill_that_it_corrects);
    CPPUNIT_TEST(rows_of_other_deliveries_are_not_seen);
    CPPUNIT_TEST(a_link_survives_a_correction_of_its_bill);
    CPPUNIT_TEST(lines_stand_in_the_order_of_their_numbers);
    CPPUNIT_TEST(the_page_of_a_bill_shows_what_is_needed_to_pay_it);
    CPPUNIT_TEST(a_foreign_a_missing_and_a_malformed_bill_are_the_same_page);
    CPPUNIT_TEST(the_standing_knows_the_latest_bill_what_is_overdue_and_the_next_due_date);
    CPPUNIT_TEST_SUITE_END();

public:
    void payments_settle_the_bill_that_they_name()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.invoice({ "107", "R1", 20180331, 1000, 20180415 });
            world.rows.invoice({ "107", "R2", 20180430, 2000, 20180515 });
            world.rows.movement("107", "invoice", 20180331, 1000, "R1");
            world.rows.movement("107", "payment", 20180410, -600, "R1");
            world.rows.movement("107", "payment", 20180412, -400, "R1");
            world.rows.movement("107", "invoice", 20180430, 2000, "R2");
            world.rows.movement("107", "payment", 20180510, -500, "R2");
            world.rows.movement("107", "reminder", 20180520, 300, "R2"); // its fee is not the bill's
            world.rows.movement("107", "interest", 20180521, 7, "R2");
            world.rows.movement("107", "payment", 20180522, -9000); // names no bill
            world.rows.movement("208", "payment", 20180522, -2000, "R2"); // somebody else's
            auto const page = world.list({ world.scope(world.water(), "107") });
            CPPUNIT_ASSERT_EQUAL(std::string { "R2" }, page.invoices[0].number);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1500 }, page.invoices[0].rest.minor());
            CPPUNIT_ASSERT(invoices::state(page.invoices[1], day(20180602)) == invoices::State::paid);
        });
    }

    void a_credit_note_settles_the_bill_that_it_corrects()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const id = world.rows.invoice({ "107", "R1", 20180331, 1000, 20180415 });
            world.rows.invoice({ "107", "D1", 20180405, -300, 0, "credit_note", "R1" });
            world.rows.movement("107", "invoice", 20180331, 1000, "R1");
            world.rows.movement("107", "credit_note", 20180405, -300, "D1"); // booked under its own number
            world.rows.movement("107", "credit_note", 20180406, -200, "R1"); // or under the bill's
            auto const found = database.read([&](db::Session& session) { return invoices::find(session, { world.scope(world.water(), "107") }, id); });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 500 }, found->invoice.rest.minor());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 500 }, world.standing(20180602).overdue);
        });
    }

    void rows_of_other_deliveries_are_not_seen()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.publish(2);
            auto const seen = world.rows.invoice({ "107", "R1", 20180331, 1000, 20180415 }, { 2, 3 });
            auto const gone = world.rows.invoice({ "107", "GONE", 20180401 }, { 1, 2 });
            auto const coming = world.rows.invoice({ "107", "COMING", 20180501 }, { 3, {} });
            world.rows.line("R1", "1", "vidna postavka", { 1, {} });
            world.rows.line("R1", "2", "prihodnja postavka", { 3, {} });
            world.rows.line("R1", "3", "pretekla postavka", { 1, 2 });
            world.rows.movement("107", "payment", 20180410, -100, "R1", { 1, {} });
            world.rows.movement("107", "payment", 20180411, -200, "R1", { 3, {} });
            world.rows.movement("107", "payment", 20180412, -400, "R1", { 1, 2 });
            auto const page = world.list({ world.scope(world.water(), "107") });
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, page.invoices.size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, page.range.total);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 900 }, page.invoices[0].rest.minor());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 900 }, world.standing(20180602).overdue);
            CPPUNIT_ASSERT_EQUAL(std::string { "R1" }, world.standing(20180602).latest->number);
            auto const html = std::string { world.browser.get("/invoices/" + seen.text()).body() };
            CPPUNIT_ASSERT(html.find("vidna postavka") != std::string::npos);
            CPPUNIT_ASSERT(html.find("prihodnja postavka") == std::string::npos && html.find("pretekla postavka") == std::string::npos);
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get("/invoices/" + gone.text()).status());
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get("/invoices/" + coming.text()).status());
        });
    }

    void a_link_survives_a_correction_of_its_bill()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.publish(2);
            auto const old_id = world.rows.invoice({ "107", "R1", 20180331, 1000 }, { 1, 2 });
            world.rows.invoice({ "107", "R1", 20180331, 1234 }, { 2, {} });
            auto const page = world.browser.get("/invoices/" + old_id.text());
            CPPUNIT_ASSERT_EQUAL(200, page.status());
            CPPUNIT_ASSERT(page.body().find("12,34") != std::string_view::npos);
        });
    }

    void lines_stand_in_the_order_of_their_numbers()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const id = world.rows.invoice({ "107", "R1", 20180331 });
            for (auto const* const position : { "10", "2", "B", "1", "A" })
                world.rows.line("R1", position, "postavka");
            auto const found = database.read([&](db::Session& session) { return invoices::find(session, { world.scope(world.water(), "107") }, id); });
            std::string order;
            for (auto const& line : found->lines)
                order += line.position + " ";
            CPPUNIT_ASSERT_EQUAL(std::string { "1 2 10 A B " }, order);
        });
    }

    void the_page_of_a_bill_shows_what_is_needed_to_pay_it()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.supply_point("OM-1", "107", "Notranjska 2");
            auto const id = world.rows.invoice({ "107", "20180500081", 20180531, 123456, 20180615, "invoice", "", "OM-1" });
            world.rows.line("20180500081", "1", "Vodarina <b>");
            world.rows.movement("107", "payment", 20180601, -3456, "20180500081");
            std::string const html { world.browser.get("/invoices/" + id.text()).body() };
            for (auto const* const text : { "Račun za maj 2018", "Vodovod Dol", "SI12 1805000001070", "SI56 1910 0001 0337 441", "WTER", "1.234,56", "1.200,00",
                     "15. 6. 2018", "Vodarina &lt;b&gt;", "0,8412", "12\u00a0m³", "Notranjska 2, 1370 Logatec", "Marija Kranjc" })
                CPPUNIT_ASSERT_MESSAGE(text, html.find(text) != std::string::npos);
            CPPUNIT_ASSERT(world.browser.get("/invoices/" + id.text() + "?lang=en").body().find("1,234.56") != std::string_view::npos);
        });
    }

    void a_foreign_a_missing_and_a_malformed_bill_are_the_same_page()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const neighbours = world.rows.invoice({ "208", "R208", 20180331 });
            auto const other_utility = DeliveredRows { database, world.heat().id }.invoice({ "107", "T107", 20180331 });
            auto const missing = world.browser.get("/invoices/" + InvoiceId::make().text());
            CPPUNIT_ASSERT_EQUAL(404, missing.status());
            for (auto const& path : { "/invoices/" + neighbours.text(), "/invoices/" + other_utility.text(), std::string { "/invoices/1" },
                     std::string { "/invoices/R208" }, std::string { "/invoices/%27%20or%201%3D1" }, std::string { "/invoices?customer=1" },
                     "/invoices?customer=" + customers::public_id(world.scope(world.water(), "208")) }) {
                auto const page = world.browser.get(path);
                CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 404, page.status());
                CPPUNIT_ASSERT_EQUAL(std::string { missing.body() }, std::string { page.body() });
            }
        });
    }

    void the_standing_knows_the_latest_bill_what_is_overdue_and_the_next_due_date()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.rows.invoice({ "107", "PAID", 20180228, 500, 20180315 });
            world.rows.movement("107", "payment", 20180310, -500, "PAID");
            world.rows.invoice({ "107", "LATE", 20180331, 700, 20180415 });
            world.rows.movement("107", "payment", 20180420, -200, "LATE");
            world.rows.invoice({ "107", "NEXT", 20180430, 900, 20180620 });
            world.rows.invoice({ "107", "LATEST", 20180531, 1100, 20180615 });
            world.rows.invoice({ "107", "OPOMIN", 20180601, 0, 0, "reminder" });
            world.rows.invoice({ "107", "DOBROPIS", 20180601, -50, 0, "credit_note" });
            auto const standing = world.standing(20180602);
            CPPUNIT_ASSERT_EQUAL(std::string { "LATEST" }, standing.latest->number);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 500 }, standing.overdue);
            CPPUNIT_ASSERT(standing.earliest_due == day(20180615));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(InvoicesTest);

}
