// The VAT of an electronic invoice: which categories there are, and that each one that is used is summed up.
#include "plugins/e_invoices.h"

namespace {

using namespace portal::test;

class EInvoiceVatTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(EInvoiceVatTest);
    CPPUNIT_TEST(italian_split_payment_is_a_category);
    CPPUNIT_TEST(a_category_that_there_is_not_is_told_where_it_stands);
    CPPUNIT_TEST(what_a_line_is_taxed_with_has_a_breakdown);
    CPPUNIT_TEST(each_rate_has_a_breakdown);
    CPPUNIT_TEST_SUITE_END();

    static Invoice with_category(std::string const& everywhere) { return with_categories(everywhere, everywhere); }
    static Invoice with_categories(std::string const& of_line, std::string const& of_sum)
    {
        auto invoice = only(file("ubl-credit-note.xml"));
        invoice.lines.at(0).vat_category = of_line;
        invoice.vat.at(0).category = of_sum;
        return invoice;
    }

public:
    // What the buyer pays to the state himself is subtracted as paid; nothing else differs.
    void italian_split_payment_is_a_category()
    {
        auto invoice = with_category("B");
        invoice.totals.prepaid = { 21, 2 };
        invoice.totals.payable = { 97, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        invoice.vat[0].amount = invoice.totals.vat = { 321, 2 };
        invoice.totals.total = { 418, 2 };
        invoice.totals.prepaid = { 321, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-17 " }, rules(invoice));
    }
    void a_category_that_there_is_not_is_told_where_it_stands()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CL-18 BR-S-08 " }, rules(with_categories("Q", "S")));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-S-01 BR-CL-17 " }, rules(with_categories("S", "Q")));
        auto cii = with_category("Q");
        cii.syntax = "cii";
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CL-18 BR-CL-18 " }, rules(cii));
        auto charged = with_category("S");
        charged.allowances.push_back(
            { .is_charge = true, .amount = { 0, 2 }, .base {}, .percent {}, .reason = "", .reason_code = "", .vat_category = "Q", .vat_percent {} });
        CPPUNIT_ASSERT_EQUAL(std::string { "there is no VAT category Q (BT-102) of a charge" }, e_invoice::broken_rules(charged).at(0).message);
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CL-17 " }, rules(charged));
    }
    void what_a_line_is_taxed_with_has_a_breakdown()
    {
        for (auto const& [category, rule] : std::initializer_list<std::pair<char const*, char const*>> { { "Z", "BR-Z-01 " }, { "E", "BR-E-01 " },
                 { "AE", "BR-AE-01 " }, { "K", "BR-IC-01 " }, { "G", "BR-G-01 " }, { "O", "BR-O-01 " }, { "L", "BR-AF-01 " }, { "M", "BR-AG-01 " } }) {
            auto invoice = with_category("S");
            invoice.lines.push_back({});
            invoice.lines.back().net = { 0, 2 };
            invoice.lines.back().vat_category = category;
            CPPUNIT_ASSERT_EQUAL(std::string { rule }, rules(invoice));
        }
        auto without = with_category("S");
        without.vat[0].category = "E";
        without.vat[0].amount = without.totals.vat = { 0, 2 };
        without.totals.total = without.totals.payable = { 97, 2 };
        CPPUNIT_ASSERT_EQUAL(
            std::string { "the VAT category S (BT-151) of line 1 has no VAT breakdown (BG-23)" }, e_invoice::broken_rules(without).at(0).message);
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-S-01 BR-E-08 " }, rules(without));
    }
    void each_rate_has_a_breakdown()
    {
        auto invoice = with_category("S");
        invoice.lines.push_back(invoice.lines[0]);
        invoice.lines[1].vat_percent = { 95, 1 };
        invoice.lines[1].net = { 10, 2 };
        invoice.totals.lines = { 107, 2 };
        invoice.totals.net = { 107, 2 };
        invoice.totals.total = invoice.totals.payable = { 128, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-S-08 " }, rules(invoice));
        // A line of nothing owes no VAT.
        invoice.lines[1].net = { 0, 2 };
        invoice.totals.lines = invoice.totals.net = { 97, 2 };
        invoice.totals.total = invoice.totals.payable = { 118, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EInvoiceVatTest);

}
