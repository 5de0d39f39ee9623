// A customer's bills as files.
#include "features/customers/customers.h"
#include "invoices_world.h"
#include "support/text_assertions.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

namespace {

using namespace portal;
using tests::assert_holds;
using tests::assert_lacks;
using tests::InvoicesWorld;

class InvoiceFilesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(InvoiceFilesTest);
    CPPUNIT_TEST(all_bills_are_in_the_file_with_what_is_still_to_pay);
    CPPUNIT_TEST(a_file_is_saved_not_shown);
    CPPUNIT_TEST(twenty_years_of_bills_are_all_there_once);
    CPPUNIT_TEST(nobody_elses_bills_are_in_it);
    CPPUNIT_TEST(the_page_leads_to_the_files);
    CPPUNIT_TEST_SUITE_END();

public:
    void all_bills_are_in_the_file_with_what_is_still_to_pay()
    {
        tests::on_each_database([](db::Database& database) {
            InvoicesWorld world { database };
            world.rows.invoice({ "107", "R1", 20180430, 2000, 20180515 });
            world.rows.invoice({ "107", "=R2", 20180531, 1500, 20180615 });
            world.rows.movement("107", "payment", 20180510, -500, "R1");
            auto const csv = std::string { world.browser.get("/invoices.csv?lang=sl").body() };
            assert_holds(csv,
                { "\xEF\xBB\xBFUpravljalec;", ";R1;Račun;;SI121805000001070;;2018-04-30;2018-05-15;", ";EUR;20,00;0,00;20,00;0,00;20,00;15,00;zapadel\r\n",
                    ";\"'=R2\";Račun;" });
            auto const json = std::string { world.browser.get("/invoices.json").body() };
            assert_holds(json,
                { "\"number\": \"R1\"", "\"issued\": \"2018-04-30\"", "\"payable\": 2000, \"unpaid\": 1500, \"state\": \"overdue\"", "\"number\": \"=R2\"" });
        });
    }
    void a_file_is_saved_not_shown()
    {
        tests::on_each_database([](db::Database& database) {
            InvoicesWorld world { database };
            auto const csv = world.browser.get("/invoices.csv?lang=sl");
            CPPUNIT_ASSERT_EQUAL(200, csv.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "attachment; filename=\"racuni.csv\"" }, *csv.header("Content-Disposition"));
            CPPUNIT_ASSERT_EQUAL(std::string { "text/csv; charset=utf-8" }, std::string { csv.content_type() });
            auto const json = world.browser.get("/invoices.json?lang=en");
            CPPUNIT_ASSERT_EQUAL(std::string { "attachment; filename=\"bills.json\"" }, *json.header("Content-Disposition"));
            CPPUNIT_ASSERT_EQUAL(std::string { "application/json" }, std::string { json.content_type() });
        });
    }
    void twenty_years_of_bills_are_all_there_once()
    {
        tests::on_each_database([](db::Database& database) {
            InvoicesWorld world { database };
            // More than one page of reading, several of them on one day.
            for (int i = 0; i < 501; ++i)
                world.rows.invoice({ "107", "R" + std::to_string(10'000 + i), 20000101 + i % 20 * 10000 });
            auto const json = std::string { world.browser.get("/invoices.json").body() };
            CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t { 503 }, std::count(json.begin(), json.end(), '\n'));
            for (int i = 0; i < 501; ++i)
                CPPUNIT_ASSERT(json.find("\"R" + std::to_string(10'000 + i) + "\"") != std::string::npos);
        });
    }
    void nobody_elses_bills_are_in_it()
    {
        tests::on_each_database([](db::Database& database) {
            InvoicesWorld world { database };
            world.rows.customer("208", "Nekdo Drug");
            world.rows.invoice({ "208", "R9", 20180430 });
            world.rows.invoice({ "107", "R8", 20180430 }, { 2 }); // not published yet
            assert_lacks(std::string { world.browser.get("/invoices.json").body() }, { "R9", "R8" });
            auto const foreign = customers::public_id(world.water().id, "208");
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get("/invoices.csv?customer=" + foreign).status());
            auto const own = customers::public_id(world.water().id, "107");
            CPPUNIT_ASSERT_EQUAL(200, world.browser.get("/invoices.csv?customer=" + own).status());
        });
    }
    void the_page_leads_to_the_files()
    {
        tests::on_each_database([](db::Database& database) {
            InvoicesWorld world { database };
            world.rows.invoice({ "107", "R1", 20180430 });
            assert_holds(std::string { world.browser.get("/invoices").body() }, { "href=\"/invoices.csv\"", "href=\"/invoices.json\"" });
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(InvoiceFilesTest);

}
