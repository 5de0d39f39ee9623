// What the billing system says to reported readings, and that the customer hears of it: once, whatever happens in between.
#include "features/meters/meter_mail.h"
#include "features/meters/meter_pages.h"
#include "features/meters/meter_view.h"
#include "features/meters/readings_receipt.h"
#include "features/meters/reported_readings.h"
#include "support/databases.h"
#include "support/delivered_rows.h"
#include "support/small_portal.h"
#include "support/text_assertions.h"

#include <cppunit/extensions/HelperMacros.h>

#include <sstream>

using namespace portal;
using namespace portal::meters;
using tests::assert_holds;
using tests::assert_lacks;

namespace {

// Throws at the n-th statement and at all later ones, as if the process had been killed there.
struct DeathAt final : db::Observer {
    explicit DeathAt(int statement)
        : left(statement)
    {
    }
    void before(std::string_view) override
    {
        if (--left <= 0)
            throw std::runtime_error("died");
    }
    int left;
};

struct World : tests::SmallPortal {
    explicit World(db::Database& the_database)
        : SmallPortal(the_database)
        , meters(database, tenants, calendar, clock)
        , receipts(database, clock,
              [this](db::Transaction& transaction, RejectedReading const& rejected) {
                  outbox.put(transaction, rejection_mail(site, water(), rejected, meters.window(rejected.tenant).end));
              })
        , rows(database, water().id)
        , account(add_account("ana@primer.si"))
        , browser(*this)
    {
        add_routes(router, { meters, site, tenants, outbox, [] {}, clock });
        give_access(account, water(), "107");
        rows.customer("107", "Marija Kranjc");
        rows.supply_point("OM-1", "107", "Notranjska 2");
        rows.meter("V-1", "OM-1", 5);
        rows.reading("V-1", 20180528, 460);
        browser.come_with_session(start_session(account));
    }
    Meter meter() const { return meters.list(scope(water(), "107")).front(); }
    // The id under which the billing system knows it.
    std::string report(std::string const& value)
    {
        auto const who = CustomerScope::assume(account, water().id, "107", 1);
        auto const outcome = meters.submit(who, meter(), { { { "1", value } }, "", true }, {});
        return std::get<Received>(outcome).readings.front().id.text();
    }
    ReceiptReport take(std::string const& text)
    {
        std::istringstream lines { text };
        return receipts.take(TenantScope::assume(water().id), "receipt.csv", lines);
    }
    std::string page() { return std::string { browser.get(meter_path(meter())).body() }; }

    MeterService meters;
    ReceiptService receipts;
    tests::DeliveredRows rows;
    AccountId account;
    tests::Browser browser;
};

class ReadingsReceiptTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReadingsReceiptTest);
    CPPUNIT_TEST(an_accepted_reading_is_shown_as_such_without_a_mail);
    CPPUNIT_TEST(a_rejected_reading_is_told_by_mail_and_on_the_page);
    CPPUNIT_TEST(after_a_rejection_the_customer_reports_again);
    CPPUNIT_TEST(the_same_receipt_again_does_nothing);
    CPPUNIT_TEST(a_rejection_is_final_an_acceptance_is_not);
    CPPUNIT_TEST(what_the_customer_has_corrected_himself_needs_no_mail);
    CPPUNIT_TEST(who_may_no_longer_see_the_meter_gets_no_mail);
    CPPUNIT_TEST(wrong_lines_are_listed_and_the_others_count);
    CPPUNIT_TEST(another_utilitys_reading_is_unknown);
    CPPUNIT_TEST(headings_quotes_and_line_ends_are_understood);
    CPPUNIT_TEST(a_reason_is_a_text_and_nothing_else);
    CPPUNIT_TEST(a_receipt_that_died_at_any_statement_is_sent_again);
    CPPUNIT_TEST_SUITE_END();

