// What a delivery does to what customers see: the first one, the same again, changes, everything, and the refused ones.
#include "portal_with_tenant.h"

#include "features/claims/bill_proof.h"

#include <cppunit/extensions/HelperMacros.h>

#include <mutex>

using namespace portal;
using namespace portal::tests;
using imports::Counts;
using imports::Kind;
using imports::State;

namespace {

class Statements final : public db::Observer {
public:
    void before(std::string_view statement) override
    {
        std::lock_guard const lock { m_mutex };
        m_seen.emplace_back(statement);
    }
    std::size_t place_of(std::string_view statement) const
    {
        auto const found = std::ranges::find(m_seen, statement);
        CPPUNIT_ASSERT_MESSAGE(std::string { statement } + " was not asked", found != m_seen.end());
        return static_cast<std::size_t>(found - m_seen.begin());
    }

private:
    std::mutex m_mutex;
    std::vector<std::string> m_seen;
};

class ImportsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ImportsTest);
    CPPUNIT_TEST(the_first_delivery_is_seen_whole);
    CPPUNIT_TEST(the_same_bytes_again_are_not_even_read);
    CPPUNIT_TEST(the_same_rows_in_other_bytes_change_nothing);
    CPPUNIT_TEST(rows_may_come_in_any_order);
    CPPUNIT_TEST(a_delivery_of_changes_leaves_the_rest);
    CPPUNIT_TEST(a_full_delivery_removes_what_is_absent);
    CPPUNIT_TEST(after_any_full_delivery_it_is_as_if_it_had_been_the_first);
    CPPUNIT_TEST(a_code_that_changed_replaces_bill_and_proof);
    CPPUNIT_TEST(no_code_and_no_address_is_stored_or_told);
    CPPUNIT_TEST(a_dry_run_tells_the_difference_and_leaves_nothing);
    CPPUNIT_TEST(a_delivery_that_changes_too_much_asks_first);
    CPPUNIT_TEST(the_difference_is_told_in_money);
    CPPUNIT_TEST(tenants_do_not_touch_each_other);
    CPPUNIT_TEST(a_file_that_is_no_delivery_is_refused);
    CPPUNIT_TEST(a_delivery_without_any_good_row_is_refused);
    CPPUNIT_TEST(a_delivery_with_too_many_bad_rows_is_refused);
    CPPUNIT_TEST(counts_and_totals_of_the_head_are_checked);
    CPPUNIT_TEST(many_rows_take_many_batches_and_stay_the_same);
    CPPUNIT_TEST(new_rows_are_counted_before_anything_is_asked_about_them);
    CPPUNIT_TEST(progress_tells_rows_and_percent);
    CPPUNIT_TEST(deliveries_are_listed_with_their_problems);
    CPPUNIT_TEST_SUITE_END();

    static SampleDelivery town_with_changes()
    {
        SampleDelivery delivery;
        delivery.customer("1001", "Ana Kos").customer("1003", "Cene Vidmar");
        delivery.bill("B3", "1003", 4, 500, "1234", 48).line("B3", "1", 500);
        delivery.reading("R2", "V1", 5, 1500);
        return delivery;
    }

