// The ledger follows every delivery, its audit finds whatever was changed behind it, and the last delivery can be taken back.
#include "portal_with_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::tests;
using imports::State;

namespace {

SampleDelivery town_with_changes()
{
    SampleDelivery delivery;
    delivery.customer("1001", "Ana Kos").customer("1003", "Cene Vidmar");
    delivery.bill("B3", "1003", 4, 500, "1234", 48).line("B3", "1", 500);
    delivery.payment("P7", "1003", 200);
    return delivery;
}

class LedgerTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(LedgerTest);
    CPPUNIT_TEST(the_audit_agrees_with_every_delivery);
    CPPUNIT_TEST(many_customers_and_few_come_to_the_same_ledger);
    CPPUNIT_TEST(every_money_column_that_is_changed_behind_it_is_found);
    CPPUNIT_TEST(a_ledger_row_that_is_missing_is_found);
    CPPUNIT_TEST(a_replaced_bill_that_names_another_one_is_found);
    CPPUNIT_TEST(deliveries_that_come_and_go_meanwhile_do_not_disturb_the_audit);
    CPPUNIT_TEST(the_last_delivery_can_be_taken_back_exactly);
    CPPUNIT_TEST(the_first_delivery_can_be_taken_back_too);
    CPPUNIT_TEST(an_older_delivery_names_what_builds_on_it);
    CPPUNIT_TEST(only_one_delivery_in_a_row_can_be_taken_back);
    CPPUNIT_TEST(a_dry_run_of_taking_back_changes_nothing);
    CPPUNIT_TEST(superseded_rows_do_not_pile_up);
    CPPUNIT_TEST_SUITE_END();

