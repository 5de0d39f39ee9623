// Bank statements and notices: what is read from every version, what does not add up, and what is refused. Written by hand from the
// message definitions of ISO 20022.
#include "plugins/text_delivery.h"

#include <portal/bank_statement/camt.hpp>

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace portal::sdk;
using bank::Direction;
using bank::Entry;
using bank::Statement;
using portal::test::ProblemSink;
using portal::test::TextDelivery;

struct Seen {
    std::vector<Statement> statements;
    std::vector<Entry> entries;
    std::vector<std::string> findings; // "line key field"
    std::vector<std::string> problems;
    std::string refusal;
};

Seen read(std::string_view content)
{
    TextDelivery text { { { "s.xml", std::string { content } } }, 1'000 };
    Delivery delivery { text.border() };
    auto const file = delivery.next();
    ProblemSink problems;
    auto sink = problems.sink();
    Seen seen;
    try {
        bank::read_camt(delivery, *file, sink,
            { .entry = [&](Statement const&, Entry const& entry) { seen.entries.push_back(entry); },
                .end =
                    [&](Statement const& statement, std::vector<bank::Finding> const& findings) {
                        seen.statements.push_back(statement);
                        for (auto const& one : findings)
                            seen.findings.push_back(std::to_string(one.line) + " " + one.key + " " + one.field + ": " + one.detail);
                    } });
    } catch (BadDelivery const& refusal) {
        seen.refusal = refusal.key() + " " + refusal.field() + " " + refusal.detail();
    }
    seen.problems = problems.problems;
    return seen;
}

std::string document(std::string const& format, std::string const& root, std::string const& blocks, std::string const& prolog = {})
{
    return prolog + "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:" + format + "\"><" + root + "><GrpHdr><MsgId>M1</MsgId></GrpHdr>" + blocks + "</" + root
        + "></Document>";
}

std::string balance(std::string const& kind, std::string const& amount, std::string const& direction = "CRDT")
{
    return "<Bal><Tp><CdOrPrtry><Cd>" + kind + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>" + direction
        + "</CdtDbtInd><Dt><Dt>2018-06-01</Dt></Dt></Bal>";
}

std::string entry(std::string const& amount, std::string const& direction = "CRDT", std::string const& more = {}, std::string const& status = "BOOK")
{
    return "<Ntry><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>" + direction + "</CdtDbtInd><Sts>" + status
        + "</Sts><BookgDt><Dt>2018-06-01</Dt></BookgDt><ValDt><DtTm>2018-06-02T00:00:00+02:00</DtTm></ValDt>" + more + "</Ntry>";
}

std::string statement(std::string const& inside, std::string const& id = "S1")
{
    return "<Stmt><Id>" + id + "</Id><ElctrncSeqNb>7</ElctrncSeqNb><CreDtTm>2018-06-01T20:00:00</CreDtTm><Acct><Id><IBAN>SI56191000010337441</IBAN></Id>"
        + "<Ccy>EUR</Ccy></Acct>" + inside + "</Stmt>";
}

Seen read_statement(std::string const& inside) { return read(document("camt.053.001.02", "BkToCstmrStmt", statement(inside))); }

// An entry of version 8 with these blocks of details.
Seen read_entry(std::string const& amount, std::string const& direction, std::string const& blocks)
{
    return read(document("camt.053.001.08", "BkToCstmrStmt", statement(entry(amount, direction, blocks, "<Cd>BOOK</Cd>"))));
}

std::string in(std::string const& name, std::string const& amount, std::string const& more = {})
{
    return "<" + name + "><Amt Ccy=\"EUR\">" + amount + "</Amt>" + more + "</" + name + ">";
}

// What a block says about its batch.
std::string batch(std::string const& count, std::string const& total = {})
{
    return "<Btch><NbOfTxs>" + count + "</NbOfTxs>" + (total.empty() ? "" : "<TtlAmt Ccy=\"EUR\">" + total + "</TtlAmt>") + "</Btch>";
}

std::string record(std::string const& amount, std::string const& is_included, std::string const& direction = "DBIT")
{
    return in("Rcrd", amount, "<CdtDbtInd>" + direction + "</CdtDbtInd><ChrgInclInd>" + is_included + "</ChrgInclInd>");
}

// "100.00 EUR, 40.00 EUR; charges 2.00 debit"
std::string amounts_of(Entry const& entry)
{
    auto const text = [](bank::Amount const& amount) { return amount.is_given() ? bank::text_of(amount.value) + " " + amount.currency : std::string { "-" }; };
    std::string all;
    for (auto const& payment : entry.payments)
        all += (all.empty() ? "" : ", ") + text(payment.amount);
    if (entry.charges.is_given())
        all += "; charges " + text(entry.charges) + (entry.charges_direction == Direction::debit ? " taken" : " given back");
    return all;
}

std::string details(std::string const& inside) { return "<NtryDtls><TxDtls>" + inside + "</TxDtls></NtryDtls>"; }

class BankStatementTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(BankStatementTest);
    CPPUNIT_TEST(a_statement_tells_its_account_period_and_balances);
    CPPUNIT_TEST(an_entry_tells_its_payment);
    CPPUNIT_TEST(the_status_has_a_child_of_its_own_since_version_8);
    CPPUNIT_TEST(version_1_has_payments_without_a_block);
    CPPUNIT_TEST(reports_and_notices_are_read_in_any_version);
    CPPUNIT_TEST(amounts_are_exact_to_five_decimals);
    CPPUNIT_TEST(a_file_may_have_several_statements);
    CPPUNIT_TEST(a_batch_has_many_payments);
    CPPUNIT_TEST(a_return_tells_its_reason);
    CPPUNIT_TEST(texts_in_windows_1250_are_read);
    CPPUNIT_TEST(balances_that_do_not_fit_are_found);
    CPPUNIT_TEST(entries_that_are_not_booked_do_not_move_the_balance);
    CPPUNIT_TEST(balances_of_several_currencies_are_not_added_up);
    CPPUNIT_TEST(the_summary_is_compared);
    CPPUNIT_TEST(a_batch_that_does_not_make_its_entry_is_found);
    CPPUNIT_TEST(batches_of_one_entry_are_counted_together);
    CPPUNIT_TEST(a_batch_that_keeps_its_payments_to_itself_is_not_whole);
    CPPUNIT_TEST(charges_explain_what_payments_do_not_make);
    CPPUNIT_TEST(charges_that_explain_nothing_are_left_out);
    CPPUNIT_TEST(a_payment_of_nothing_under_an_entry_of_something_says_nothing);
    CPPUNIT_TEST(what_was_ordered_counts_where_it_adds_up);
    CPPUNIT_TEST(an_amount_in_the_entrys_currency_goes_first);
    CPPUNIT_TEST(one_payment_of_a_larger_batch_does_not_take_it_all);
    CPPUNIT_TEST(the_total_of_a_batch_is_compared);
    CPPUNIT_TEST(signs_in_the_summary_do_not_matter);
    CPPUNIT_TEST(a_statement_of_several_days_has_balances_for_each);
    CPPUNIT_TEST(a_page_of_a_statement_need_not_add_up_alone);
    CPPUNIT_TEST(a_report_within_the_day_need_not_hold_the_whole_day);
    CPPUNIT_TEST(a_payer_may_be_a_bank_and_an_account_a_telephone_number);
    CPPUNIT_TEST(invoices_that_the_payer_names_are_told);
    CPPUNIT_TEST(what_only_the_message_or_the_payment_says_is_found);
    CPPUNIT_TEST(austrian_banks_have_a_namespace_of_their_own);
    CPPUNIT_TEST(a_document_may_stand_in_an_envelope);
    CPPUNIT_TEST(documents_of_two_versions_in_one_file_are_refused);
    CPPUNIT_TEST(a_batch_may_be_announced_in_one_block_and_listed_in_others);
    CPPUNIT_TEST(a_bad_entry_is_listed_and_the_next_is_read);
    CPPUNIT_TEST(what_is_no_statement_is_refused);
    CPPUNIT_TEST(a_long_statement_takes_no_more_memory_than_its_longest_entry);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_statement_tells_its_account_period_and_balances()
    {
        auto const seen = read_statement("<FrToDt><FrDtTm>2018-06-01T00:00:00</FrDtTm><ToDtTm>2018-06-01T23:59:59</ToDtTm></FrToDt>"
            + balance("OPBD", "10.00", "DBIT") + balance("CLBD", "2.50") + entry("12.50"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, seen.refusal);
        CPPUNIT_ASSERT(seen.findings.empty() && seen.problems.empty());
        auto const& one = seen.statements.at(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "M1 S1 7 SI56191000010337441 EUR 2018-06-01T00:00:00 2018-06-01T23:59:59" },
            one.message_id + " " + one.id + " " + one.sequence + " " + one.account.number() + " " + one.account.currency + " " + one.from + " " + one.to);
        CPPUNIT_ASSERT(one.kind == bank::Kind::statement && one.format == "camt.053.001.02");
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, one.balances.size());
        CPPUNIT_ASSERT(one.balance("OPBD")->direction == Direction::debit && one.balance("OPBD")->date == Date(std::chrono::year { 2018 } / 6 / 1));
    }
    void an_entry_tells_its_payment()
    {
        auto const seen = read_statement(entry("34.10", "CRDT",
            "<AcctSvcrRef>BANK-1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
                + details(
                    "<Refs><EndToEndId>E2E</EndToEndId><TxId>T9</TxId></Refs><RltdPties><Dbtr><Nm>Ana\n   "
                    "Novak</Nm></Dbtr><DbtrAcct><Id><IBAN>SI56020170014356205"
                    "</IBAN></Id></DbtrAcct><UltmtDbtr><Nm>Janez Novak</Nm></UltmtDbtr></RltdPties><RmtInf><Ustrd>voda maj</Ustrd><Ustrd>hvala</Ustrd>"
                    "<Strd><CdtrRefInf><Ref>SI12 1805000001070</Ref></CdtrRefInf></Strd><Strd><CdtrRefInf><Ref>SI99</Ref></CdtrRefInf></Strd></RmtInf>")));
        auto const& one = seen.entries.at(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "BANK-1 BOOK PMNT/RCDT/ESCT" }, one.bank_reference + " " + one.status + " " + one.bank_code);
        CPPUNIT_ASSERT(one.booked == Date(std::chrono::year { 2018 } / 6 / 1) && one.value_date == Date(std::chrono::year { 2018 } / 6 / 2));
        auto const& payment = one.payments.at(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "E2E T9 Ana Novak SI56020170014356205 Janez Novak" },
            payment.end_to_end_id + " " + payment.transaction_id + " " + payment.debtor.name + " " + payment.debtor.account + " " + payment.ultimate_debtor);
        CPPUNIT_ASSERT(payment.references == (std::vector<std::string> { "SI12 1805000001070", "SI99" }));
        CPPUNIT_ASSERT(payment.texts == (std::vector<std::string> { "voda maj", "hvala" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "34.10" }, bank::text_of(payment.amount.value));
    }
    void the_status_has_a_child_of_its_own_since_version_8()
    {
        auto const v8 = [](std::string const& status) {
            return read(document("camt.053.001.08", "BkToCstmrStmt",
                statement(entry("1.00", "CRDT", details("<Amt Ccy=\"EUR\">1.00</Amt><RltdPties><Dbtr><Pty><Nm>Ana</Nm></Pty></Dbtr></RltdPties>"), status))));
        };
        auto const seen = v8("<Cd>PDNG</Cd>");
        CPPUNIT_ASSERT_EQUAL(std::string { "PDNG" }, seen.entries.at(0).status);
        CPPUNIT_ASSERT(!seen.entries.at(0).is_booked());
        CPPUNIT_ASSERT_EQUAL(std::string { "Ana" }, seen.entries.at(0).payments.at(0).debtor.name);
        CPPUNIT_ASSERT(v8("<Cd>BOOK</Cd>").entries.at(0).is_booked());
        CPPUNIT_ASSERT_EQUAL(std::string { "s.xml:1 row.missing Sts" }, v8("").problems.at(0));
    }
    void version_1_has_payments_without_a_block()
    {
        auto const seen = read(document("camt.054.001.01", "BkToCstmrDbtCdtNtfctnV01",
            "<Ntfctn><Id>N1</Id>"
                + entry("5.00", "CRDT", "<TxDtls><RmtInf><Strd><CdtrRefInf><CdtrRef>RF18539007547034</CdtrRef></CdtrRefInf></Strd></RmtInf></TxDtls>")
                + "</Ntfctn>"));
        CPPUNIT_ASSERT_EQUAL(std::string { "RF18539007547034" }, seen.entries.at(0).payments.at(0).references.at(0));
    }
    void reports_and_notices_are_read_in_any_version()
    {
        for (auto const* version : { "01", "02", "08", "13" }) {
            auto const report = read(document("camt.052.001." + std::string { version }, "BkToCstmrAcctRpt", "<Rpt><Id>R1</Id>" + entry("5.00") + "</Rpt>"));
            CPPUNIT_ASSERT(report.statements.at(0).kind == bank::Kind::report && report.entries.size() == 1);
            auto const notice
                = read(document("camt.054.001." + std::string { version }, "BkToCstmrDbtCdtNtfctn", "<Ntfctn><Id>N1</Id>" + entry("5.00") + "</Ntfctn>"));
            CPPUNIT_ASSERT(notice.statements.at(0).kind == bank::Kind::notice && notice.statements.at(0).id == "N1");
        }
    }
    void amounts_are_exact_to_five_decimals()
    {
        auto const seen = read_statement(balance("OPBD", "0.00001") + balance("CLBD", "10000000000000.00000") + entry("9999999999999.99999"));
        CPPUNIT_ASSERT(seen.findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "9999999999999.99999" }, bank::text_of(seen.entries.at(0).amount.value));
        for (auto const* wrong : { "1.000001", "-1.00", "1,00", "", "1234567890123456789", "NaN" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(wrong, std::string { "s.xml:1 statement.bad_amount Ntry" }, read_statement(entry(wrong)).problems.at(0));
    }
    void a_file_may_have_several_statements()
    {
        auto const seen = read(document("camt.053.001.02", "BkToCstmrStmt",
            statement(balance("OPBD", "1.00") + balance("CLBD", "2.00") + entry("1.00")) + statement(balance("OPBD", "2.00") + balance("CLBD", "1.50"), "S2")
                + statement({}, "S3")));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, seen.statements.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "S3" }, seen.statements.at(2).id);
        CPPUNIT_ASSERT(seen.statements.at(2).balances.empty());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, seen.findings.size()); // of the second
    }
    void a_batch_has_many_payments()
    {
        auto const seen = read_statement(entry("6.30", "CRDT",
            "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy=\"EUR\">6.3</TtlAmt></Btch><TxDtls><Amt Ccy=\"EUR\">3.1</Amt></TxDtls>"
            "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">3.2</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>"));
        auto const& one = seen.entries.at(0);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, one.payments.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "3.20" }, bank::text_of(one.payments.at(1).amount.value));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 2 }, *one.batch_count);
        CPPUNIT_ASSERT(seen.findings.empty());
    }
    void a_return_tells_its_reason()
    {
        auto const seen = read_statement(
            entry("34.10", "DBIT", "<RvslInd>true</RvslInd>" + details("<Refs><EndToEndId>E2E</EndToEndId></Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")));
        CPPUNIT_ASSERT(seen.entries.at(0).is_reversal);
        CPPUNIT_ASSERT(seen.entries.at(0).payments.at(0).is_return);
        CPPUNIT_ASSERT_EQUAL(std::string { "AC04" }, seen.entries.at(0).payments.at(0).return_reason);
        CPPUNIT_ASSERT(seen.entries.at(0).payments.at(0).direction == Direction::debit);
    }
    void texts_in_windows_1250_are_read()
    {
        auto const seen = read(document("camt.053.001.02", "BkToCstmrStmt",
            statement(entry("1.00", "CRDT", details("<RltdPties><Dbtr><Nm>\x8Epela \xE8rnjava</Nm></Dbtr></RltdPties>"))),
            "<?xml version=\"1.0\" encoding=\"windows-1250\"?>"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Žpela črnjava" }, seen.entries.at(0).payments.at(0).debtor.name);
    }
    void balances_that_do_not_fit_are_found()
    {
        auto const seen = read_statement(balance("OPBD", "10.00") + balance("CLBD", "7.51") + entry("12.50") + entry("15.00", "DBIT"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, seen.findings.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_balance CLBD: OPBD and the booked entries make 7.50, stated is 7.51" }, seen.findings.front());
        // Where the opening balance is missing, the closing one of the day before stands for it.
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, read_statement(balance("PRCD", "10.00") + balance("CLBD", "7.51")).findings.size());
        CPPUNIT_ASSERT(read_statement(balance("CLBD", "7.51") + entry("1.00")).findings.empty());
    }
    void entries_that_are_not_booked_do_not_move_the_balance()
    {
        auto const seen
            = read_statement(balance("OPBD", "10.00") + balance("CLBD", "10.00") + entry("5.00", "CRDT", {}, "PDNG") + entry("5.00", "CRDT", {}, "INFO"));
        CPPUNIT_ASSERT(seen.findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, seen.entries.size());
    }
    void balances_of_several_currencies_are_not_added_up()
    {
        auto dollars = entry("5.00");
        dollars.replace(dollars.find("EUR"), 3, "USD");
        CPPUNIT_ASSERT(read_statement(balance("OPBD", "10.00") + balance("CLBD", "12.00") + dollars).findings.empty());
    }
    void the_summary_is_compared()
    {
        auto const summary = [](std::string const& count, std::string const& sum, std::string const& credits) {
            return "<TxsSummry><TtlNtries><NbOfNtries>" + count + "</NbOfNtries><Sum>" + sum + "</Sum></TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>"
                + credits + "</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>1</NbOfNtries></TtlDbtNtries></TxsSummry>";
        };
        auto const entries = entry("12.50") + entry("15.00", "DBIT");
        CPPUNIT_ASSERT(read_statement(summary("2", "27.5", "12.50") + entries).findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_count TtlNtries: 2 entries, stated are 3" },
            read_statement(summary("3", "27.5", "12.5") + entries).findings.at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_sum TtlCdtNtries: the entries make 12.50, stated is 12.51" },
            read_statement(summary("2", "27.5", "12.51") + entries).findings.at(0));
    }
    void a_batch_that_does_not_make_its_entry_is_found()
    {
        auto const batch = [](std::string const& count, std::string const& second) {
            return read_statement(entry("6.30", "CRDT",
                "<NtryDtls><Btch><NbOfTxs>" + count + "</NbOfTxs></Btch><TxDtls><Amt Ccy=\"EUR\">3.1</Amt></TxDtls><TxDtls><Amt Ccy=\"EUR\">" + second
                    + "</Amt></TxDtls></NtryDtls>"));
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_sum Ntry: its payments make 6.00, the entry is 6.30" }, batch("2", "2.9").findings.at(0));
        CPPUNIT_ASSERT(batch("3", "2.9").findings.empty()); // one of them is not listed
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_count Btch: 2 payments, stated are 1" }, batch("1", "3.2").findings.at(0));
    }
    void batches_of_one_entry_are_counted_together()
    {
        auto const seen = read_entry("30.00", "CRDT",
            "<NtryDtls>" + batch("2", "20.00") + in("TxDtls", "12.00") + in("TxDtls", "8.00") + "</NtryDtls><NtryDtls>" + batch("1", "10.00")
                + in("TxDtls", "10.00") + "</NtryDtls>");
        CPPUNIT_ASSERT(seen.findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 3 }, *seen.entries.at(0).batch_count);
        CPPUNIT_ASSERT_EQUAL(std::string { "30.00" }, bank::text_of(seen.entries.at(0).batch_total.value));
        auto const wrong
            = read_entry("30.00", "CRDT", "<NtryDtls>" + batch("1") + in("TxDtls", "12.00") + in("TxDtls", "8.00") + in("TxDtls", "10.00") + "</NtryDtls>");
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_count Btch: 3 payments, stated are 1" }, wrong.findings.at(0));
    }
    void a_batch_that_keeps_its_payments_to_itself_is_not_whole()
    {
        for (auto const& silent : { batch("5", "20.00"), std::string { "<Btch><MsgId>M</MsgId></Btch>" } }) {
            auto const seen
                = read_entry("30.00", "CRDT", "<NtryDtls>" + silent + "</NtryDtls><NtryDtls>" + batch("1", "10.00") + in("TxDtls", "10.00") + "</NtryDtls>");
            CPPUNIT_ASSERT_MESSAGE(silent, seen.findings.empty());
            CPPUNIT_ASSERT(!seen.entries.at(0).lists_all());
            CPPUNIT_ASSERT_EQUAL(std::string { "10.00 EUR" }, amounts_of(seen.entries.at(0)));
        }
    }
    void charges_explain_what_payments_do_not_make()
    {
        auto const amounts = [](std::string const& amount, std::string const& direction, std::string const& blocks) {
            auto const seen = read_entry(amount, direction, blocks);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(blocks, std::string {}, seen.findings.empty() ? std::string {} : seen.findings.front());
            return amounts_of(seen.entries.at(0));
        };
        auto const with = [](std::string const& amount, std::string const& charges) { return "<NtryDtls>" + in("TxDtls", amount, charges) + "</NtryDtls>"; };
        auto const charges = [](std::string const& inside) { return "<Chrgs>" + inside + "</Chrgs>"; };
        // What the utility sent, with the charge for it.
        CPPUNIT_ASSERT_EQUAL(
            std::string { "1500.00 EUR; charges 26.00 EUR taken" }, amounts("1526.00", "DBIT", with("1500.00", charges(record("26.00", "true")))));
        // What a customer sent, less a charge, which stands at the entry, at the payment, or at both.
        auto const two = charges("<TtlChrgsAndTaxAmt Ccy=\"EUR\">2.00</TtlChrgsAndTaxAmt>" + record("2.00", "true"));
        for (auto const& blocks : { two + with("100.00", {}), with("100.00", two), two + with("100.00", two) })
            CPPUNIT_ASSERT_EQUAL(std::string { "100.00 EUR; charges 2.00 EUR taken" }, amounts("98.00", "CRDT", blocks));
        // Early versions: without records, and several of them. Totals hold taxes, too.
        auto const early = in("Chrgs", "2.00") + in("Chrgs", "0.00") + in("Chrgs", "1.00");
        CPPUNIT_ASSERT_EQUAL(std::string { "50.00 EUR; charges 3.00 EUR taken" }, amounts("53.00", "DBIT", with("50.00", early)));
        CPPUNIT_ASSERT_EQUAL(std::string { "100.00 EUR; charges 2.44 EUR taken" },
            amounts("97.56", "CRDT", with("100.00", charges("<TtlChrgsAndTaxAmt Ccy=\"EUR\">2.44</TtlChrgsAndTaxAmt>" + record("2.00", "true")))));
        // Only one of three is announced.
        CPPUNIT_ASSERT_EQUAL(std::string { "100.00 EUR; charges 3.00 EUR taken" },
            amounts("97.00", "CRDT", with("100.00", charges(record("1.00", "true") + record("5.00", "false") + record("2.00", "true")))));
        // The bank gives a charge back.
        CPPUNIT_ASSERT_EQUAL(
            std::string { "50.00 EUR; charges 3.00 EUR given back" }, amounts("53.00", "CRDT", with("50.00", charges(record("3.00", "true", "CRDT")))));
    }
    void charges_that_explain_nothing_are_left_out()
    {
        auto const credit = [](std::string const& entry_amount, std::string const& amount, std::string const& charge) {
            return read_entry(entry_amount, "CRDT", "<NtryDtls>" + in("TxDtls", amount, "<Chrgs>" + charge + "</Chrgs>") + "</NtryDtls>");
        };
        auto const unexplained = credit("98.00", "100.00", record("1.00", "true"));
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_sum Ntry: its payments make 100.00, the entry is 98.00" }, unexplained.findings.at(0));
        // Announced only: another entry takes it.
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, credit("98.00", "100.00", record("2.00", "false")).findings.size());
        auto const whole = credit("100.00", "100.00", record("2.00", "true"));
        CPPUNIT_ASSERT(whole.findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "100.00 EUR" }, amounts_of(whole.entries.at(0)));
        // A charge that cannot be understood says nothing.
        auto const unreadable = credit("100.00", "100.00", "<Rcrd><Amt>two</Amt></Rcrd><TtlChrgsAndTaxAmt Ccy=\"EUR\">-2</TtlChrgsAndTaxAmt>");
        CPPUNIT_ASSERT(unreadable.findings.empty() && unreadable.problems.empty());
    }
    void a_payment_of_nothing_under_an_entry_of_something_says_nothing()
    {
        auto const seen = read_entry("105.50", "CRDT", "<NtryDtls>" + in("TxDtls", "0") + "</NtryDtls>");
        CPPUNIT_ASSERT(seen.findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "105.50 EUR" }, amounts_of(seen.entries.at(0)));
        CPPUNIT_ASSERT(read_entry("5.00", "DBIT", "<NtryDtls>" + in("TxDtls", "0", "<CdtDbtInd>CRDT</CdtDbtInd>") + "</NtryDtls>").findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "-, -" },
            amounts_of(read_entry("5.00", "CRDT", "<NtryDtls>" + in("TxDtls", "0") + in("TxDtls", "0.00") + "</NtryDtls>").entries.at(0)));
        CPPUNIT_ASSERT_EQUAL(std::string { "0.00 EUR" }, amounts_of(read_entry("0", "CRDT", "<NtryDtls>" + in("TxDtls", "0") + "</NtryDtls>").entries.at(0)));
    }
    void what_was_ordered_counts_where_it_adds_up()
    {
        auto const amounts = [](std::string const& entry_amount, std::string const& direction, std::string const& payments) {
            return amounts_of(read_statement(entry(entry_amount, direction, "<NtryDtls>" + payments + "</NtryDtls>")).entries.at(0));
        };
        auto const ordered = [](std::string const& amount, std::string const& more = {}) {
            return "<TxDtls><AmtDtls>" + in("InstdAmt", amount) + "</AmtDtls>" + more + "</TxDtls>";
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "12.00 EUR, 18.00 EUR" }, amounts("30.00", "CRDT", ordered("12.00") + ordered("18.00")));
        CPPUNIT_ASSERT_EQUAL(std::string { "-, -" }, amounts("30.00", "CRDT", ordered("12.00") + ordered("17.00")));
        // What had been collected, and the charge for its return.
        CPPUNIT_ASSERT_EQUAL(std::string { "50.00 EUR; charges 3.00 EUR taken" }, amounts("53.00", "DBIT", ordered("50.00", in("Chrgs", "3.00"))));
        CPPUNIT_ASSERT_EQUAL(std::string { "50.00 EUR; charges 3.00 EUR taken" },
            amounts("53.00", "DBIT", in("TxDtls", "53.00", "<AmtDtls>" + in("InstdAmt", "50.00") + "</AmtDtls>" + in("Chrgs", "3.00"))));
        CPPUNIT_ASSERT_EQUAL(std::string { "53.00 EUR" }, amounts("53.00", "DBIT", ordered("50.00")));
        // Of what came in, what reached the account is the payment, when the bank says so: charges on its way were the payer's to choose.
        CPPUNIT_ASSERT_EQUAL(std::string { "98.00 EUR" },
            amounts("98.00", "CRDT", in("TxDtls", "98.00", "<AmtDtls>" + in("InstdAmt", "100.00") + "</AmtDtls>" + in("Chrgs", "2.00"))));
    }
    void an_amount_in_the_entrys_currency_goes_first()
    {
        auto const seen
            = read_entry("3.79", "CRDT", "<NtryDtls><TxDtls><Amt Ccy=\"USD\">4.10</Amt><AmtDtls>" + in("TxAmt", "3.79") + "</AmtDtls></TxDtls></NtryDtls>");
        CPPUNIT_ASSERT_EQUAL(std::string { "3.79 EUR" }, amounts_of(seen.entries.at(0)));
    }
    void one_payment_of_a_larger_batch_does_not_take_it_all()
    {
        auto const seen = read_entry("100.00", "CRDT", "<NtryDtls>" + batch("20") + "<TxDtls><Refs><EndToEndId>E</EndToEndId></Refs></TxDtls></NtryDtls>");
        CPPUNIT_ASSERT(seen.findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "-" }, amounts_of(seen.entries.at(0)));
    }
    void the_total_of_a_batch_is_compared()
    {
        auto const total = [](std::string const& stated, std::string const& count = "2") {
            return read_entry("30.00", "CRDT", "<NtryDtls>" + batch(count, stated) + in("TxDtls", "12.00") + in("TxDtls", "18.00") + "</NtryDtls>").findings;
        };
        CPPUNIT_ASSERT(total("30").empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_sum Btch: its payments make 30.00, stated is 31.00" }, total("31.00").at(0));
        CPPUNIT_ASSERT(total("31.00", "3").empty()); // one of them is not listed
        // With charges: of the payments, or of the entry.
        for (auto const* stated : { "100.00", "98.00" })
            CPPUNIT_ASSERT(read_entry(
                "98.00", "CRDT", "<NtryDtls>" + batch("1", stated) + in("TxDtls", "100.00", "<Chrgs>" + record("2.00", "true") + "</Chrgs>") + "</NtryDtls>")
                               .findings.empty());
    }
    void signs_in_the_summary_do_not_matter()
    {
        auto const summary = [](std::string const& all, std::string const& debits) {
            return read_statement("<TxsSummry><TtlNtries><Sum>" + all + "</Sum></TtlNtries><TtlDbtNtries><Sum>" + debits + "</Sum></TtlDbtNtries></TxsSummry>"
                + entry("12.50") + entry("15.00", "DBIT"))
                .findings;
        };
        for (auto const* all : { "27.50", "2.50", "-2.50", "-27.50" })
            CPPUNIT_ASSERT_MESSAGE(all, summary(all, "-15.00").empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_sum TtlNtries: the entries make 27.50, stated is 12.50" }, summary("12.50", "15.00").at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_sum TtlDbtNtries: the entries make 15.00, stated is -15.01" }, summary("2.50", "-15.01").at(0));
    }
    void a_statement_of_several_days_has_balances_for_each()
    {
        auto const on
            = [](std::string const& day, std::string const& balance) { return balance.substr(0, balance.find("2018-06-01")) + day + "</Dt></Dt></Bal>"; };
        auto const days = [&](std::string const& closing, std::string const& third = {}) {
            return read_statement(on("2018-06-01", balance("OPBD", "0")) + on("2018-06-01", balance("CLBD", "5.00")) + on("2018-06-02", balance("OPBD", "5.00"))
                + on("2018-06-02", balance("CLBD", closing)) + third + entry("5.00") + entry("7.00"))
                .findings;
        };
        CPPUNIT_ASSERT(days("12.00").empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "1 statement.wrong_balance CLBD: OPBD and the booked entries make 17.00, stated is 18.00" }, days("13.00").at(0));
        // Nobody can tell which ones belong together.
        CPPUNIT_ASSERT(days("13.00", on("2018-06-02", balance("CLBD", "12.00"))).empty());
    }
    void a_page_of_a_statement_need_not_add_up_alone()
    {
        auto const findings = [](std::string const& page, std::string const& is_last) {
            return read_statement("<StmtPgntn><PgNb>" + page + "</PgNb><LastPgInd>" + is_last + "</LastPgInd></StmtPgntn>" + balance("OPBD", "0")
                + balance("CLBD", "12.00") + "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>" + entry("5.00"))
                .findings.size();
        };
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, findings("1", "true"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, findings("1", "false"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, findings("2", "true"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, findings("00001", "true"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, findings("1", ""));
    }
    void a_report_within_the_day_need_not_hold_the_whole_day()
    {
        auto const seen = read("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.02\"><A><GrpHdr><MsgId>M1</MsgId></GrpHdr><Rpt><Id>R1</Id>"
            + balance("PRCD", "0") + balance("CLBD", "12.00") + entry("5.00") + "</Rpt></A></Document>");
        CPPUNIT_ASSERT_EQUAL(std::string { "R1" }, seen.statements.at(0).id);
        CPPUNIT_ASSERT(seen.findings.empty());
    }
    void a_payer_may_be_a_bank_and_an_account_a_telephone_number()
    {
        auto const seen = read_entry("1.00", "CRDT",
            details("<RltdPties><Dbtr><Agt><FinInstnId><BICFI>BANKSI2X</BICFI><Nm>Banka d.d.</Nm></FinInstnId></Agt></Dbtr>"
                    "<DbtrAcct><Prxy><Id>+38640123456</Id></Prxy></DbtrAcct></RltdPties>"));
        auto const& debtor = seen.entries.at(0).payments.at(0).debtor;
        CPPUNIT_ASSERT_EQUAL(std::string { "Banka d.d. +38640123456" }, debtor.name + " " + debtor.account);
    }
    void invoices_that_the_payer_names_are_told()
    {
        auto const document = [](std::string const& type, std::string const& number) {
            return "<RfrdDocInf><Tp><CdOrPrtry><Cd>" + type + "</Cd></CdOrPrtry></Tp><Nb>" + number + "</Nb></RfrdDocInf>";
        };
        auto const seen = read_entry("1.00", "CRDT",
            details("<RmtInf><Strd>" + document("CINV", "2018-0815") + document("CREN", "2018-7")
                + "<CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd><Strd>" + document("MSIN", "2018-0816") + "</Strd></RmtInf>"));
        auto const& payment = seen.entries.at(0).payments.at(0);
        CPPUNIT_ASSERT(payment.invoices == (std::vector<std::string> { "2018-0815", "2018-0816" }));
        CPPUNIT_ASSERT(payment.references == (std::vector<std::string> { "RF18539007547034" }));
    }
    void what_only_the_message_or_the_payment_says_is_found()
    {
        auto const seen = read(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><A><GrpHdr><MsgId>M1</MsgId><CreDtTm>2018-06-01T20:00:00</CreDtTm></GrpHdr>"
            "<Ntfctn><Id>N1</Id>"
            + entry("34.00", "DBIT",
                "<BkTxCd/>"
                    + details("<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>"
                              "<RtrInf><Rsn><Cd>MD06</Cd></Rsn><AddtlInf>The payer refused</AddtlInf></RtrInf>"),
                "<Cd>BOOK</Cd>")
            + "</Ntfctn><Ntfctn><Id>N2</Id><CreDtTm>2018-06-02T20:00:00</CreDtTm></Ntfctn></A></Document>");
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-01T20:00:00 2018-06-02T20:00:00" }, seen.statements.at(0).created + " " + seen.statements.at(1).created);
        CPPUNIT_ASSERT_EQUAL(std::string { "PMNT/RDDT/UPDD" }, seen.entries.at(0).bank_code);
        CPPUNIT_ASSERT(seen.entries.at(0).payments.at(0).texts == (std::vector<std::string> { "The payer refused" }));
    }
    void austrian_banks_have_a_namespace_of_their_own()
    {
        auto const in_space = [](std::string const& space) {
            return read("<Document xmlns=\"" + space + "\"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>" + statement(entry("1.00"))
                + "</BkToCstmrStmt></Document>");
        };
        auto const seen = in_space("ISO:camt.053.001.02:APC:STUZZA:payments:003");
        CPPUNIT_ASSERT_EQUAL(std::string { "camt.053.001.02" }, seen.statements.at(0).format);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, seen.entries.size());
        for (auto const* other : { "ISO:pain.002.001.03:APC:STUZZA:payments:003", "ISO:camt.053.001.02:APC:OTHER:payments:003", "ISO:camt.053.001.02", "ISO:" })
            CPPUNIT_ASSERT_MESSAGE(other, in_space(other).refusal.starts_with("statement.unknown_format s.xml"));
    }
    void a_document_may_stand_in_an_envelope()
    {
        auto const header = std::string { "<AppHdr xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.01\"><BizMsgIdr>B</BizMsgIdr><Id>1</Id></AppHdr>" };
        auto const whole = document("camt.053.001.07", "BkToCstmrStmt", statement(entry("1.00")));
        for (auto const& [before, after] : std::vector<std::pair<std::string, std::string>> {
                 { "<RequestPayload>", "</RequestPayload>" }, { "<DataPDU xmlns=\"urn:swift:saa\"><Body>", "</Body></DataPDU>" } }) {
            auto const seen = read(before + header + whole + after);
            CPPUNIT_ASSERT_EQUAL(std::string {}, seen.refusal);
            CPPUNIT_ASSERT_EQUAL(std::string { "M1 S1" }, seen.statements.at(0).message_id + " " + seen.statements.at(0).id);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, seen.entries.size());
        }
    }
    void documents_of_two_versions_in_one_file_are_refused()
    {
        auto const version = [](std::string const& format) { return document(format, "BkToCstmrStmt", statement(entry("1.00"))); };
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, read("<All>" + version("camt.053.001.07") + version("camt.053.001.07") + "</All>").entries.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "statement.unknown_format" },
            read("<All>" + version("camt.053.001.07") + version("camt.053.001.08") + "</All>").refusal.substr(0, 24));
    }
    void a_batch_may_be_announced_in_one_block_and_listed_in_others()
    {
        auto const made = [](std::string const& first, std::string const& second) {
            auto const block = [](std::string const& amount) {
                return "<NtryDtls><TxDtls><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls></NtryDtls>";
            };
            return read_entry("50.00", "CRDT", "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>" + block(first) + block(second));
        };
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 2 }, *made("26.00", "24.00").entries.at(0).batch_count);
        CPPUNIT_ASSERT(made("26.00", "24.00").findings.empty());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, made("26.00", "26.00").findings.size());
    }
    void a_bad_entry_is_listed_and_the_next_is_read()
    {
        auto const seen = read_statement("\n" + entry("1.00", "CREDIT") + "\n" + entry("2.00") + "\n" + entry("3.00", "CRDT", "<RvslInd>yes</RvslInd>"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, seen.entries.size());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 3 }, seen.entries.at(0).line);
        CPPUNIT_ASSERT(seen.problems == (std::vector<std::string> { "s.xml:2 row.bad_word CdtDbtInd", "s.xml:4 row.bad_word RvslInd" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "s.xml:1 row.bad_currency Ntry" },
            read_statement("<Ntry><Amt>1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>").problems.at(0));
    }
    void what_is_no_statement_is_refused()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string { "statement.empty s.xml there is no statement in this file" }, read(document("camt.053.001.02", "BkToCstmrStmt", {})).refusal);
        for (auto const* other : { "pain.001.001.03", "camt.055.001.02", "camt.053.001.x2", "camt.053.002.02" })
            CPPUNIT_ASSERT_MESSAGE(
                other, read(document(other, "BkToCstmrStmt", statement(entry("1.00")))).refusal.starts_with("statement.unknown_format s.xml"));
        CPPUNIT_ASSERT(read("<Invoice><ID>7</ID></Invoice>").refusal.starts_with("statement.unknown_format"));
        CPPUNIT_ASSERT(read("").refusal.starts_with("xml.malformed"));
        auto const whole = document("camt.053.001.02", "BkToCstmrStmt", statement(entry("1.00")));
        CPPUNIT_ASSERT(read(whole.substr(0, whole.size() - 20)).refusal.starts_with("xml.malformed"));
        // What banks add in a namespace of their own is passed over.
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 },
            read_statement(entry("1.00") + "<SplmtryData><Envlp><own xmlns=\"urn:own\"><Acct/><Ntry><Amt>1</Amt></Ntry></own></Envlp></SplmtryData>")
                .entries.size());
        // A notice's block in a statement's namespace.
        CPPUNIT_ASSERT(read(document("camt.053.001.02", "BkToCstmrStmt", "<Ntfctn><Id>1</Id></Ntfctn>")).refusal.starts_with("statement.empty"));
    }
    void a_long_statement_takes_no_more_memory_than_its_longest_entry()
    {
        std::string entries;
        for (int i = 0; i < 100'000; ++i)
            entries += entry("1.00");
        TextDelivery text {
            { { "s.xml", document("camt.053.001.02", "BkToCstmrStmt", statement(balance("OPBD", "0") + balance("CLBD", "100000") + entries)) } }
        };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        std::size_t count = 0;
        std::size_t findings = 0;
        // The bound holds for a record; the whole statement is a thousand times as large.
        auto xml = delivery.xml({ .largest_record = 16'000, .most_memory = 1U << 20 });
        bank::CamtTaker const taker { .entry = [&](Statement const&, Entry const&) { ++count; },
            .end = [&](Statement const&, std::vector<bank::Finding> const& found) { findings += found.size(); } };
        bank::camt::Reader { xml, "s.xml", sink, taker }.read();
        CPPUNIT_ASSERT_EQUAL(std::size_t { 100'000 }, count);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, findings);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BankStatementTest);

}
