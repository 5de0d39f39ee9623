// Rows that no honest plugin would send, and rows that do not fit together: each is told with its reason, the rest goes in.
#include "portal_with_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <limits>

using namespace portal;
using namespace portal::tests;
using imports::Counts;
using imports::Kind;
using imports::State;

namespace {

// The small town with one more row, which must be the only problem.
std::string reason_of(PortalWithTenant& portal, SampleDelivery::Part part)
{
    auto const report = portal.import(small_town().full().with(std::move(part)));
    CPPUNIT_ASSERT_EQUAL(std::string {}, report.reason);
    CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.problem_count);
    return report.problems.at(0).reason + " " + report.problems.at(0).field;
}

class HostileRowsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(HostileRowsTest);
    CPPUNIT_TEST(texts_are_checked_against_their_columns);
    CPPUNIT_TEST(words_numbers_dates_and_amounts_are_checked);
    CPPUNIT_TEST(a_row_says_where_it_stands_when_the_plugin_says_so);
    CPPUNIT_TEST(rows_before_the_head_and_two_heads_are_faults);
    CPPUNIT_TEST(an_unknown_parent_is_told_and_its_children_go_too);
    CPPUNIT_TEST(a_bill_whose_lines_do_not_add_up_is_not_shown);
    CPPUNIT_TEST(a_correction_that_does_not_add_up_leaves_the_old_bill);
    CPPUNIT_TEST(a_refused_bill_takes_the_movement_that_charges_for_it_along);
    CPPUNIT_TEST(of_two_rows_with_one_key_the_first_wins);
    CPPUNIT_TEST(of_two_rows_far_apart_with_one_key_the_first_wins);
    CPPUNIT_TEST(every_character_comes_back_as_it_went);
    CPPUNIT_TEST_SUITE_END();

