// Statements of a bank through the real host: what they book, what they never book twice, and what the desk does with the rest.
#include "features/imports/portal_with_tenant.h"
#include "features/payments/payments_service.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include <zip.h>

using namespace portal;
using namespace portal::tests;
using imports::Kind;
using imports::State;

namespace {

std::string const s_may = "1805000001070"; // a bill's number; its reference is SI12 and this

std::string built(std::string const& path) { return std::string { std::getenv("PORTAL_BUILD") } + "/" + path; }

struct Entry {
    std::string amount;
    std::string reference = {}, bank_reference = {}, payer = {}, text = {}, end_to_end = {}, direction = "CRDT", more = {}, booked = "2018-06-01",
                payer_account = {};
    bool is_return = false;
    std::string in_details = {};

    std::string xml() const
    {
        auto const tag
            = [](std::string const& name, std::string const& content) { return content.empty() ? "" : "<" + name + ">" + content + "</" + name + ">"; };
        return "<Ntry><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>" + direction + "</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>" + booked + "</Dt></BookgDt>"
            + tag("AcctSvcrRef", bank_reference) + "<NtryDtls>" + more + "<TxDtls>" + tag("Refs", tag("EndToEndId", end_to_end)) + in_details
            + tag("RltdPties", tag("Dbtr", tag("Nm", payer)) + tag("DbtrAcct", tag("Id", tag("IBAN", payer_account))))
            + tag("RmtInf", tag("Ustrd", text) + (reference.empty() ? "" : tag("Strd", tag("CdtrRefInf", tag("Ref", reference)))))
            + (is_return ? "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" : "") + "</TxDtls></NtryDtls></Ntry>\n";
    }
};

// camt.053 has statements, camt.052 reports, camt.054 notices.
std::string document(std::vector<Entry> const& entries, std::string const& id = "S1", std::string const& message = "053", std::string const& head = {})
{
    std::string const block = message == "052" ? "Rpt" : message == "053" ? "Stmt" : "Ntfctn";
    std::string all = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt." + message + ".001.02\"><Message><GrpHdr><MsgId>M</MsgId></GrpHdr>\n<" + block
        + "><Id>" + id + "</Id><Acct><Id><IBAN>SI56191000010337441</IBAN></Id></Acct>" + head;
    for (auto const& entry : entries)
        all += entry.xml();
    return all + "</" + block + "></Message></Document>";
}

class PaymentsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PaymentsTest);
    CPPUNIT_TEST(a_statement_pays_bills);
    CPPUNIT_TEST(what_was_issued_again_is_paid_under_its_new_number);
    CPPUNIT_TEST(what_fits_no_bill_waits_for_the_desk);
    CPPUNIT_TEST(a_statement_that_comes_again_books_nothing);
    CPPUNIT_TEST(statements_and_deliveries_may_come_again_after_each_other);
    CPPUNIT_TEST(a_notice_and_the_statement_after_it_book_once);
    CPPUNIT_TEST(the_same_entry_in_two_statements_of_one_delivery_books_once);
    CPPUNIT_TEST(two_payments_that_look_the_same_are_two);
    CPPUNIT_TEST(what_stands_for_no_reference_makes_no_payments_the_same);
    CPPUNIT_TEST(a_counter_of_the_bank_that_begins_anew_makes_no_payments_the_same);
    CPPUNIT_TEST(a_statement_that_says_less_than_the_notice_books_nothing);
    CPPUNIT_TEST(a_return_undoes_the_payment);
    CPPUNIT_TEST(what_the_bank_takes_is_no_part_of_the_payment);
    CPPUNIT_TEST(one_payment_of_a_larger_batch_does_not_get_it_all);
    CPPUNIT_TEST(a_return_undoes_the_payment_of_its_own_payer);
    CPPUNIT_TEST(a_payment_goes_back_once);
    CPPUNIT_TEST(a_return_is_found_by_its_bill_or_account);
    CPPUNIT_TEST(a_bill_that_is_named_by_its_number_is_paid);
    CPPUNIT_TEST(what_comes_back_to_the_utility_pays_no_bill);
    CPPUNIT_TEST(the_desk_sees_all_that_waits);
    CPPUNIT_TEST(the_only_bill_of_an_amount_is_found_among_thousands);
    CPPUNIT_TEST(the_desk_says_what_a_payment_pays);
    CPPUNIT_TEST(the_desk_may_assign_one_payment_after_the_other);
    CPPUNIT_TEST(a_credit_note_lowers_what_a_payment_has_to_be);
    CPPUNIT_TEST(a_full_delivery_of_the_billing_system_leaves_payments);
    CPPUNIT_TEST(payments_of_a_customer_who_left_are_there_when_he_comes_back);
    CPPUNIT_TEST(a_dry_run_books_nothing);
    CPPUNIT_TEST(a_statement_is_taken_back_like_any_delivery);
    CPPUNIT_TEST(a_statement_that_does_not_add_up_is_refused);
    CPPUNIT_TEST(a_statement_without_payments_of_customers_changes_nothing);
    CPPUNIT_TEST(statements_may_come_in_a_bundle);
    CPPUNIT_TEST(statements_are_known_by_their_content);
    CPPUNIT_TEST_SUITE_END();

    SystemClock m_clock;
    TemporaryFolder m_folder;
    plugins::Plugins m_plugins { options(), m_clock };

    static plugins::Options options()
    {
        plugins::Options options;
        options.host_program = built("bin/portal-plugin-host");
        options.plugins_path = built("plugins");
        return options;
    }

    // A utility whose Ana has a bill of 34.10 and whose Bojan has one of 10.95.
    struct Utility {
        Utility(PaymentsTest& test, db::Database& database)
            : portal(database)
            , imports(database, test.m_plugins, portal.keys(), test.m_clock)
            , payments(database, test.m_plugins, imports)
            , folder(test.m_folder)
        {
            portal.target().plugin_id = "si.kp-logatec";
            portal.target().plugin_version = "1.0.0";
            portal.target().time_zone = "Europe/Ljubljana";
            portal.target().language = "sl";
            portal.target().today = day(2018, 6, 2);
            portal.import(town());
        }
        static SampleDelivery town()
        {
            SampleDelivery delivery;
            delivery.customer("1001", "Ana Novak").customer("1002", "Bojan Kranjc");
            delivery.bill(s_may, "1001").bill("B2", "1002", 5, 1'000, "0007", 95);
            return delivery;
        }
        imports::ImportReport take_in(std::string const& content, imports::Options const& options = {})
        {
            auto const path = folder / "statement.xml";
            std::ofstream { path, std::ios::binary } << content;
            return payments.take_in(portal.target(), { path }, options);
        }
        std::vector<std::string> booked() const
        {
            std::vector<std::string> lines;
            for (auto const& line : portal.visible())
                if (line.starts_with("transactions|bank:"))
                    lines.push_back(line.substr(line.find('|', line.find('|') + 1) + 1, line.rfind('|') - line.find('|', line.find('|') + 1) - 1));
            return lines;
        }

        PortalWithTenant portal;
        imports::ImportService imports;
        payments::PaymentService payments;
        TemporaryFolder const& folder;
    };

    void on_a_utility(std::function<void(Utility&)> const& body)
    {
        on_both([&](db::Database& database) {
            Utility utility { *this, database };
            body(utility);
        });
    }

    using Lines = std::vector<std::string>;

public:
    void a_statement_pays_bills()
    {
        on_a_utility([](Utility& utility) {
            auto const report = utility.take_in(document({ { .amount = "34.10", .reference = "SI12 " + s_may, .bank_reference = "X1" },
                { .amount = "5.00", .bank_reference = "X2", .text = "voda sl12 1805 0000 01070" },
                { .amount = "10.95", .bank_reference = "X3", .payer = "KRANJC BOJAN" }, { .amount = "99.00", .bank_reference = "X4", .direction = "DBIT" } }));
            CPPUNIT_ASSERT_EQUAL(std::string {}, report.reason);
            CPPUNIT_ASSERT(report.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 3 }, report.of(Kind::bank_payment).added);
            auto lines = utility.booked();
            std::sort(lines.begin(), lines.end());
            assert_same({ "1001|payment|20180601|-3410", "1001|payment|20180601|-500", "1002|payment|20180601|-1095" }, lines);
            CPPUNIT_ASSERT(utility.payments.unmatched(utility.portal.scope()).empty());
        });
    }
    void what_was_issued_again_is_paid_under_its_new_number()
    {
        on_a_utility([](Utility& utility) {
            auto const reference = "SI12" + s_may;
            auto delivery = Utility::town();
            delivery.with([&](plugins::RowSink& sink) {
                sink.invoice({ "R2", "invoice", s_may, reference, "1001", "", "", "", Secret { "6473" }, day(2018, 6, 1), day(2018, 6, 15), {}, {}, euro(3'114),
                    euro(296), euro(3'410), euro(0), euro(3'410) });
            });
            utility.portal.import(delivery);
            auto const open = [&] {
                for (auto const& row : utility.portal.everything())
                    if (row.starts_with("standing_rows|1001|bill|R2|"))
                        return row;
                return std::string {};
            };
            auto const report = utility.take_in(document({ { .amount = "20.00", .reference = reference, .bank_reference = "X1" } }));
            CPPUNIT_ASSERT_EQUAL(std::string {}, report.reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "standing_rows|1001|bill|R2|invoice|20180601|20180615|3410|3410|1410|0" }, open());
            // It has a reference of its own now; the customer pays with the one of the first.
            utility.portal.import(SampleDelivery {}.with([&](plugins::RowSink& sink) {
                sink.invoice({ "R2", "invoice", s_may, "SI12R2", "1001", "", "", "", Secret { "6473" }, day(2018, 6, 1), day(2018, 6, 15), {}, {}, euro(3'114),
                    euro(296), euro(3'410), euro(0), euro(3'410) });
            }));
            utility.take_in(document({ { .amount = "14.10", .reference = reference, .bank_reference = "X2" } }, "S2"));
            CPPUNIT_ASSERT_EQUAL(std::string { "standing_rows|1001|bill|R2|invoice|20180601|20180615|3410|3410|0|0" }, open());
            // Both come back, whichever number they were booked under.
            utility.take_in(document(
                { gone_back({ .amount = "20.00", .reference = reference }, "X3"), gone_back({ .amount = "14.10", .reference = reference }, "X4") }, "S3"));
            CPPUNIT_ASSERT_EQUAL(std::string { "standing_rows|1001|bill|R2|invoice|20180601|20180615|3410|3410|3410|0" }, open());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, utility.portal.audit().count);
        });
    }
    void what_fits_no_bill_waits_for_the_desk()
    {
        on_a_utility([](Utility& utility) {
            auto const report = utility.take_in(document({ { .amount = "7.00", .bank_reference = "X1", .payer = "Cene Vidmar", .text = "za vodo" } }));
            CPPUNIT_ASSERT(report.state == State::published);
            assert_same({}, utility.booked());
            auto const waiting = utility.payments.unmatched(utility.portal.scope());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, waiting.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "Cene Vidmar za vodo payment.no_bill" }, waiting[0].payer + " " + waiting[0].text + " " + waiting[0].reason);
            CPPUNIT_ASSERT(waiting[0].amount == euro(700));
        });
    }
    void a_statement_that_comes_again_books_nothing()
    {
        on_a_utility([](Utility& utility) {
            for (auto const* bank_reference : { "X1", "" }) {
                std::vector<Entry> const entries { { .amount = "1.00", .reference = "SI12" + s_may, .bank_reference = bank_reference },
                    { .amount = "7.00", .bank_reference = bank_reference } };
                CPPUNIT_ASSERT(utility.take_in(document(entries)).state == State::published);
                auto const before = utility.portal.visible();
                CPPUNIT_ASSERT(utility.take_in(document(entries)).state == State::unchanged); // the same bytes
                auto const again = utility.take_in(document(entries, "S1 again"));
                CPPUNIT_ASSERT_EQUAL_MESSAGE(again.message, std::string { "unchanged" }, std::string { name_of(again.state) });
                assert_same(before, utility.portal.visible());
            }
        });
    }
    void statements_and_deliveries_may_come_again_after_each_other()
    {
        on_a_utility([](Utility& utility) {
            auto const first = document({ { .amount = "34.10", .reference = "SI12 " + s_may, .bank_reference = "X1" } });
            utility.portal.import(Utility::town(), "the bills");
            utility.take_in(first);
            utility.take_in(document({ { .amount = "3.00", .bank_reference = "X2" } }, "S2"));
            CPPUNIT_ASSERT(utility.take_in(first).state == State::unchanged);
            CPPUNIT_ASSERT(utility.portal.import(Utility::town(), "the bills").state == State::unchanged);
        });
    }
    void a_notice_and_the_statement_after_it_book_once()
    {
        on_a_utility([](Utility& utility) {
            Entry const ana { .amount = "34.10", .reference = "SI12" + s_may, .bank_reference = "X1" };
            utility.take_in(document({ ana }, "N1", "054"));
            utility.take_in(document({ ana }, "R1", "052"));
            auto const report = utility.take_in(document({ ana, { .amount = "10.95", .reference = "SI12B2", .bank_reference = "X2" } }, "S1", "053"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.of(Kind::bank_payment).added);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, utility.booked().size());
            // The statement may name a batch whose payments the notice has listed.
            Entry batch { .amount = "3.00", .reference = "SI12B2", .bank_reference = "X3", .more = "<TxDtls><Amt Ccy=\"EUR\">1.00</Amt></TxDtls>" };
            auto listed = batch.xml();
            listed.insert(listed.rfind("<TxDtls>") + 8, "<Amt Ccy=\"EUR\">2.00</Amt>");
            auto notice = document({ batch }, "N2", "054");
            notice.replace(notice.find(batch.xml()), batch.xml().size(), listed);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, utility.take_in(notice).of(Kind::bank_payment).added);
            auto const before = utility.portal.visible();
            utility.take_in(document({ { .amount = "3.00", .bank_reference = "X3" } }, "S2", "053"));
            assert_same(before, utility.portal.visible());
        });
    }
    void the_same_entry_in_two_statements_of_one_delivery_books_once()
    {
        on_a_utility([](Utility& utility) {
            Entry const ana { .amount = "34.10", .reference = "SI12" + s_may };
            auto const one = document({ ana });
            auto const begin = one.find("<Stmt>"), end = one.find("</Message>");
            auto second = one.substr(begin, end - begin);
            second.replace(second.find("S1"), 2, "S2");
            auto both = one;
            both.insert(end, second);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, utility.take_in(both).of(Kind::bank_payment).added);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, utility.booked().size());
        });
    }
    void two_payments_that_look_the_same_are_two()
    {
        on_a_utility([](Utility& utility) {
            Entry const ana { .amount = "1.00", .reference = "SI12" + s_may, .payer = "Ana Novak" };
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, utility.take_in(document({ ana }, "R1", "052")).of(Kind::bank_payment).added);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, utility.take_in(document({ ana, ana }, "S1", "053")).of(Kind::bank_payment).added);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, utility.booked().size());
        });
    }
    // Everybody pays the same amount, on one day and on the next.
    static void assert_all_are_kept(Utility& utility, std::vector<std::vector<Entry>> const& notices)
    {
        std::vector<Entry> all;
        for (auto const& notice : notices) {
            auto const report = utility.take_in(document(notice, "N" + std::to_string(all.size()), "054"));
            CPPUNIT_ASSERT_EQUAL(static_cast<std::int64_t>(notice.size()), report.of(Kind::bank_payment).added);
            all.insert(all.begin(), notice.begin(), notice.end()); // the statement has another order
        }
        auto const before = utility.portal.visible();
        CPPUNIT_ASSERT_EQUAL(std::string { "unchanged" }, std::string { name_of(utility.take_in(document(all, "S1")).state) });
        assert_same(before, utility.portal.visible());
    }
    void what_stands_for_no_reference_makes_no_payments_the_same()
    {
        on_a_utility([](Utility& utility) {
            for (std::string const nothing : { "NONREF", "NOTPROVIDED", "Not provided", "0000000000", "-" }) {
                auto const amount = std::to_string(nothing.size()) + ".95"; // another one each time
                assert_all_are_kept(utility,
                    { { { .amount = amount, .bank_reference = nothing, .payer = "Ana Novak", .end_to_end = nothing },
                          { .amount = amount, .bank_reference = nothing, .payer = "Bojan Kranjc", .end_to_end = nothing } },
                        { { .amount = amount, .bank_reference = nothing, .payer = "Cene Vidmar", .end_to_end = nothing } },
                        { { .amount = amount, .bank_reference = nothing, .payer = "Ana Novak", .end_to_end = nothing, .booked = "2018-06-02" } } });
            }
        });
    }
    void a_counter_of_the_bank_that_begins_anew_makes_no_payments_the_same()
    {
        on_a_utility([](Utility& utility) {
            // Each day, each notice, and within a notice.
            assert_all_are_kept(utility,
                { { { .amount = "10.95", .bank_reference = "1", .payer = "Ana Novak", .payer_account = "SI56191000010337441" } },
                    { { .amount = "10.95", .bank_reference = "1", .payer = "Novak", .payer_account = "SI56040010046655188" } },
                    { { .amount = "10.95", .bank_reference = "1", .payer = "Ana Novak", .booked = "2018-06-02" } },
                    { { .amount = "11.95", .bank_reference = "1", .payer = "Ana Novak" } },
                    { { .amount = "7.00", .reference = "SI12" + s_may, .bank_reference = "2" },
                        { .amount = "7.00", .reference = "SI12B2", .bank_reference = "2" } },
                    { { .amount = "8.00", .bank_reference = "3" }, { .amount = "8.00", .bank_reference = "3" } } });
        });
    }
    void a_statement_that_says_less_than_the_notice_books_nothing()
    {
        on_a_utility([](Utility& utility) {
            Entry const told { .amount = "34.10",
                .reference = "SI12" + s_may,
                .bank_reference = "X1",
                .payer = "Ana Novak",
                .end_to_end = "E1",
                .payer_account = "SI56191000010337441" };
            utility.take_in(document({ told }, "N1", "054"));
            auto const before = utility.portal.visible();
            utility.take_in(document({ { .amount = "34.10", .bank_reference = "X1" } }, "S1"));
            utility.take_in(document({ { .amount = "34.10", .bank_reference = "X1", .payer = "NOVAK A", .text = "sl12 " + s_may, .end_to_end = "E1" } }, "S2"));
            assert_same(before, utility.portal.visible());
        });
    }
    static Entry gone_back(Entry entry, std::string const& bank_reference)
    {
        entry.bank_reference = bank_reference;
        entry.direction = "DBIT";
        entry.booked = "2018-06-05";
        entry.is_return = true;
        return entry;
    }
    static Lines reasons(Utility const& utility)
    {
        Lines lines;
        for (auto const& payment : utility.payments.unmatched(utility.portal.scope()))
            lines.push_back(std::to_string(payment.amount.minor()) + " " + payment.reason);
        return lines;
    }
    void a_return_undoes_the_payment()
    {
        on_a_utility([](Utility& utility) {
            Entry const ana { .amount = "34.10", .reference = "SI12" + s_may, .bank_reference = "X1", .end_to_end = "E7" };
            utility.take_in(document({ ana }));
            CPPUNIT_ASSERT(utility.take_in(document({ gone_back({ .amount = "34.10", .end_to_end = "E7" }, "X2") }, "S2")).state == State::published);
            auto lines = utility.booked();
            std::sort(lines.begin(), lines.end());
            assert_same({ "1001|payment|20180601|-3410", "1001|payment|20180605|3410" }, lines);
            utility.take_in(document({ gone_back({ .amount = "34.10", .end_to_end = "E8" }, "X3") }, "S3"));
            assert_same({ "-3410 payment.unknown_return" }, reasons(utility));
        });
    }
    void what_the_bank_takes_is_no_part_of_the_payment()
    {
        auto const told = [](std::string const& amount, std::string const& charge) {
            return "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">" + amount + "</Amt></TxAmt></AmtDtls><Chrgs><Amt Ccy=\"EUR\">" + charge + "</Amt></Chrgs>";
        };
        on_a_utility([&](Utility& utility) {
            Entry const ana { .amount = "33.10", .reference = "SI12" + s_may, .bank_reference = "X1", .end_to_end = "E7", .in_details = told("34.10", "1.00") };
            auto const report = utility.take_in(document({ ana }));
            CPPUNIT_ASSERT_EQUAL(std::string {}, report.reason);
            assert_same({ "1001|payment|20180601|-3410" }, utility.booked());
            // The bank takes back what Ana had paid, and a charge of its own.
            utility.take_in(document({ gone_back({ .amount = "37.10", .end_to_end = "E7", .in_details = told("34.10", "3.00") }, "X2") }, "S2"));
            auto lines = utility.booked();
            std::sort(lines.begin(), lines.end());
            assert_same({ "1001|payment|20180601|-3410", "1001|payment|20180605|3410" }, lines);
            assert_same({}, reasons(utility));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, utility.portal.audit().count);
        });
    }
    void one_payment_of_a_larger_batch_does_not_get_it_all()
    {
        on_a_utility([](Utility& utility) {
            auto const report = utility.take_in(document({ { .amount = "34.10",
                .reference = "SI12" + s_may,
                .bank_reference = "X1",
                .payer = "Ana Novak",
                .text = "SI12" + s_may,
                .more = "<Btch><NbOfTxs>20</NbOfTxs></Btch>" } }));
            CPPUNIT_ASSERT_EQUAL(std::string {}, report.reason);
            assert_same({}, utility.booked());
            assert_same({ "3410 payment.no_bill" }, reasons(utility));
        });
    }
    void a_return_undoes_the_payment_of_its_own_payer()
    {
        on_a_utility([](Utility& utility) {
            // Both were told to write "voda" there.
            Entry const ana {
                .amount = "10.95", .reference = "SI12" + s_may, .bank_reference = "X1", .end_to_end = "voda", .payer_account = "SI56040010046655188"
            };
            Entry const bojan { .amount = "10.95",
                .reference = "SI12B2",
                .bank_reference = "X2",
                .end_to_end = "voda",
                .booked = "2018-06-02",
                .payer_account = "SI56191000000123438" };
            utility.take_in(document({ ana, bojan }));
            auto back = gone_back(ana, "X3");
            back.reference.clear();
            utility.take_in(document({ back }, "S2"));
            auto lines = utility.booked();
            std::sort(lines.begin(), lines.end());
            assert_same({ "1001|payment|20180601|-1095", "1001|payment|20180605|1095", "1002|payment|20180602|-1095" }, lines);
            // Without the payer nobody could tell.
            utility.take_in(document({ gone_back({ .amount = "10.95", .reference = "SI12 no such bill", .end_to_end = "voda" }, "X4") }, "S3"));
            assert_same({ "-1095 payment.unknown_return" }, reasons(utility));
        });
    }
    void a_payment_goes_back_once()
    {
        on_a_utility([](Utility& utility) {
            Entry const ana { .amount = "34.10", .reference = "SI12" + s_may, .bank_reference = "X1", .end_to_end = "E7" };
            Entry const other { .amount = "5.00", .reference = "SI12" + s_may, .bank_reference = "X9", .end_to_end = "E9" };
            // In later statements, and in the payment's own.
            utility.take_in(document({ ana }));
            utility.take_in(document({ gone_back(ana, "X2") }, "S2"));
            utility.take_in(document({ gone_back(ana, "X2") }, "S2 again"));
            utility.take_in(document({ gone_back(ana, "X3") }, "S3"));
            utility.take_in(document({ other, gone_back(other, "X4"), gone_back(other, "X5") }, "S4"));
            auto lines = utility.booked();
            std::sort(lines.begin(), lines.end());
            assert_same({ "1001|payment|20180601|-3410", "1001|payment|20180601|-500", "1001|payment|20180605|3410", "1001|payment|20180605|500" }, lines);
            assert_same({ "-3410 payment.unknown_return", "-500 payment.unknown_return" }, reasons(utility));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, utility.portal.audit().count);
            // Taken back, the return has not been.
            CPPUNIT_ASSERT(utility.imports.take_back(utility.portal.target().tenant, utility.portal.target().slug, std::nullopt));
            utility.take_in(document({ other, gone_back(other, "X4") }, "S5"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, utility.booked().size());
        });
    }
    void a_return_is_found_by_its_bill_or_account()
    {
        on_a_utility([](Utility& utility) {
            Entry const ana { .amount = "34.10", .reference = "SI12" + s_may, .bank_reference = "X1" };
            Entry const bojan { .amount = "10.95", .bank_reference = "X2", .payer = "Bojan Kranjc", .payer_account = "SI56191000000123438" };
            utility.take_in(document({ ana, bojan }));
            utility.take_in(document({ gone_back({ .amount = "34.10", .text = "vračilo SI12 " + s_may }, "X3"),
                                         gone_back({ .amount = "10.95", .payer_account = "SI56191000000123438" }, "X4") },
                "S2"));
            assert_same({}, reasons(utility));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, utility.booked().size());
        });
    }
    void a_bill_that_is_named_by_its_number_is_paid()
    {
        on_a_utility([](Utility& utility) {
            auto const names = [](std::string const& number, std::string const& type) {
                return "<RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>" + type + "</Cd></CdOrPrtry></Tp><Nb>" + number + "</Nb></RfrdDocInf></Strd></RmtInf>";
            };
            Entry const paid { .amount = "10.95", .bank_reference = "X1", .end_to_end = "E1", .in_details = names("B2", "CINV") };
            utility.take_in(document({ paid, { .amount = "1.00", .bank_reference = "X2", .in_details = names("B2", "CREN") } }));
            assert_same({ "1002|payment|20180601|-1095" }, utility.booked());
            assert_same({ "100 payment.no_bill" }, reasons(utility));
            // The bank's other message names the reference instead, or both.
            auto other = paid;
            other.reference = "SI12" + s_may;
            utility.take_in(document({ other }, "S2"));
            other.in_details.clear();
            utility.take_in(document({ other }, "S3"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, utility.booked().size());
            utility.take_in(document({ gone_back(paid, "X3") }, "S4"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, utility.booked().size());
            assert_same({ "100 payment.no_bill" }, reasons(utility));
        });
    }
    void what_comes_back_to_the_utility_pays_no_bill()
    {
        on_a_utility([](Utility& utility) {
            utility.take_in(document({ { .amount = "34.10", .reference = "SI12" + s_may, .bank_reference = "X1", .is_return = true } }));
            assert_same({}, utility.booked());
            assert_same({ "3410 payment.came_back" }, reasons(utility));
        });
    }
    void the_desk_sees_all_that_waits()
    {
        on_a_utility([](Utility& utility) {
            std::vector<Entry> entries;
            for (int i = 0; i < 2'100; ++i)
                entries.push_back({ .amount = "1.00", .bank_reference = "W" + std::to_string(i), .booked = i % 3 == 0 ? "2018-06-02" : "2018-06-01" });
            utility.take_in(document(entries));
            auto const waiting = utility.payments.unmatched(utility.portal.scope());
            std::set<std::string> ids;
            for (auto const& payment : waiting)
                ids.insert(payment.id);
            CPPUNIT_ASSERT_EQUAL(entries.size(), waiting.size());
            CPPUNIT_ASSERT_EQUAL(entries.size(), ids.size());
            CPPUNIT_ASSERT(std::ranges::is_sorted(waiting, {}, &payments::KnownPayment::booked));
        });
    }
    void the_only_bill_of_an_amount_is_found_among_thousands()
    {
        on_a_utility([](Utility& utility) {
            SampleDelivery many;
            for (int i = 0; i < 2'100; ++i) {
                auto const number = std::to_string(5000 + i);
                many.customer(number, "Stranka " + number).bill("M" + number, number, 5, 1'000, "0007", 95);
            }
            utility.portal.import(many);
            utility.take_in(document({ { .amount = "10.95", .bank_reference = "X1", .payer = "7099 STRANKA" },
                { .amount = "10.95", .bank_reference = "X2", .payer = "Bojan Kranjc" } }));
            auto lines = utility.booked();
            std::sort(lines.begin(), lines.end());
            assert_same({ "1002|payment|20180601|-1095", "7099|payment|20180601|-1095" }, lines);
        });
    }
    void the_desk_says_what_a_payment_pays()
    {
        on_a_utility([](Utility& utility) {
            auto const statement = document({ { .amount = "7.00", .bank_reference = "X1", .text = "za vodo" } });
            utility.take_in(statement);
            auto const id = utility.payments.unmatched(utility.portal.scope()).at(0).id;
            CPPUNIT_ASSERT(utility.payments.assign(utility.portal.target(), id, "no such bill").refusal() == payments::NotAssigned::unknown_bill);
            CPPUNIT_ASSERT(utility.payments.assign(utility.portal.target(), "bank:0/0", "B2").refusal() == payments::NotAssigned::unknown_payment);
            CPPUNIT_ASSERT(utility.payments.assign(utility.portal.target(), id, "B2")->state == State::published);
            assert_same({ "1002|payment|20180601|-700" }, utility.booked());
            CPPUNIT_ASSERT(utility.payments.unmatched(utility.portal.scope()).empty());
            CPPUNIT_ASSERT(utility.payments.assign(utility.portal.target(), id, "B2").refusal() == payments::NotAssigned::is_matched);
            // The statement that comes again leaves what the desk decided.
            auto const before = utility.portal.visible();
            utility.take_in(replaced(statement, "S1", "S9"));
            assert_same(before, utility.portal.visible());
        });
    }
    void the_desk_may_assign_one_payment_after_the_other()
    {
        on_a_utility([](Utility& utility) {
            utility.take_in(document(
                { { .amount = "7.00", .bank_reference = "X1" }, { .amount = "8.00", .bank_reference = "X2" }, { .amount = "9.00", .bank_reference = "X3" } }));
            for (auto const& payment : utility.payments.unmatched(utility.portal.scope()))
                CPPUNIT_ASSERT(utility.payments.assign(utility.portal.target(), payment.id, s_may)->state == State::published);
            CPPUNIT_ASSERT(utility.payments.unmatched(utility.portal.scope()).empty());
        });
    }
    void a_credit_note_lowers_what_a_payment_has_to_be()
    {
        on_a_utility([](Utility& utility) {
            utility.portal.import(SampleDelivery {}.with([](plugins::RowSink& sink) {
                plugins::InvoiceRow row { "D1", "credit_note", s_may, "", "1001", "", "", "", Secret { "" }, day(2018, 6, 1), day(2018, 6, 1), day(2018, 5, 1),
                    day(2018, 5, 28), euro(-1'000), euro(0), euro(-1'000), euro(0), euro(-1'000) };
                sink.invoice(row);
                sink.transaction({ "C1", "1001", "credit_note", "D1", "", day(2018, 6, 1), euro(-1'000) });
            }));
            utility.take_in(document({ { .amount = "24.10", .bank_reference = "X1", .payer = "Ana Novak" } }));
            assert_same({ "1001|payment|20180601|-2410" }, [&] {
                auto lines = utility.booked();
                std::erase_if(lines, [](std::string const& line) { return line.find("|payment|") == std::string::npos; });
                return lines;
            }());
        });
    }
    void a_full_delivery_of_the_billing_system_leaves_payments()
    {
        on_a_utility([](Utility& utility) {
            utility.take_in(document({ { .amount = "34.10", .reference = "SI12" + s_may }, { .amount = "7.00" } }));
            auto const before = utility.booked();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, before.size());
            CPPUNIT_ASSERT(utility.portal.import(Utility::town().full().customer("1003")).state == State::published);
            assert_same(before, utility.booked());
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, utility.payments.unmatched(utility.portal.scope()).size());
        });
    }
    void payments_of_a_customer_who_left_are_there_when_he_comes_back()
    {
        on_a_utility([](Utility& utility) {
            Entry const ana { .amount = "34.10", .reference = "SI12" + s_may, .bank_reference = "X1" };
            utility.take_in(document({ ana, { .amount = "7.00", .bank_reference = "X2", .payer_account = "SI56040010046655188" } }));
            auto const id = utility.payments.unmatched(utility.portal.scope()).at(0).id;
            CPPUNIT_ASSERT(utility.payments.assign(utility.portal.target(), id, s_may)->state == State::published);
            auto const before = utility.portal.everything();
            auto without_ana = SampleDelivery {}.full().customer("1002", "Bojan Kranjc").bill("B2", "1002", 5, 1'000, "0007", 95);
            for (int times = 1; times <= 2; ++times) {
                auto const report = utility.portal.import(without_ana.customer("200" + std::to_string(times)));
                CPPUNIT_ASSERT_EQUAL_MESSAGE(report.message, std::string { "published" }, std::string { name_of(report.state) });
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.problem_count);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, utility.portal.audit().count);
            }
            // The bank may tell it again, and that it went back.
            CPPUNIT_ASSERT(utility.take_in(document({ ana }, "S1 again")).state == State::unchanged);
            auto const returned = utility.take_in(document({ gone_back({ .amount = "7.00", .payer_account = "SI56040010046655188" }, "X3") }, "S2"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, returned.problem_count);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, returned.of(Kind::transaction).added);
            CPPUNIT_ASSERT(utility.imports.take_back(utility.portal.target().tenant, utility.portal.target().slug, std::nullopt));
            utility.portal.import(Utility::town().full());
            assert_same(before, utility.portal.everything());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, utility.portal.audit().count);
        });
    }
    void a_dry_run_books_nothing()
    {
        on_a_utility([](Utility& utility) {
            auto const report = utility.take_in(document({ { .amount = "34.10", .reference = "SI12" + s_may } }), { .dry_run = true });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, report.of(Kind::transaction).added);
            assert_same({}, utility.booked());
        });
    }
    void a_statement_is_taken_back_like_any_delivery()
    {
        on_a_utility([](Utility& utility) {
            auto const before = utility.portal.visible();
            auto const statement = document({ { .amount = "34.10", .reference = "SI12" + s_may }, { .amount = "7.00" } });
            utility.take_in(statement);
            CPPUNIT_ASSERT(utility.imports.take_back(utility.portal.target().tenant, utility.portal.target().slug, std::nullopt));
            assert_same(before, utility.portal.visible());
            CPPUNIT_ASSERT(utility.payments.unmatched(utility.portal.scope()).empty());
            CPPUNIT_ASSERT(utility.take_in(statement).state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, utility.booked().size());
        });
    }
    void a_statement_that_does_not_add_up_is_refused()
    {
        on_a_utility([](Utility& utility) {
            auto const balance = [](std::string const& kind, std::string const& amount) {
                return "<Bal><Tp><CdOrPrtry><Cd>" + kind + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>";
            };
            std::vector<Entry> const entries { { .amount = "34.10", .reference = "SI12" + s_may } };
            auto const wrong = utility.take_in(document(entries, "S1", "053", balance("OPBD", "1.00") + balance("CLBD", "35.11")));
            CPPUNIT_ASSERT_EQUAL(std::string { "statement.wrong_balance" }, wrong.reason);
            CPPUNIT_ASSERT_MESSAGE(wrong.message, wrong.message.find("make 35.10, stated is 35.11") != std::string::npos);
            assert_same({}, utility.booked());
            CPPUNIT_ASSERT(utility.take_in(document(entries, "S1", "053", balance("OPBD", "1.00") + balance("CLBD", "35.10"))).state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::string { "statement.empty" },
                utility.take_in("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><GrpHdr/></Document>").reason);
        });
    }
    void a_statement_without_payments_of_customers_changes_nothing()
    {
        on_a_utility([](Utility& utility) {
            auto const report = utility.take_in(document({ { .amount = "99.00", .direction = "DBIT" } }));
            CPPUNIT_ASSERT(report.state == State::unchanged);
            CPPUNIT_ASSERT_EQUAL(std::string { "There is no payment of a customer in it." }, report.message);
        });
    }
    std::string bundle(std::vector<std::string> const& contents) const
    {
        auto const path = m_folder / "bundle.zip";
        int error = 0;
        auto* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
        for (auto const& content : contents)
            zip_file_add(archive, ("file" + std::to_string(&content - contents.data())).c_str(), zip_source_buffer(archive, content.data(), content.size(), 0),
                ZIP_FL_ENC_UTF_8);
        CPPUNIT_ASSERT_EQUAL(0, zip_close(archive));
        return path;
    }
    void statements_may_come_in_a_bundle()
    {
        on_a_utility([this](Utility& utility) {
            auto const import
                = [&](std::vector<std::string> const& contents) { return utility.payments.import_files(utility.portal.target(), { bundle(contents) }); };
            Entry const ana { .amount = "34.10", .reference = "SI12" + s_may, .bank_reference = "X1" };
            auto const report
                = import({ document({}), document({ ana }), document({ ana, { .amount = "10.95", .reference = "SI12B2", .bank_reference = "X2" } }, "S2") });
            CPPUNIT_ASSERT_EQUAL_MESSAGE(report.message, std::string { "published" }, std::string { name_of(report.state) });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, report.of(Kind::bank_payment).added);
            // Anything else is the plugin's, and both together are nobody's.
            CPPUNIT_ASSERT_EQUAL(std::string { "delivery.unknown_file" }, import({ "STEVILKA;ZNESEK\n" }).reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "xml.malformed" }, import({ document({ { .amount = "7.00" } }), "STEVILKA;ZNESEK\n" }).reason);
            CPPUNIT_ASSERT_EQUAL(std::string { "statement.empty" },
                import({ "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><GrpHdr/></Document>" }).reason);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, utility.booked().size());
        });
    }
    void statements_are_known_by_their_content()
    {
        auto const file = [&](std::string const& name, std::string const& content) {
            std::ofstream { m_folder / name, std::ios::binary } << content;
            return m_folder / name;
        };
        auto const statement = file("a.txt", document({}));
        CPPUNIT_ASSERT(payments::are_statements({ statement }));
        CPPUNIT_ASSERT(payments::are_statements(
            { file("e.xml", replaced(document({}), "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", "ISO:camt.053.001.02:APC:STUZZA:payments:003")) }));
        CPPUNIT_ASSERT(payments::are_statements({ file("f.xml", "<Payload><AppHdr><Id>1</Id></AppHdr>" + document({}) + "</Payload>") }));
        CPPUNIT_ASSERT(!payments::are_statements({ statement, file("b.csv", "STEVILKA;ZNESEK\n") }));
        CPPUNIT_ASSERT(!payments::are_statements({ file("c.xml", replaced(document({}), "camt.053", "camt.055")) }));
        CPPUNIT_ASSERT(!payments::are_statements({ file("d.xml", "") }));
        CPPUNIT_ASSERT(!payments::are_statements({ m_folder / "none" }));
        CPPUNIT_ASSERT(!payments::are_statements({}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PaymentsTest);

}
