// What portalctl delivery show says about a bank statement, the real program: for scripts as JSON, for people as lines.
#include "app/portalctl.h"
#include "support/temporary_folder.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>

namespace {

using Poco::JSON::Object;

constexpr std::string_view s_head = R"(<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>
<Stmt><Id>S1</Id><Acct><Id><IBAN>SI56191000010337441</IBAN></Id></Acct>)";
constexpr std::string_view s_tail = "</Stmt></BkToCstmrStmt></Document>";

std::string balance(std::string const& kind, std::string const& amount)
{
    return "<Bal><Tp><CdOrPrtry><Cd>" + kind + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" + amount
        + "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2018-06-01</Dt></Dt></Bal>\n";
}

std::string entry(std::string const& amount)
{
    return "<Ntry><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2018-06-01</Dt></BookgDt><NtryDtls><TxDtls>"
        + "<RltdPties><Dbtr><Nm>Ana Novak</Nm></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>SI121805000001070</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
        + "</NtryDtls></Ntry>\n";
}

class ShownStatementTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ShownStatementTest);
    CPPUNIT_TEST(a_script_gets_minor_units_and_days);
    CPPUNIT_TEST(a_part_of_a_cent_is_kept_and_named);
    CPPUNIT_TEST(a_file_that_breaks_off_is_still_right_json);
    CPPUNIT_TEST(a_file_without_a_statement_is_a_problem);
    CPPUNIT_TEST(people_get_lines);
    CPPUNIT_TEST(people_are_told_what_the_bank_says_of_a_silent_payment);
    CPPUNIT_TEST(people_are_told_who_a_return_concerns_and_why);
    CPPUNIT_TEST(charges_stand_below_their_entry);
    CPPUNIT_TEST(an_envelope_is_opened);
    CPPUNIT_TEST_SUITE_END();

    portal::tests::TemporaryFolder m_folder;

    portal::tests::CommandAnswer show(std::string const& content, std::vector<std::string> arguments = {}) const
    {
        std::ofstream { m_folder / "statement.xml" } << content;
        arguments.insert(arguments.begin(), { "delivery", "show", m_folder / "statement.xml" });
        return portal::tests::portalctl(m_folder.path(), arguments);
    }
    // The answer to --json, and the exit code.
    std::pair<int, Object::Ptr> json(std::string const& inside, std::string_view tail = s_tail) const
    {
        auto const answer = show(std::string { s_head } + inside + std::string { tail }, { "--json" });
        return { answer.exit_code, Poco::JSON::Parser {}.parse(answer.out).extract<Object::Ptr>() };
    }
    static Object::Ptr first(Object::Ptr const& object, std::string const& list) { return object->getArray(list)->getObject(0); }