public:
    void texts_are_checked_against_their_columns()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const customer = [&](std::string number, std::string name, std::string country = "SI") {
                return reason_of(portal, [=](plugins::RowSink& sink) { sink.customer({ number, name, "", "", "", country, "" }); });
            };
            CPPUNIT_ASSERT_EQUAL(std::string { "row.missing number" }, customer("", "Ana"));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.missing name" }, customer("1", ""));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.too_long number" }, customer(std::string(41, '1'), "Ana"));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.too_long name" }, customer("1", std::string(100'000, 'x')));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.too_long country" }, customer("1", "Ana", "SVN"));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_text name" }, customer("1", "Ana\xC0\x80"));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_text name" }, customer("1", "Ana\tNovak"));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_text number" }, customer(std::string { "1\0", 2 }, "Ana"));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_text name" }, customer("1", "Ana\xED\xA0\x80")); // half of a surrogate pair
            // 120 characters are 240 bytes.
            std::string name;
            for (int i = 0; i < 120; ++i)
                name += "č";
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.import(small_town().customer("3", name)).problem_count);
            CPPUNIT_ASSERT_EQUAL(std::string { "row.too_long name" }, customer("1", name + "č"));
        });
    }
    void words_numbers_dates_and_amounts_are_checked()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const bill = [&](std::function<void(plugins::InvoiceRow&)> const& change) {
                return reason_of(portal, [=](plugins::RowSink& sink) {
                    plugins::InvoiceRow row { "B9", "invoice", "", "R9", "1001", "", "", "", Secret {}, day(2018, 5, 31), std::nullopt, std::nullopt,
                        std::nullopt, euro(100), euro(10), euro(110), euro(0), euro(110) };
                    change(row);
                    sink.invoice(row);
                });
            };
            auto const most = std::numeric_limits<std::int64_t>::max();
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_word kind" }, bill([](auto& row) { row.kind = "gift"; }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_date issued" }, bill([](auto& row) { row.issued = day(2018, 2, 31); }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_date due" }, bill([](auto& row) { row.due = day(18, 5, 31); }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_period service_to" }, bill([](auto& row) {
                row.service_from = day(2018, 5, 2);
                row.service_to = day(2018, 5, 1);
            }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_currency currency" }, bill([](auto& row) { row.vat = Money { 10, Currency { "HRK" } }; }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_currency currency" }, bill([](auto& row) {
                for (auto* const amount : { &row.net, &row.vat, &row.total, &row.prepaid, &row.payable })
                    *amount = Money { amount->minor(), Currency { "USD" } };
            }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_number amount" }, bill([](auto& row) { row.prepaid = euro(1'000'000'000'000'001); }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.wrong_total total" }, bill([](auto& row) { row.total = euro(111); }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_number amount" }, bill([&](auto& row) {
                row.net = row.vat = euro(most);
                row.total = euro(-2);
            }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.too_long security_code" }, bill([](auto& row) { row.security_code = Secret { std::string(65, '1') }; }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_number digits" }, reason_of(portal, [](plugins::RowSink& sink) {
                sink.meter_register({ "V1", "2", "m³", 13, 0 });
            }));
            CPPUNIT_ASSERT_EQUAL(std::string { "row.bad_word service" }, reason_of(portal, [](plugins::RowSink& sink) {
                sink.supply_point({ "OM9", "1001", "", "", "", "gold", std::nullopt, std::nullopt });
            }));
        });
    }
    void a_row_says_where_it_stands_when_the_plugin_says_so()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            SampleDelivery delivery;
            delivery.with([](plugins::RowSink& sink) { sink.at("stranke.csv", 2); })
                .customer("1001")
                .with([](plugins::RowSink& sink) { sink.at("stranke.csv", 3); })
                .customer("");
            delivery.with([](plugins::RowSink& sink) { sink.at("racuni.csv", 70'000); }).bill("B1", "1001", 5, 1, std::string(65, '1'));
            auto const report = portal.import(delivery);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, report.problem_count);
            CPPUNIT_ASSERT(report.problems[0].file == "stranke.csv" && report.problems[0].line == 3);
            CPPUNIT_ASSERT(report.problems[1].file == "racuni.csv" && report.problems[1].line == 70'000);
        });
    }
    void rows_before_the_head_and_two_heads_are_faults()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            using Outcome = Result<plugins::ImportSummary, plugins::Rejection>;
            CPPUNIT_ASSERT_THROW(portal.import([](plugins::RowSink& sink, std::stop_token) -> Outcome {
                sink.customer({ "1", "Ana", "", "", "", "", "" });
                return plugins::ImportSummary {};
            }),
                std::runtime_error);
            CPPUNIT_ASSERT_THROW(portal.import(small_town().with([](plugins::RowSink& sink) { sink.begin({}); })), std::runtime_error);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.published());
            assert_same({}, portal.left_behind());
        });
    }
    void an_unknown_parent_is_told_and_its_children_go_too()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            SampleDelivery delivery = small_town();
            delivery.supply_point("OM9", "nobody")
                .meter("V9", "OM9")
                .reading("R9", "V9", 5, 1)
                .bill("B9", "nobody")
                .line("B9", "1", 3'114)
                .payment("P9", "nobody", 1);
            auto const before = [&] {
                PortalWithTenant other { database };
                other.import(small_town());
                return other.visible().size();
            }();
            auto const report = portal.import(delivery);
            std::string reasons;
            for (auto const& problem : report.problems)
                reasons += problem.reason + " " + problem.field + " " + problem.detail + "; ";
            // The lines go silently with their bill.
            CPPUNIT_ASSERT_EQUAL(
                std::string { "row.unknown_customer customer_number OM9; row.unknown_supply_point supply_point V9; row.unknown_meter meter_number V9; "
                              "row.unknown_meter meter_number R9; row.unknown_customer customer_number B9; row.unknown_customer customer_number P9; " },
                reasons);
            CPPUNIT_ASSERT((report.total() == Counts { 18, 0, 0, 0 }));
            CPPUNIT_ASSERT_EQUAL(before, portal.visible().size());
            assert_same({}, portal.left_behind());
        });
    }
    void a_bill_whose_lines_do_not_add_up_is_not_shown()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const report = portal.import(small_town().bill("B9", "1001").line("B9", "1", 3'113).bill("B8", "1001")); // B8 has no lines
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.problem_count);
            CPPUNIT_ASSERT_EQUAL(std::string { "row.wrong_lines B9" }, report.problems[0].reason + " " + report.problems[0].detail);
            auto const seen = joined(portal.visible());
            CPPUNIT_ASSERT(
                seen.find("B9") == std::string::npos && seen.find("invoices|B8|") != std::string::npos && seen.find("bill_proofs|B8|") != std::string::npos);
            CPPUNIT_ASSERT((report.of(Kind::invoice_line) == Counts { 4, 0, 0, 0 }));
        });
    }
    void a_correction_that_does_not_add_up_leaves_the_old_bill()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const before = portal.visible();
            for (auto const& wrong : { SampleDelivery {}.customer("9").bill("B1", "1001", 5, 2'000).line("B1", "1", 1'999),
                     SampleDelivery {}.customer("9").line("B1", "1", 2'999), SampleDelivery {}.customer("9").bill("B1", "1001", 5, 2'000) }) {
                auto const report = portal.import(wrong, {}, { .dry_run = true });
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.problem_count);
                CPPUNIT_ASSERT((report.of(Kind::invoice).changed == 0 && report.of(Kind::invoice_line).changed == 0 && report.total().removed == 0));
                CPPUNIT_ASSERT((report.of(Kind::customer) == Counts { 1, 0, 0, 0 }));
            }
            portal.import(SampleDelivery {}.customer("9").bill("B1", "1001", 5, 2'000).line("B1", "1", 2'000).line("B1", "3", 7));
            auto after = portal.visible();
            std::erase_if(after, [](std::string const& line) { return line.starts_with("customers|9|"); });
            assert_same(before, after);
            // One that does, and one with fewer lines: a bill made anew has the lines that come with it.
            CPPUNIT_ASSERT(portal.import(SampleDelivery {}.bill("B2", "1002", 5, 400, "0007", 38).line("B2", "2", 400)).problem_count == 0);
            CPPUNIT_ASSERT(joined(portal.visible()).find("invoice_lines|B2|1|") == std::string::npos);
            CPPUNIT_ASSERT(joined(portal.visible()).find("invoice_lines|B2|2|") != std::string::npos);
            auto const report = portal.import(SampleDelivery {}.bill("B1", "1001", 5, 2'114).line("B1", "1", 2'000));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.problem_count);
            CPPUNIT_ASSERT((report.total() == Counts { 0, 2, 0, 0 }));
        });
    }
    void a_refused_bill_takes_the_movement_that_charges_for_it_along()
    {
        on_both([](db::Database& database) {
            auto const wrong_total = [](plugins::RowSink& sink) {
                sink.invoice({ "B7", "invoice", "", "", "1001", "", "", "", Secret { "" }, day(2018, 5, 28), day(2018, 6, 15), {}, {}, euro(3'114), euro(296),
                    euro(3'411), euro(0), euro(3'411) });
            };
            // B9 shows it only when all lines are there, B7 by itself; neither knows it before its movement has come.
            auto const bad = [&](SampleDelivery delivery) {
                return delivery.charge("B9", "1001")
                    .charge("B7", "1001", 3'411)
                    .charge("B8", "1001")
                    .with([](plugins::RowSink& sink) {
                        sink.transaction({ "P9", "1001", "payment", "B9", "", day(2018, 6, 1), euro(-3'410) }); // the money came all the same
                    })
                    .bill("B9", "1001")
                    .line("B9", "1", 3'113)
                    .with(wrong_total)
                    .bill("B8", "1001");
            };
            auto const has_the_good_ones_only = [](PortalWithTenant& portal) {
                auto const seen = joined(portal.visible());
                for (std::string const gone : { "invoices|B9", "invoices|B7", "transactions|C-B9", "transactions|C-B7" })
                    CPPUNIT_ASSERT_MESSAGE(gone, seen.find(gone) == std::string::npos);
                for (std::string const left : { "invoices|B8", "transactions|C-B8", "transactions|P9" })
                    CPPUNIT_ASSERT_MESSAGE(left, seen.find(left) != std::string::npos);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.audit().count);
            };
            for (bool const is_full : { false, true }) {
                PortalWithTenant first { database }, later { database }, corrected { database };
                auto town = small_town();
                auto const delivery = is_full ? bad(town.full()) : bad(town);
                auto const report = first.import(delivery);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, report.problem_count);
                CPPUNIT_ASSERT((report.of(Kind::transaction) == Counts { 3, 0, 0, 0 }));
                has_the_good_ones_only(first);
                later.import(small_town());
                CPPUNIT_ASSERT((later.import(delivery).of(Kind::transaction) == Counts { 2, 0, 0, 1 }));
                has_the_good_ones_only(later);
                // Published and right, then delivered wrong: what a delivery of changes names stays, what a full one does not name goes.
                auto right = small_town();
                corrected.import(right.bill("B9", "1001").charge("B9", "1001").bill("B7", "1001").charge("B7", "1001"));
                auto const before = corrected.visible();
                auto changed = is_full ? bad(small_town().full()) : SampleDelivery {}.bill("B9", "1001", 5, 2'000).line("B9", "1", 1'999).with(wrong_total);
                auto const again = corrected.import(is_full ? changed : changed.charge("B9", "1001", 2'296).charge("B7", "1001", 3'411).customer("9"));
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, again.problem_count);
                if (is_full)
                    has_the_good_ones_only(corrected);
                else {
                    auto after = corrected.visible();
                    std::erase_if(after, [](std::string const& line) { return line.starts_with("customers|9|"); });
                    assert_same(before, after);
                }
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, corrected.audit().count);
            }
        });
    }
    void of_two_rows_with_one_key_the_first_wins()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            // In the first delivery, where nothing is looked up,
            auto const first = portal.import(small_town().customer("1001", "Second").customer("1001", "Third").line("B1", "2", 5).meter("V1", "OM2"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 5 }, first.problem_count);
            CPPUNIT_ASSERT((first.total() == Counts { 18, 0, 0, 0 }));
            CPPUNIT_ASSERT_EQUAL(
                std::string { "row.duplicate number 1001" }, first.problems[0].reason + " " + first.problems[0].field + " " + first.problems[0].detail);
            auto const before = portal.visible();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 20 }, before.size());
            // when the first is as published,
            auto const same = portal.import(small_town().customer("1001", "Second").bill("B1", "1001"));
            CPPUNIT_ASSERT(same.state == State::unchanged && same.problem_count == 2);
            assert_same(before, portal.visible());
            // when the first is a change, and when it is new.
            auto const changed = portal.import(SampleDelivery {}.customer("1001", "Second").customer("1001", "Ana Novak").customer("5").customer("5", "Again"));
            CPPUNIT_ASSERT((changed.of(Kind::customer) == Counts { 1, 1, 0, 0 }));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, changed.problem_count);
            CPPUNIT_ASSERT(joined(portal.visible()).find("customers|1001|Second|") != std::string::npos);
            assert_same({}, portal.left_behind());
        });
    }
    void of_two_rows_far_apart_with_one_key_the_first_wins()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            SampleDelivery delivery = small_town();
            for (int i = 0; i < 20'000; ++i) // more than a batch
                delivery.customer("x" + std::to_string(i));
            delivery.customer("1001", "Second").bill("B1", "1001", 5, 1).customer("x1", "Second").reading("R1", "V1", 4, 1487);
            auto const report = portal.import(delivery);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 4 }, report.problem_count);
            CPPUNIT_ASSERT((report.of(Kind::customer) == Counts { 20'000, 0, 0, 2 }));
            CPPUNIT_ASSERT((report.of(Kind::invoice) == Counts { 0, 0, 0, 2 }));
            CPPUNIT_ASSERT((report.of(Kind::reading) == Counts { 0, 0, 0, 3 }));
            auto const seen = joined(portal.visible());
            CPPUNIT_ASSERT(
                seen.find("Second") == std::string::npos && seen.find("invoices|B1|invoice|SI12B1|1001|20180528|20180615|EUR|3114|") != std::string::npos);
            assert_same({}, portal.left_behind());
        });
    }
    void every_character_comes_back_as_it_went()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            std::string const name = "Č\\N š'\"%_; €𝄞 \\t ";
            portal.import(small_town().customer("9\\", name));
            CPPUNIT_ASSERT(joined(portal.visible()).find("customers|9\\|" + name + "|") != std::string::npos);
            CPPUNIT_ASSERT(portal.import(small_town().customer("9\\", name)).state == State::unchanged);
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HostileRowsTest);

}
