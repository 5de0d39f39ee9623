// portalctl delivery show, the real program, in an empty folder: it needs no settings and no database, and stores nothing.
#include "app/portalctl.h"
#include "support/temporary_folder.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using Poco::JSON::Object;

class PortalctlDeliveryTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PortalctlDeliveryTest);
    CPPUNIT_TEST(an_invoice_is_shown_to_people);
    CPPUNIT_TEST(what_has_to_be_paid_and_why_is_shown_to_people);
    CPPUNIT_TEST(a_script_gets_minor_units_and_iso_dates);
    CPPUNIT_TEST(what_does_not_add_up_is_named_with_its_rule_and_both_amounts);
    CPPUNIT_TEST(what_cannot_be_read_is_a_problem_with_its_line);
    CPPUNIT_TEST(a_format_that_is_not_known_is_told_by_its_root);
    CPPUNIT_TEST(a_bundle_is_read_file_by_file);
    CPPUNIT_TEST(a_file_that_is_not_there_is_wrong_usage);
    CPPUNIT_TEST(a_terminal_is_sent_no_commands);
    CPPUNIT_TEST_SUITE_END();

    portal::tests::TemporaryFolder m_folder;

    static std::string sample(std::string const& name) { return std::string { std::getenv("PORTAL_SOURCE") } + "/tests/plugins/e_invoices/" + name; }
    portal::tests::CommandAnswer show(std::string const& file, bool json = false) const
    {
        std::vector<std::string> arguments { "delivery", "show", file };
        if (json)
            arguments.emplace_back("--json");
        return portal::tests::portalctl(m_folder.path(), arguments);
    }
    static Object::Ptr parsed(portal::tests::CommandAnswer const& answer) { return Poco::JSON::Parser {}.parse(answer.out).extract<Object::Ptr>(); }
    // The sample with one text in the place of another.
    std::string changed(std::string const& name, std::string const& what, std::string const& with) const
    {
        std::ifstream in { sample(name), std::ios::binary };
        std::string content { std::istreambuf_iterator<char> { in }, {} };
        auto const at = content.find(what);
        CPPUNIT_ASSERT_MESSAGE(what, at != std::string::npos);
        return written(name, content.replace(at, what.size(), with));
    }
    std::string written(std::string const& name, std::string const& content) const
    {
        std::ofstream { m_folder / name, std::ios::binary } << content;
        return m_folder / name;
    }
    static void contains(portal::tests::CommandAnswer const& answer, std::string const& words)
    {
        CPPUNIT_ASSERT_MESSAGE(answer.out + answer.error, answer.out.find(words) != std::string::npos);
    }