public:
    void an_accepted_reading_is_shown_as_such_without_a_mail()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const id = world.report("470");
            auto const report = world.take(id + ";accepted\n");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.accepted);
            CPPUNIT_ASSERT(world.mails().empty());
            assert_holds(world.page(), { "vi, stanje je sprejeto" });
        });
    }
    void a_rejected_reading_is_told_by_mail_and_on_the_page()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const report = world.take(world.report("470") + ";rejected;Stanje je nižje od odčitka delavca.\n");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.rejected);
            auto const mails = world.mails();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, mails.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "ana@primer.si" }, mails[0].to);
            CPPUNIT_ASSERT_EQUAL(std::string { "reading_rejected" }, mails[0].kind);
            assert_holds(mails[0].text, { "V-1", "470\u00a0m³", "2. 6. 2018", "Razlog: Stanje je nižje od odčitka delavca.", "3. junija 2018", "/meters" });
            assert_holds(
                world.page(), { "Zadnje oddano stanje ni sprejeto", "470\u00a0m³", "Razlog: Stanje je nižje od odčitka delavca.", "vi, stanje ni sprejeto" });
        });
    }
    void after_a_rejection_the_customer_reports_again()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const first = world.report("470");
            world.take(first + ";rejected;\n");
            CPPUNIT_ASSERT(!world.meter().registers.front().submitted);
            auto const second = world.report("471");
            CPPUNIT_ASSERT(second != first && world.meter().registers.front().submitted);
            assert_lacks(world.page(), { "Zadnje oddano stanje ni sprejeto" });
            assert_holds(world.page(), { "vi, stanje ni sprejeto", "vi, še ni obračunano" });
        });
    }
    void the_same_receipt_again_does_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const receipt = world.report("470") + ";rejected;Prenizko\n";
            world.take(receipt);
            auto const again = world.take(receipt);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, again.rejected);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, again.unchanged);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, world.mails().size());
        });
    }
    void a_rejection_is_final_an_acceptance_is_not()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const id = world.report("470");
            world.take(id + ";accepted\n");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.take(id + ";rejected;Preverjeno na terenu\n").rejected);
            auto const report = world.take(id + ";accepted\n");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.accepted);
            CPPUNIT_ASSERT_EQUAL(std::string { "already_rejected" }, report.problems.at(0).key);
        });
    }
    void what_the_customer_has_corrected_himself_needs_no_mail()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const first = world.report("470");
            world.report("475");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.take(first + ";rejected;Prenizko\n").rejected);
            CPPUNIT_ASSERT(world.mails().empty());
            CPPUNIT_ASSERT(world.meter().registers.front().submitted->value == Quantity { 475 });
        });
    }
    void who_may_no_longer_see_the_meter_gets_no_mail()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const id = world.report("470");
            database.transact([](db::Transaction& transaction) { transaction.run_plain("delete from access"); });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.take(id + ";rejected;Prenizko\n").rejected);
            CPPUNIT_ASSERT(world.mails().empty());
        });
    }
    void wrong_lines_are_listed_and_the_others_count()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const id = world.report("470");
            auto const report = world.take("nonsense;accepted\n" + id + ";maybe\n\n0000000000009;accepted\n" + id + ";rejected;" + std::string(201, 'x') + "\n"
                + id + ";rejected;\x01\n\xff\xfe;accepted\n" + id + ";accepted\n");
            std::string found;
            for (auto const& problem : report.problems)
                found += std::to_string(problem.line) + " " + problem.key + "\n";
            CPPUNIT_ASSERT_EQUAL(std::string { "1 bad_line\n2 bad_verdict\n5 bad_reason\n6 bad_reason\n7 bad_line\n4 unknown_reading\n" }, found);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 6 }, report.problem_count);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.accepted);
        });
    }
    void another_utilitys_reading_is_unknown()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            std::istringstream lines { world.report("470") + ";rejected;Ni naš\n" };
            auto const report = world.receipts.take(TenantScope::assume(world.heat().id), "receipt.csv", lines);
            CPPUNIT_ASSERT_EQUAL(std::string { "unknown_reading" }, report.problems.at(0).key);
            CPPUNIT_ASSERT(world.meter().registers.front().submitted);
        });
    }
    void headings_quotes_and_line_ends_are_understood()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            auto const report
                = world.take("\xEF\xBB\xBFreading;verdict;reason\r\n\"" + world.report("470") + "\" ; Rejected ; \"Meter \"\"18\"\"; not ours\"\r\n");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.rejected);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.problem_count);
            assert_holds(world.mails().at(0).text, { "Meter \"18\"; not ours" });
        });
    }
    void a_reason_is_a_text_and_nothing_else()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            world.take(world.report("470") + ";rejected;<script>alert(1)</script>{{link}}\n");
            assert_lacks(world.page(), { "<script>alert" });
            assert_holds(world.page(), { "&lt;script&gt;alert(1)&lt;/script&gt;{{link}}" });
        });
    }
    void a_receipt_that_died_at_any_statement_is_sent_again()
    {
        tests::on_each_database([](db::Database& database) {
            World world { database };
            for (int statement = 1; statement < 40; ++statement) {
                auto const mails_before = world.mails().size();
                auto const receipt = world.report(std::to_string(470 + statement)) + ";rejected;Prenizko\n";
                DeathAt death { statement };
                database.observe(&death);
                try {
                    world.take(receipt);
                } catch (std::runtime_error const&) {
                    // as killed there
                }
                database.observe(nullptr);
                auto const report = world.take(receipt);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.rejected + report.unchanged);
                CPPUNIT_ASSERT_EQUAL_MESSAGE("at statement " + std::to_string(statement), mails_before + 1, world.mails().size());
                if (death.left > 0)
                    return;
            }
            CPPUNIT_FAIL("a receipt takes more statements than expected");
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReadingsReceiptTest);

}