public:
    void a_script_gets_minor_units_and_days()
    {
        auto const [code, answer] = json(balance("OPBD", "1.00") + balance("CLBD", "35.10") + entry("34.1"));
        CPPUNIT_ASSERT_EQUAL(0, code);
        auto const statement = first(answer, "documents");
        CPPUNIT_ASSERT_EQUAL(std::string { "statement camt.053.001.02 S1 SI56191000010337441" },
            statement->getValue<std::string>("kind") + " " + statement->getValue<std::string>("format") + " " + statement->getValue<std::string>("id") + " "
                + statement->getValue<std::string>("account"));
        CPPUNIT_ASSERT_EQUAL(3'510, statement->getArray("balances")->getObject(1)->getObject("amount")->getValue<int>("minor"));
        auto const one = first(statement, "entries");
        CPPUNIT_ASSERT_EQUAL(3'410, one->getObject("amount")->getValue<int>("minor"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-06-01" }, one->getValue<std::string>("booked"));
        CPPUNIT_ASSERT(one->isNull("value_date"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI121805000001070" }, first(one, "payments")->getArray("references")->getElement<std::string>(0));
    }
    void a_part_of_a_cent_is_kept_and_named()
    {
        auto const [code, answer] = json(entry("34.10001"));
        CPPUNIT_ASSERT_EQUAL(1, code);
        auto const amount = first(first(answer, "documents"), "entries")->getObject("amount");
        CPPUNIT_ASSERT(amount->isNull("minor"));
        CPPUNIT_ASSERT_EQUAL(std::string { "34.10001" }, amount->getValue<std::string>("exact"));
        CPPUNIT_ASSERT_EQUAL(std::string { "statement.part_of_cent" }, first(answer, "problems")->getValue<std::string>("rule"));
        CPPUNIT_ASSERT_EQUAL(2, first(answer, "problems")->getValue<int>("line"));
    }
    void a_file_that_breaks_off_is_still_right_json()
    {
        auto const [code, answer] = json(entry("34.10"), "");
        CPPUNIT_ASSERT_EQUAL(1, code);
        CPPUNIT_ASSERT_EQUAL(std::string { "xml.malformed" }, first(answer, "problems")->getValue<std::string>("rule"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, first(answer, "documents")->getArray("entries")->size());
    }
    void a_file_without_a_statement_is_a_problem()
    {
        auto const answer = show("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>");
        CPPUNIT_ASSERT_EQUAL(1, answer.exit_code);
        CPPUNIT_ASSERT_MESSAGE(answer.out, answer.out.starts_with("statement.xml: statement.empty: this holds no statement"));
    }
    void people_get_lines()
    {
        auto const text = show(std::string { s_head } + balance("OPBD", "1.00") + balance("CLBD", "2.00") + entry("34.10") + std::string { s_tail }).out;
        for (auto const* words : { "  2018-06-01          +34.10 EUR  BOOK", "Ana Novak; SI121805000001070", "2.00 EUR  CLBD",
                 "statement S1, account SI56191000010337441, 1 entry", "OPBD and the booked entries make 35.10, stated is 2.00", "1 problem" })
            CPPUNIT_ASSERT_MESSAGE(text, text.find(words) != std::string::npos);
    }
    void people_are_told_what_the_bank_says_of_a_silent_payment()
    {
        contains(one_entry("CRDT", "<ValDt><Dt>2018-06-02</Dt></ValDt>",
                     "<RltdPties><Dbtr><Nm>Ana Novak</Nm></Dbtr><UltmtDbtr><Nm>Janez</Nm></UltmtDbtr></RltdPties>"),
            "  2018-06-02           +5.00 EUR  BOOK            Ana Novak; for Janez; Cash desk 7");
    }
    void people_are_told_who_a_return_concerns_and_why()
    {
        auto const back = "<RltdPties><Dbtr><Nm>Ana "
                          "Novak</Nm></Dbtr><Cdtr><Nm>Vodovod</Nm></Cdtr><CdtrAcct><Id><IBAN>SI56191000010337441</IBAN></Id></CdtrAcct></RltdPties>"
                          "<RmtInf><Ustrd>voda</Ustrd></RmtInf><RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>";
        contains(one_entry("DBIT", "<BookgDt><Dt>2018-06-01</Dt></BookgDt>", back), "-5.00 EUR  BOOK            Ana Novak; voda; returned MD06");
    }
    void charges_stand_below_their_entry()
    {
        auto const text = one_entry("CRDT", "", "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">6.00</Amt></TxAmt></AmtDtls><Chrgs><Amt Ccy=\"EUR\">1.00</Amt></Chrgs>");
        contains(text, "                       -1.00 EUR  charges");
        contains(text, "No problems");
    }
    void an_envelope_is_opened()
    {
        auto const answer = show("<Payload><AppHdr/>" + std::string { s_head } + entry("34.10") + std::string { s_tail } + "</Payload>");
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.out, 0, answer.exit_code);
        contains(answer.out, "statement S1, account SI56191000010337441, 1 entry");
        contains(show("<Payload><AppHdr/></Payload>").out, "delivery.unknown_file: no built-in reader knows the root element Payload without a namespace");
    }

private:
    static void contains(std::string const& text, std::string const& words) { CPPUNIT_ASSERT_MESSAGE(text, text.find(words) != std::string::npos); }
    // What is printed of an entry of 5.00.
    std::string one_entry(std::string const& direction, std::string const& dates, std::string const& payment) const
    {
        return show(std::string { s_head } + "<Ntry><Amt Ccy=\"EUR\">5.00</Amt><CdtDbtInd>" + direction + "</CdtDbtInd><Sts>BOOK</Sts>" + dates
            + "<NtryDtls><TxDtls>" + payment + "</TxDtls></NtryDtls><AddtlNtryInf>Cash desk 7</AddtlNtryInf></Ntry>" + std::string { s_tail })
            .out;
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ShownStatementTest);

}
