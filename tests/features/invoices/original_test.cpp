// The file that a bill came as, for its customer and for nobody else.
#include "invoices_world.h"
#include "support/stored_document.h"
#include "support/text_assertions.h"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace portal;
using tests::assert_holds;
using tests::assert_lacks;
using tests::store_document;
using World = tests::InvoicesWorld;

class OriginalTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(OriginalTest);
    CPPUNIT_TEST(a_customer_downloads_what_came_byte_for_byte);
    CPPUNIT_TEST(no_browser_shows_or_runs_it);
    CPPUNIT_TEST(a_name_with_carons_is_given_both_ways);
    CPPUNIT_TEST(the_page_of_a_bill_leads_to_it);
    CPPUNIT_TEST(a_bill_without_one_offers_none);
    CPPUNIT_TEST(a_foreign_a_missing_and_a_malformed_bill_are_the_same_page);
    CPPUNIT_TEST(who_is_not_signed_in_signs_in_first);
    CPPUNIT_TEST(only_what_is_published_is_given);
    CPPUNIT_TEST(bytes_that_are_gone_are_not_found);
    CPPUNIT_TEST(an_old_link_leads_to_the_corrected_one);
    CPPUNIT_TEST_SUITE_END();

    static std::string path(InvoiceId bill) { return "/invoices/" + bill.text() + "/original"; }
    static std::string body(web::Response const& response) { return std::string { response.body() }; }

public:
    void a_customer_downloads_what_came_byte_for_byte()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const bill = world.rows.invoice({ "107", "R1", 20180531 });
            std::string bytes { "\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<Racun>\0č" };
            for (std::uint32_t i = 0; i < 300'000; ++i) // unsigned: it wraps around
                bytes += static_cast<char>(i * i * 31 >> 3);
            store_document(database, world.water().id, { "R1", bytes });
            auto const answer = world.browser.get(path(bill));
            CPPUNIT_ASSERT_EQUAL(200, answer.status());
            CPPUNIT_ASSERT(answer.body() == bytes);
            CPPUNIT_ASSERT_EQUAL(std::string { "application/xml" }, std::string { answer.content_type() });
        });
    }
    void no_browser_shows_or_runs_it()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const bill = world.rows.invoice({ "107", "R1", 20180531 });
            store_document(database, world.water().id, { "R1", "%PDF-1.7", "racun.pdf", "application/pdf" });
            auto const answer = world.browser.get(path(bill));
            CPPUNIT_ASSERT_EQUAL(std::string { "application/pdf" }, std::string { answer.content_type() });
            CPPUNIT_ASSERT_EQUAL(std::string { "attachment; filename=\"racun.pdf\"" }, *answer.header("Content-Disposition"));
            CPPUNIT_ASSERT_EQUAL(std::string { "default-src 'none'; sandbox" }, *answer.header("Content-Security-Policy"));
            CPPUNIT_ASSERT(!answer.header("Cache-Control")); // then it is no-store (response_writer)
        });
    }
    void a_name_with_carons_is_given_both_ways()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const bill = world.rows.invoice({ "107", "R1", 20180531 });
            store_document(database, world.water().id, { "R1", "<a/>", "Račun 1.xml" });
            CPPUNIT_ASSERT_EQUAL(std::string { "attachment; filename=\"Ra-un-1.xml\"; filename*=UTF-8''Ra%C4%8Dun%201.xml" },
                *world.browser.get(path(bill)).header("Content-Disposition"));
        });
    }
    void the_page_of_a_bill_leads_to_it()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const small = world.rows.invoice({ "107", "R1", 20180430 });
            auto const large = world.rows.invoice({ "107", "R2", 20180531 });
            store_document(database, world.water().id, { "R1", std::string(30'412, 'a') });
            store_document(database, world.water().id, { "R2", std::string(2'345'678, 'b'), "racun.pdf", "application/pdf" });
            assert_holds(body(world.browser.get("/invoices/" + small.text() + "?lang=sl")),
                { "href=\"" + path(small) + "\" download>Izvirni račun (XML, 31\u00A0kB)</a>" });
            assert_holds(body(world.browser.get("/invoices/" + large.text() + "?lang=en")),
                { "href=\"" + path(large) + "\" download>Original bill (PDF, 2.3\u00A0MB)</a>" });
        });
    }
    void a_bill_without_one_offers_none()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const bill = world.rows.invoice({ "107", "R1", 20180531 });
            assert_lacks(body(world.browser.get("/invoices/" + bill.text())), { "/original" });
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get(path(bill)).status());
        });
    }
    void a_foreign_a_missing_and_a_malformed_bill_are_the_same_page()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const foreign = world.rows.invoice({ "208", "R9", 20180531 });
            store_document(database, world.water().id, { "R9", "<a/>" });
            auto const missing = world.browser.get(path(InvoiceId::make()));
            CPPUNIT_ASSERT_EQUAL(404, missing.status());
            for (auto const& other : { path(foreign), std::string { "/invoices/x/original" } }) {
                auto const answer = world.browser.get(other);
                CPPUNIT_ASSERT_EQUAL(404, answer.status());
                CPPUNIT_ASSERT_EQUAL(body(missing), body(answer));
            }
        });
    }
    void who_is_not_signed_in_signs_in_first()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const bill = world.rows.invoice({ "107", "R1", 20180531 });
            store_document(database, world.water().id, { "R1", "<a/>" });
            tests::Browser stranger { world };
            CPPUNIT_ASSERT_EQUAL(303, stranger.get(path(bill)).status());
        });
    }
    void only_what_is_published_is_given()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const bill = world.rows.invoice({ "107", "R1", 20180531 });
            store_document(database, world.water().id, { "R1", "new" }, { 2 });
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get(path(bill)).status());
            store_document(database, world.water().id, { "R1", "old" }, { 1, 2 });
            CPPUNIT_ASSERT_EQUAL(std::string { "old" }, body(world.browser.get(path(bill))));
            world.rows.publish(2);
            CPPUNIT_ASSERT_EQUAL(std::string { "new" }, body(world.browser.get(path(bill))));
        });
    }
    void bytes_that_are_gone_are_not_found()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const bill = world.rows.invoice({ "107", "R1", 20180531 });
            store_document(database, world.water().id, { "R1", "<a/>" });
            static constexpr db::Sql drop { "test.drop", "delete from document_chunks where tenant_id = ?" };
            database.transact([&](db::Transaction& transaction) { transaction.execute(drop, world.water().id); });
            CPPUNIT_ASSERT_EQUAL(404, world.browser.get(path(bill)).status());
        });
    }
    void an_old_link_leads_to_the_corrected_one()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const old = world.rows.invoice({ "107", "R1", 20180531, 1000 }, { 1, 2 });
            world.rows.invoice({ "107", "R1", 20180531, 900 }, { 2 });
            store_document(database, world.water().id, { "R1", "corrected" }, { 2 });
            world.rows.publish(2);
            CPPUNIT_ASSERT_EQUAL(std::string { "corrected" }, body(world.browser.get(path(old))));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OriginalTest);

}