    static void assert_clean(PortalWithTenant const& portal)
    {
        auto const report = portal.audit();
        std::string found;
        for (auto const& one : report.differences)
            found += one.check + " " + one.customer + " " + one.subject + " " + std::to_string(one.stored) + " " + std::to_string(one.derived) + "\n";
        CPPUNIT_ASSERT_EQUAL(std::string {}, found);
        CPPUNIT_ASSERT(report.rows > 0 || portal.published() == 0);
    }

public:
    void the_audit_agrees_with_every_delivery()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            std::vector<SampleDelivery> deliveries;
            deliveries.push_back(small_town().full());
            deliveries.push_back(town_with_changes());
            deliveries.push_back(SampleDelivery {}.bill("B1", "1002", 5, 3'114)); // moved to another customer
            deliveries.push_back(SampleDelivery {}.payment("P7", "1001", 100)); // so was a payment
            deliveries.push_back(SampleDelivery {}.full().customer("1002").bill("B2", "1002", 5, 1'000, "0007", 95));
            deliveries.push_back(small_town().full());
            for (auto const& delivery : deliveries) {
                portal.import(delivery);
                assert_clean(portal);
                assert_same({}, portal.left_behind());
            }
        });
    }
    void many_customers_and_few_come_to_the_same_ledger()
    {
        on_both([](db::Database& database) {
            SampleDelivery half, other_half, whole;
            for (int i = 0; i < 250; ++i) {
                auto const number = std::to_string(1000 + i);
                for (auto* const delivery : { i % 2 == 0 ? &half : &other_half, &whole })
                    delivery->customer(number).bill("B" + number, number, 1 + i % 5, 1'000 + i).payment("P" + number, number, i % 3 == 0 ? 1'000 + i : 7);
            }
            PortalWithTenant at_once { database }, in_two { database };
            at_once.import(whole);
            in_two.import(half);
            in_two.import(other_half);
            assert_same(at_once.comparable(), in_two.comparable());
            assert_clean(at_once);
            assert_clean(in_two);
        });
    }
    void every_money_column_that_is_changed_behind_it_is_found()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            portal.import(town_with_changes());
            assert_clean(portal);
            for (auto const* const column : { "invoices.net", "invoices.vat", "invoices.total", "invoices.prepaid", "invoices.payable", "invoice_lines.net",
                     "invoice_lines.unit_price", "transactions.amount", "bill_proofs.total", "account_years.amount", "account_years.amount_before",
                     "standing_rows.amount", "standing_rows.payable", "standing_rows.rest", "standing_rows.balance" }) {
                std::string const name { column };
                auto const table = name.substr(0, name.find('.'));
                auto const field = name.substr(name.find('.') + 1);
                portal.corrupt("update " + table + " set " + field + " = " + field + " + 1");
                CPPUNIT_ASSERT_MESSAGE(name, portal.audit().count > 0);
                portal.corrupt("update " + table + " set " + field + " = " + field + " - 1");
                assert_clean(portal);
            }
        });
    }
    void a_ledger_row_that_is_missing_is_found()
    {
        on_both([](db::Database& database) {
            for (auto const* const table : { "account_years", "standing_rows" }) {
                PortalWithTenant portal { database };
                portal.import(small_town());
                portal.corrupt("delete from " + std::string { table });
                auto const report = portal.audit();
                CPPUNIT_ASSERT(report.count > 0);
                CPPUNIT_ASSERT(!report.differences.front().customer.empty());
            }
        });
    }
    void a_replaced_bill_that_names_another_one_is_found()
    {
        on_both([](db::Database& database) {
            auto const bill = [](std::string const& number, std::string const& corrects, unsigned month) {
                return [=](plugins::RowSink& sink) {
                    sink.invoice({ number, "invoice", corrects, "", "1001", "", "", "", Secret { "" }, day(2018, month, 1), {}, {}, {}, euro(700), euro(0),
                        euro(700), euro(0), euro(700) });
                };
            };
            PortalWithTenant portal { database };
            portal.import(small_town().with(bill("R2", "B1", 6)).with(bill("R3", "R2", 7)).with([](plugins::RowSink& sink) {
                sink.transaction({ "P9", "1001", "payment", "B1", "", day(2018, 6, 1), euro(-500) });
            }));
            assert_clean(portal);
            auto const rows = joined(portal.everything());
            CPPUNIT_ASSERT_MESSAGE(rows, rows.find("standing_rows|1001|bill|R3|invoice|20180701|0|700|700|200|0") != std::string::npos);
            using Change = std::array<std::string, 3>;
            for (auto const& [column, wrong, right] : { Change { "invoice_id", "invoice_id + 1", "invoice_id - 1" }, Change { "rest", "1", "0" },
                     Change { "invoice_number", "'R2'", "'R3'" }, Change { "object_id", "object_id + 1", "object_id - 1" } })
                for (auto const& [value, is_wrong] : { std::pair { wrong, true }, std::pair { right, false } }) {
                    portal.corrupt("update standing_rows set " + column + " = case when what = 'replaced' then " + value + " else " + column + " end");
                    CPPUNIT_ASSERT_EQUAL_MESSAGE(column, is_wrong, portal.audit().count > 0);
                }
        });
    }
    void deliveries_that_come_and_go_meanwhile_do_not_disturb_the_audit()
    {
        // Does something between two statements of the audit.
        struct Meanwhile final : db::Observer {
            std::function<void()> act;
            explicit Meanwhile(std::function<void()> once)
                : act(std::move(once))
            {
            }
            void before(std::string_view statement) override
            {
                if (statement.ends_with("audit_rests") && act)
                    std::exchange(act, nullptr)();
            }
        };
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            portal.import(town_with_changes());
            auto const audit_while = [&](std::function<void()> const& act) {
                Meanwhile meanwhile { act };
                database.observe(&meanwhile);
                auto const report = portal.audit();
                database.observe(nullptr);
                CPPUNIT_ASSERT(!meanwhile.act);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.count);
            };
            audit_while([&] { CPPUNIT_ASSERT(portal.take_back()); });
            assert_clean(portal);
            audit_while([&] {
                for (auto const& delivery : { SampleDelivery {}.full().customer("1002"), small_town().full(), SampleDelivery {}.full().customer("1003") })
                    portal.import(delivery);
            });
            assert_clean(portal);
            portal.import(small_town());
            audit_while([&] { portal.corrupt("delete from transactions"); }); // as far as cleaning may have come
            CPPUNIT_ASSERT(portal.audit().count > 0);
        });
    }
    void the_last_delivery_can_be_taken_back_exactly()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town().full());
            auto const before = portal.everything();
            for (auto const& delivery : { town_with_changes(), SampleDelivery {}.full().customer("1002"), small_town().full().customer("1009") }) {
                portal.import(delivery);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.take_back()->now_published);
                assert_same(before, portal.everything());
                assert_same({}, portal.left_behind());
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, portal.published());
                CPPUNIT_ASSERT_EQUAL(std::string { "taken_back" }, portal.deliveries().front().state);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.count("superseded_rows"));
                assert_clean(portal);
            }
            // The same bytes are news again.
            portal.import(town_with_changes(), "abc");
            CPPUNIT_ASSERT(portal.take_back());
            CPPUNIT_ASSERT(portal.import(town_with_changes(), "abc").state == State::published);
            // So are others that said the same.
            CPPUNIT_ASSERT(portal.import(town_with_changes(), "def").state == State::unchanged);
            CPPUNIT_ASSERT(portal.take_back());
            CPPUNIT_ASSERT(portal.import(town_with_changes(), "def").state == State::published);
        });
    }
    void the_first_delivery_can_be_taken_back_too()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            auto const nothing = portal.take_back();
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.none" }, nothing.refusal().reason);
            portal.import(small_town());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.take_back()->now_published);
            assert_same({}, portal.everything());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, portal.count("invoices"));
            CPPUNIT_ASSERT(portal.import(small_town()).state == State::published);
            assert_clean(portal);
        });
    }
    void an_older_delivery_names_what_builds_on_it()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            portal.import(town_with_changes());
            portal.import(SampleDelivery {}.customer("1004"));
            auto const before = portal.everything();
            auto const refused = portal.take_back(1);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.not_the_last" }, refused.refusal().reason);
            CPPUNIT_ASSERT(refused.refusal().message.find("2, 3") != std::string::npos);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.not_published" }, portal.take_back(7).refusal().reason);
            assert_same(before, portal.everything());
        });
    }
    void only_one_delivery_in_a_row_can_be_taken_back()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            portal.import(town_with_changes());
            portal.import(SampleDelivery {}.customer("1004"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, portal.take_back()->now_published);
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.cleaned" }, portal.take_back().refusal().reason);
            assert_clean(portal);
        });
    }
    void a_dry_run_of_taking_back_changes_nothing()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            portal.import(town_with_changes());
            auto const before = portal.everything();
            auto const told = portal.take_back({}, true);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, told->delivery);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, told->changed);
            assert_same(before, portal.everything());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, portal.published());
        });
    }
    void superseded_rows_do_not_pile_up()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const invoices = portal.count("invoices");
            auto const proofs = portal.count("bill_proofs");
            for (int i = 0; i < 6; ++i) {
                portal.import(SampleDelivery {}.customer("1001", "Ana " + std::to_string(i)).bill("B1", "1001", 5, 3'114, std::to_string(1111 + i)));
                assert_clean(portal);
            }
            // The version that is seen, and the one that taking the last delivery back needs.
            CPPUNIT_ASSERT_EQUAL(invoices + 1, portal.count("invoices"));
            CPPUNIT_ASSERT_EQUAL(proofs + 1, portal.count("bill_proofs"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 5 }, portal.count("former_ids")); // links to older versions go on to work
            CPPUNIT_ASSERT(portal.take_back());
            CPPUNIT_ASSERT(joined(portal.everything()).find("|Ana 4|") != std::string::npos);
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LedgerTest);

}