public:
    void the_first_delivery_is_seen_whole()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const report = portal.import(small_town().full().expects(2, 3'410 + 1'095));
            CPPUNIT_ASSERT_EQUAL(std::string {}, report.reason);
            CPPUNIT_ASSERT(report.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.published());
            CPPUNIT_ASSERT((report.of(Kind::invoice) == Counts { 2, 0, 0, 0 }));
            CPPUNIT_ASSERT((report.total() == Counts { 18, 0, 0, 0 }));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 18 }, report.rows_read);
            CPPUNIT_ASSERT_EQUAL(std::string { "D-1" }, report.delivery_id);
            auto const seen = portal.visible();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 20 }, seen.size()); // and two proofs
            CPPUNIT_ASSERT(joined(seen).find("invoices|B1|invoice|SI12B1|1001|20180528|20180615|EUR|3114|296|3410|3410|") != std::string::npos);
            CPPUNIT_ASSERT(joined(seen).find("invoice_lines|B1|1|Vodarina|12|8409|1487|1499|950|3000|") != std::string::npos);
            auto const hash = claims::bill_code_hash(portal.keys(), portal.target().tenant, "1002", "B2", Secret { "0007" });
            CPPUNIT_ASSERT(joined(seen).find("bill_proofs|B2|1002|SI12B2|20180528|" + hash + "|EUR|1095|") != std::string::npos);
            CPPUNIT_ASSERT(joined(seen).find("|SI|" + claims::mailbox_hash(portal.keys(), "ana@example.si") + "|") != std::string::npos);
            assert_same({}, portal.left_behind());
        });
    }
    void the_same_bytes_again_are_not_even_read()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town(), "abc");
            auto const before = portal.visible();
            auto const report = portal.import(
                [](plugins::RowSink&, std::stop_token) -> Result<plugins::ImportSummary, plugins::Rejection> { throw std::logic_error("was read"); }, "abc");
            CPPUNIT_ASSERT(report.state == State::unchanged);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.published());
            assert_same(before, portal.visible());
            // After another delivery the same bytes say something else; whoever means it has to insist (delivery_order_test).
            portal.import(town_with_changes());
            CPPUNIT_ASSERT(portal.import(small_town(), "abc", { .force = true }).state == State::published);
        });
    }
    void the_same_rows_in_other_bytes_change_nothing()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town().full());
            auto const before = portal.visible();
            for (auto const& delivery : { small_town().full(), small_town() }) {
                auto const report = portal.import(delivery);
                CPPUNIT_ASSERT(report.state == State::unchanged);
                CPPUNIT_ASSERT((report.total() == Counts { 0, 0, 0, 18 }));
            }
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.published());
            assert_same(before, portal.visible());
            assert_same({}, portal.left_behind());
        });
    }
    void rows_may_come_in_any_order()
    {
        on_both([](db::Database& database) {
            PortalWithTenant first { database }, second { database };
            SampleDelivery backwards;
            backwards.payment("P1", "1001", 3'410).line("B1", "2", 114).line("B1", "1", 3'000).bill("B1", "1001").reading("R1", "V1", 4, 1487);
            backwards.meter("V1", "OM1").supply_point("OM1", "1001").customer("1001");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, first.import(backwards).problem_count);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 10 }, first.visible().size());
            // Also when something is published already.
            second.import(SampleDelivery {}.customer("9"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, second.import(backwards).problem_count);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 11 }, second.visible().size());
        });
    }
    void a_delivery_of_changes_leaves_the_rest()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const before = portal.visible();
            auto const report = portal.import(town_with_changes());
            CPPUNIT_ASSERT(report.state == State::published);
            CPPUNIT_ASSERT((report.of(Kind::customer) == Counts { 1, 1, 0, 0 }));
            CPPUNIT_ASSERT((report.of(Kind::invoice) == Counts { 1, 0, 0, 0 }));
            CPPUNIT_ASSERT((report.of(Kind::reading) == Counts { 0, 1, 0, 0 }));
            auto const after = portal.visible();
            CPPUNIT_ASSERT_EQUAL(before.size() + 4, after.size()); // a customer, a bill, its line, its proof
            CPPUNIT_ASSERT(joined(after).find("customers|1001|Ana Kos|") != std::string::npos);
            CPPUNIT_ASSERT(joined(after).find("customers|1001|Ana Novak|") == std::string::npos);
            CPPUNIT_ASSERT(joined(after).find("|20180528|1500|0|") != std::string::npos);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, portal.published());
            assert_same({}, portal.left_behind());
        });
    }
    void a_full_delivery_removes_what_is_absent()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town().full());
            SampleDelivery only_one;
            only_one.full()
                .customer("1001", "Ana Novak", "Ana@Example.si")
                .supply_point("OM1", "1001")
                .meter("V1", "OM1")
                .bill("B1", "1001")
                .line("B1", "1", 3'000)
                .line("B1", "2", 114);
            auto const report = portal.import(only_one);
            CPPUNIT_ASSERT(report.state == State::published);
            CPPUNIT_ASSERT((report.of(Kind::customer) == Counts { 0, 0, 1, 1 }));
            CPPUNIT_ASSERT((report.of(Kind::reading) == Counts { 0, 0, 3, 0 }));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.problem_count);
            auto const seen = joined(portal.visible());
            CPPUNIT_ASSERT(seen.find("1002") == std::string::npos && seen.find("B2") == std::string::npos && seen.find("B1") != std::string::npos);
            assert_same({}, portal.left_behind());
        });
    }
    void after_any_full_delivery_it_is_as_if_it_had_been_the_first()
    {
        on_both([](db::Database& database) {
            PortalWithTenant second { database };
            std::vector<SampleDelivery> towns;
            towns.push_back(small_town().full());
            towns.push_back(small_town().full().customer("1003").bill("B3", "1003", 4, 700, "9999", 66).bill("B4", "nobody", 4));
            towns.push_back(SampleDelivery {}.full().customer("1002").bill("B2", "1002", 5, 1'000, "0007", 95).bill("B3", "1003", 4).payment("P9", "1002", 5));
            towns.push_back(small_town().full().line("B1", "3", 1)); // does not add up
            for (auto const& town : towns) {
                PortalWithTenant first { database };
                first.import(town);
                second.import(town);
                assert_same(first.comparable(), second.comparable());
                assert_same({}, second.left_behind());
            }
        });
    }
    void a_code_that_changed_replaces_bill_and_proof()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const report = portal.import(SampleDelivery {}.bill("B1", "1001", 5, 3'114, "1111"));
            CPPUNIT_ASSERT((report.of(Kind::invoice) == Counts { 0, 1, 0, 0 }));
            auto const seen = joined(portal.visible());
            CPPUNIT_ASSERT(seen.find(claims::bill_code_hash(portal.keys(), portal.target().tenant, "1001", "B1", Secret { "1111" })) != std::string::npos);
            CPPUNIT_ASSERT(seen.find(claims::bill_code_hash(portal.keys(), portal.target().tenant, "1001", "B1", Secret { "6473" })) == std::string::npos);
            // A bill without a code has no proof.
            portal.import(SampleDelivery {}.bill("B1", "1001", 5, 3'114, ""));
            CPPUNIT_ASSERT(joined(portal.visible()).find("bill_proofs|B1") == std::string::npos);
        });
    }
    void no_code_and_no_address_is_stored_or_told()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const report = portal.import(
                small_town().bill("B7", "1001", 5, 1, "canary-code").customer("1009", "Eva", "canary@example.si").bill("B7", "1001", 5, 2, "canary-code"));
            auto const all = joined(portal.visible()) + joined(portal.left_behind()) + report.message;
            CPPUNIT_ASSERT(all.find("canary") == std::string::npos);
            for (auto const& problem : report.problems)
                CPPUNIT_ASSERT((problem.reason + problem.field + problem.detail).find("canary") == std::string::npos);
        });
    }
    void a_dry_run_tells_the_difference_and_leaves_nothing()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const before = portal.visible();
            auto const report = portal.import(town_with_changes(), {}, { .dry_run = true });
            CPPUNIT_ASSERT(report.state == State::published && report.dry_run);
            CPPUNIT_ASSERT((report.total() == Counts { 3, 2, 0, 0 }));
            assert_same(before, portal.visible());
            assert_same({}, portal.left_behind());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, portal.deliveries().size());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.published());
            CPPUNIT_ASSERT(portal.import(town_with_changes()).total() == report.total());
        });
    }
    void a_delivery_that_changes_too_much_asks_first()
    {
        on_both([](db::Database& database) {
            auto const town = [](int customers, std::string const& name) {
                SampleDelivery delivery;
                delivery.full();
                for (int i = 0; i < customers; ++i)
                    delivery.customer(std::to_string(1000 + i), i < 30 ? name : "Ana");
                return delivery;
            };
            PortalWithTenant portal { database };
            imports::Options const careful { .largest_change = 30 };
            CPPUNIT_ASSERT(portal.import(town(100, "Ana"), {}, careful).state == State::published);
            CPPUNIT_ASSERT(portal.import(town(100, "Eva"), {}, careful).state == State::published); // 30 of 100
            auto const before = portal.visible();
            auto const refused = portal.import(town(99, "Ana"), {}, careful);
            CPPUNIT_ASSERT(refused.state == State::failed);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.changes_much" }, refused.reason);
            CPPUNIT_ASSERT(refused.message.find("change 30 and remove 1 of 100 customers") != std::string::npos);
            assert_same(before, portal.visible());
            assert_same({}, portal.left_behind());
            auto const tried = portal.import(town(99, "Ana"), {}, { .dry_run = true, .largest_change = 30 });
            CPPUNIT_ASSERT(tried.state == State::published && tried.message.find("In earnest it would be refused") != std::string::npos);
            CPPUNIT_ASSERT(portal.import(town(99, "Ana"), {}, { .force = true, .largest_change = 30 }).state == State::published);
            // A handful never asks.
            PortalWithTenant village { database };
            village.import(town(10, "Ana"), {}, careful);
            CPPUNIT_ASSERT(village.import(town(1, "Eva"), {}, careful).state == State::published);
        });
    }
    void the_difference_is_told_in_money()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const first = portal.import(small_town());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, first.ledger.customers); // one has paid and owes nothing for what was billed
            CPPUNIT_ASSERT_EQUAL(std::int64_t { -3'410 }, first.ledger.balance);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, first.ledger.open_bills);
            auto const tried = portal.import(SampleDelivery {}.payment("P8", "1002", 95), {}, { .dry_run = true });
            auto const done = portal.import(SampleDelivery {}.payment("P8", "1002", 95));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { -95 }, done.ledger.balance);
            CPPUNIT_ASSERT(done.ledger == tried.ledger);
        });
    }
    void tenants_do_not_touch_each_other()
    {
        on_both([](db::Database& database) {
            PortalWithTenant one { database }, other { database };
            one.import(small_town());
            auto const before = one.visible();
            other.import(small_town().full());
            other.import(SampleDelivery {}.full().customer("1001", "Somebody else"));
            assert_same(before, one.visible());
            // A parent of another tenant is none.
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, other.import(SampleDelivery {}.customer("5").bill("B9", "1002")).problem_count);
        });
    }
    void a_file_that_is_no_delivery_is_refused()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const before = portal.visible();
            auto const report = portal.import([](plugins::RowSink& sink, std::stop_token) -> Result<plugins::ImportSummary, plugins::Rejection> {
                town_with_changes().full().give(sink); // rows may come before the plugin notices
                return refuse(plugins::Rejection { "delivery.unknown_file", "", "picture.png" });
            });
            CPPUNIT_ASSERT(report.state == State::failed);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.unknown_file" }, report.reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "Refused: picture.png (delivery.unknown_file). Nothing of it was taken." }, report.message);
            assert_same(before, portal.visible());
            assert_same({}, portal.left_behind());
            CPPUNIT_ASSERT_EQUAL(std::string { "failed" }, portal.deliveries().front().state);
            CPPUNIT_ASSERT(portal.service().run(portal.target(), std::vector<std::string> { "/nowhere/file.zip" }).reason == "delivery.unreadable");
        });
    }
    void a_delivery_without_any_good_row_is_refused()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const before = portal.visible();
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.empty" }, portal.import(SampleDelivery {}.full()).reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.empty" }, portal.import(SampleDelivery {}.full().customer("")).reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.empty" }, portal.import(SampleDelivery {}.full().bill("B9", "nobody").line("B9", "1", 3'114)).reason);
            assert_same({}, portal.left_behind());
            assert_same(before, portal.visible());
        });
    }
    void a_delivery_with_too_many_bad_rows_is_refused()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            SampleDelivery some, many;
            for (int i = 0; i < 20; ++i) {
                some.customer("");
                many.customer("");
            }
            auto const report = portal.import(some.customer("1"));
            CPPUNIT_ASSERT(report.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 20 }, report.problem_count);
            CPPUNIT_ASSERT_EQUAL(std::string { "row.missing" }, report.problems[0].reason);
            auto const before = portal.visible();
            auto const refused = portal.import(many.customer("2").bill("B1", "nobody"));
            CPPUNIT_ASSERT(refused.state == State::failed);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.too_many_problems" }, refused.reason);
            assert_same(before, portal.visible());
            assert_same({}, portal.left_behind());
        });
    }
    void counts_and_totals_of_the_head_are_checked()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.wrong_count" }, portal.import(small_town().expects(3, 4'505)).reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.wrong_count" }, portal.import(small_town().expects(1, 4'505)).reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.wrong_total" }, portal.import(small_town().expects(2, 4'506)).reason);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.published());
            assert_same({}, portal.left_behind());
            // A bill that was skipped explains the difference.
            auto const report = portal.import(small_town().bill("", "1001").expects(3, 9'999));
            CPPUNIT_ASSERT(report.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.problem_count);
        });
    }
    void many_rows_take_many_batches_and_stay_the_same()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            SampleDelivery first, second;
            for (int i = 0; i < 20'000; ++i) {
                auto const number = std::to_string(i);
                first.customer(number);
                if (i % 10 != 3)
                    second.customer(number, i % 10 == 0 ? "Changed" : "Ana Novak");
            }
            CPPUNIT_ASSERT((portal.import(first.full()).of(Kind::customer) == Counts { 20'000, 0, 0, 0 }));
            CPPUNIT_ASSERT((portal.import(second.full()).of(Kind::customer) == Counts { 0, 2'000, 2'000, 16'000 }));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 18'000 }, portal.visible().size());
            assert_same({}, portal.left_behind());
        });
    }
    // Else MariaDB took the meters for an empty table and read all of them for each register: 100,000 registers were not checked in minutes.
    void new_rows_are_counted_before_anything_is_asked_about_them()
    {
        on_both([](db::Database& database) {
            if (database.backend() != db::Backend::mysql)
                return; // SQLite plans without counts
            PortalWithTenant portal { database };
            Statements statements;
            database.observe(&statements);
            auto const report = portal.import(small_town().reading("R9", "no such meter", 5, 1));
            database.observe(nullptr);
            CPPUNIT_ASSERT(report.state == State::published);
            for (auto const* const table : { "meters", "registers", "readings", "invoices", "bill_proofs" })
                CPPUNIT_ASSERT_MESSAGE(table, statements.place_of("count " + std::string { table }) < statements.place_of("imports.readings.orphans"));
            CPPUNIT_ASSERT(statements.place_of("count standing_rows") < statements.place_of("imports.publish"));
        });
    }
    void progress_tells_rows_and_percent()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const source = [](plugins::RowSink& sink, std::stop_token) -> Result<plugins::ImportSummary, plugins::Rejection> {
                sink.begin({});
                for (int i = 0; i < 10'000; ++i) {
                    auto const number = std::to_string(i);
                    sink.customer({ number, "Ana", "", "", "", "", "" });
                    sink.progress(static_cast<std::uint64_t>(i), 500);
                }
                return plugins::ImportSummary {};
            };
            std::vector<imports::Progress> told;
            portal.service().run(portal.target(), source, { "a.zip", "d", 1'000 }, {}, [&](imports::Progress const& one) { told.push_back(one); });
            CPPUNIT_ASSERT(!told.empty());
            CPPUNIT_ASSERT(told.front().phase == imports::Progress::Phase::reading);
            CPPUNIT_ASSERT(told.front().rows > 0 && told.front().percent() == 50);
            CPPUNIT_ASSERT(told.back().phase == imports::Progress::Phase::checking && told.back().percent() == 100);
        });
    }
    void deliveries_are_listed_with_their_problems()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town().bill("B9", "nobody").with([](plugins::RowSink& sink) {
                sink.problem({ "racuni.csv", 17, "csv.bad_date", "IZDAN", "" });
            }));
            portal.import(SampleDelivery {}.customer(""));
            auto const list = portal.deliveries();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, list.size());
            CPPUNIT_ASSERT(list[0].number == 2 && list[0].state == "failed" && list[0].finished_at && !list[0].message.empty());
            CPPUNIT_ASSERT(list[1].state == "published" && list[1].problems == 2 && list[1].added == 18 && list[1].file_name == "delivery.zip");
            database.read([&](db::Session& session) {
                imports::Deliveries const deliveries { session, portal.scope() };
                CPPUNIT_ASSERT(!deliveries.find(3) && deliveries.find(1)->delivery_id == "D-1");
                auto const problems = deliveries.problems_of(1);
                CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, problems.size());
                CPPUNIT_ASSERT(
                    problems[0].file == "racuni.csv" && problems[0].line == 17 && problems[0].reason == "csv.bad_date" && problems[0].field == "IZDAN");
                CPPUNIT_ASSERT(problems[1].reason == "row.unknown_customer" && problems[1].detail == "B9");
            });
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ImportsTest);

}