public:
    void an_invoice_is_shown_to_people()
    {
        auto const answer = show(sample("eslog20-water.xml"));
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.error, 0, answer.exit_code);
        contains(answer, "Invoice 2018-V-77 (e-SLOG 2.0), issued 2018-05-31, due 2018-06-15");
        contains(answer, "Net 18.00, VAT 1.67, total 19.67, paid 5.00, due 14.70 EUR");
        contains(answer, "No problems. Nothing was stored.");
        CPPUNIT_ASSERT(std::filesystem::is_empty(m_folder.path()));
    }
    void what_has_to_be_paid_and_why_is_shown_to_people()
    {
        auto const answer = show(sample("ubl-everything.xml"));
        for (auto const* words : { "  Corrects:   E-2019-3\n", " 1234.5 KWH at 85.005 per 1000, VAT 22 %: 100.00\n", "  Allowance:  e-račun, VAT 22 %: -1.00\n",
                 "  Charge:     Opomin, VAT O: 2.50\n", "  IBAN:       SI56040010046655188\n" })
            contains(answer, words);
        // Another type only names invoices before it.
        contains(show(changed("ubl-everything.xml", ">384<", ">380<")), "  Preceding:  E-2019-3\n");
        auto const debit = changed("eslog16-gas.xml", "<NacinPlacila>0", "<NacinPlacila>1");
        contains(show(debit), "  Payment:    by direct debit; the customer does not pay it himself\n");
        auto const document = parsed(show(debit, true))->getArray("documents")->getObject(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "direct_debit" }, document->getValue<std::string>("payment"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI56040010046655188" }, document->getArray("accounts")->getObject(0)->getValue<std::string>("iban"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Hvala" }, document->getArray("notes")->getElement<std::string>(0));
    }
    void a_script_gets_minor_units_and_iso_dates()
    {
        auto const answer = show(sample("ubl-everything.xml"), true);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.error, 0, answer.exit_code);
        auto const json = parsed(answer);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, json->getArray("problems")->size());
        auto const document = json->getArray("documents")->getObject(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "ubl-everything.xml" }, document->getValue<std::string>("file"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2019-02-28" }, document->getValue<std::string>("issued"));
        CPPUNIT_ASSERT(document->isNull("purpose"));
        auto const payable = document->getObject("totals")->getObject("payable");
        CPPUNIT_ASSERT_EQUAL(-7'325, payable->getValue<int>("minor"));
        CPPUNIT_ASSERT_EQUAL(std::string { "EUR" }, payable->getValue<std::string>("currency"));
        auto const line = document->getArray("lines")->getObject(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "1234.5 KWH 85.005 1000 10000.5 11235" },
            line->getValue<std::string>("quantity") + " " + line->getValue<std::string>("unit") + " " + line->getValue<std::string>("unit_price") + " "
                + line->getValue<std::string>("price_quantity") + " " + line->getValue<std::string>("old_reading") + " "
                + line->getValue<std::string>("new_reading"));
    }
    void what_does_not_add_up_is_named_with_its_rule_and_both_amounts()
    {
        auto const wrong = changed("eslog20-water.xml", "<D_5004>19.67", "<D_5004>19.66");
        auto const answer = show(wrong, true);
        CPPUNIT_ASSERT_EQUAL(1, answer.exit_code);
        auto const problems = parsed(answer)->getArray("problems");
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, problems->size());
        auto const first = problems->getObject(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "eslog20-water.xml:3 BR-CO-15" },
            first->getValue<std::string>("file") + ":" + first->getValue<std::string>("line") + " " + first->getValue<std::string>("rule"));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "the total with VAT (BT-112) is 19.66 EUR, but net + VAT (BT-109 + BT-110) is 19.67 EUR" }, first->getValue<std::string>("message"));
        // It is shown all the same, as it is.
        CPPUNIT_ASSERT_EQUAL(1'966, parsed(answer)->getArray("documents")->getObject(0)->getObject("totals")->getObject("total")->getValue<int>("minor"));
        contains(show(wrong), "eslog20-water.xml:3: BR-CO-16: ");
    }
    void what_cannot_be_read_is_a_problem_with_its_line()
    {
        for (auto const& [content, line, rule] : std::initializer_list<std::tuple<char const*, int, char const*>> { { "no XML at all", 1, "xml.malformed" },
                 { "<Invoice xmlns='urn:eslog:2.00'>\n<M_INVOIC></Invoice>", 2, "xml.malformed" },
                 { "\n<!DOCTYPE a [<!ENTITY b 'bbbb'>]><a>&b;</a>", 2, "xml.doctype" } }) {
            auto const answer = show(written("a.xml", content), true);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(content, 1, answer.exit_code);
            auto const problem = parsed(answer)->getArray("problems")->getObject(0);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(content, line, problem->getValue<int>("line"));
            CPPUNIT_ASSERT_EQUAL(std::string { rule }, problem->getValue<std::string>("rule"));
        }
        auto const number = show(changed("eslog20-water.xml", "<D_5004>14.70", "<D_5004>14,70"));
        CPPUNIT_ASSERT_EQUAL(1, number.exit_code);
        contains(number, "eslog20-water.xml:3: xml.bad_number: this is no number (S_MOA/C_C516/D_5004): a decimal number");
        CPPUNIT_ASSERT_EQUAL(1, show(written("empty.xml", "")).exit_code);
    }
    void a_format_that_is_not_known_is_told_by_its_root()
    {
        auto const answer = show(written("order.xml", "<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>"));
        CPPUNIT_ASSERT_EQUAL(1, answer.exit_code);
        contains(answer, "delivery.unknown_file: no built-in reader knows the root element Order of the namespace urn:oasis");
        contains(show(written("bills.csv", "number;amount\n1;3,40\n")),
            "bills.csv:1: xml.malformed: this is no right XML: line 1: not well-formed (invalid "
            "token); electronic invoices and bank statements in XML are read here, CSV");
    }
    void a_bundle_is_read_file_by_file()
    {
        auto const broken = changed("ubl-credit-note.xml", "</CreditNote>", "");
        auto const bundle = m_folder / "bundle.zip";
        auto const zip = "cd " + m_folder.path() + " && /usr/bin/python3 -m zipfile -c bundle.zip " + sample("cii-heat.xml") + " ubl-credit-note.xml "
            + sample("eslog16-gas.xml");
        CPPUNIT_ASSERT_EQUAL(0, std::system(zip.c_str())); // NOLINT: our own words
        auto const answer = show(bundle, true);
        CPPUNIT_ASSERT_EQUAL(1, answer.exit_code);
        auto const json = parsed(answer);
        CPPUNIT_ASSERT_EQUAL(std::string { "cii-heat.xml" }, json->getArray("documents")->getObject(0)->getValue<std::string>("file"));
        CPPUNIT_ASSERT_EQUAL(std::string { "eslog16-gas.xml" }, json->getArray("documents")->getObject(1)->getValue<std::string>("file"));
        CPPUNIT_ASSERT_EQUAL(std::string { "ubl-credit-note.xml" }, json->getArray("problems")->getObject(0)->getValue<std::string>("file"));
        std::filesystem::resize_file(bundle, 4'000);
        auto const cut = show(bundle);
        CPPUNIT_ASSERT_EQUAL(1, cut.exit_code);
        contains(cut, "bundle.zip: delivery.bad_bundle: the ZIP bundle is damaged");
    }
    void a_file_that_is_not_there_is_wrong_usage()
    {
        CPPUNIT_ASSERT_EQUAL(2, show("/no/such/file.xml").exit_code);
        CPPUNIT_ASSERT_EQUAL(2, portal::tests::portalctl(m_folder.path(), { "delivery", "show" }).exit_code);
    }
    void a_terminal_is_sent_no_commands()
    {
        auto const answer = show(changed("eslog20-water.xml", "Vodarina",
            "Voda\xC2\x9B"
            "31m\n"));
        CPPUNIT_ASSERT_EQUAL(0, answer.exit_code);
        contains(answer, "Voda 31m");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PortalctlDeliveryTest);

}
