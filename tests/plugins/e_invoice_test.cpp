// Electronic invoices of every format become one model, and one that does not add up is told.
#include "plugins/e_invoices.h"

#include <portal/e_invoice/meter_state.hpp>

namespace {

using namespace portal::test;

std::string header(Invoice const& i)
{
    return joined({ i.number, i.type, i.corrects().number, text(i.issued), text(i.due), text(i.period.from), text(i.period.to), i.currency, i.buyer.id,
        i.buyer.name, i.buyer.address.street, i.buyer.address.postal_code, i.buyer.address.town, i.buyer_reference, i.object, i.payment_reference,
        i.account().iban, i.purpose });
}
std::string totals(Invoice const& i)
{
    auto const& t = i.totals;
    return joined(
        { text(t.lines), text(t.allowances), text(t.charges), text(t.net), text(t.vat), text(t.total), text(t.prepaid), text(t.rounding), text(t.payable) });
}
std::string line(Invoice const& i, std::size_t index)
{
    auto const& l = i.lines.at(index);
    auto const state = e_invoice::MeterNames {}.state_of(l);
    return joined({ l.id, l.name, text(l.quantity), l.unit, text(l.price), text(l.price_quantity), l.vat_category, text(l.vat_percent), text(l.net),
        text(l.period.from), text(l.period.to), l.object, state.meter, text(state.old_reading), text(state.new_reading) });
}

class EInvoiceTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(EInvoiceTest);
    CPPUNIT_TEST(eslog_2_says_everything_by_codes);
    CPPUNIT_TEST(eslog_1_6_of_the_archive_is_read_in_its_own_encoding);
    CPPUNIT_TEST(ubl_with_all_that_it_has);
    CPPUNIT_TEST(a_ubl_credit_note_names_what_it_corrects);
    CPPUNIT_TEST(cii_in_utf_16_and_with_prefixes_of_its_own);
    CPPUNIT_TEST(all_of_them_add_up);
    CPPUNIT_TEST(everything_that_may_come_several_times_is_there);
    CPPUNIT_TEST(direct_debit_is_told);
    CPPUNIT_TEST(a_lines_reference_needs_no_type);
    CPPUNIT_TEST(the_root_decides_what_a_file_is);
    CPPUNIT_TEST(many_invoices_may_stand_in_an_element_of_the_senders_own);
    CPPUNIT_TEST(a_file_that_is_read_in_small_pieces_is_the_same);
    CPPUNIT_TEST(what_is_no_number_is_listed_and_nothing_is_guessed);
    CPPUNIT_TEST(many_decimals_are_rounded);
    CPPUNIT_TEST(an_amount_in_another_currency_is_listed);
    CPPUNIT_TEST(each_total_that_is_a_cent_wrong_is_told_by_its_rule);
    CPPUNIT_TEST(xrechnungs_extension_adds_the_payments_of_others);
    CPPUNIT_TEST(vat_may_be_rounded_in_each_line_but_not_be_of_another_rate);
    CPPUNIT_TEST(categories_without_vat_are_exact);
    CPPUNIT_TEST(what_is_missing_is_told);
    CPPUNIT_TEST(decimals_are_those_of_the_currency);
    CPPUNIT_TEST(sums_are_exact_at_any_size);
    CPPUNIT_TEST_SUITE_END();

public:
    void eslog_2_says_everything_by_codes()
    {
        auto const invoice = only(file("eslog20-water.xml"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-V-77|380||2018/5/31|2018/6/15|2018/5/1|2018/5/31|EUR|211|Žiga Šuštar|Rečna ulica 4|1370|Logatec|REF-9|"
                                           "OM-4411|SI12 1805000002114|SI56040010046655188|WTER" },
            header(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "18.00|-|-|18.00|1.67|19.67|5.00|0.03|14.70" }, totals(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "1|Vodarina|18.00|MTQ|0.7512|-|S|9.50|13.52|2018/5/1|2018/5/31|4411-7|4411-7|1204.00|1222.00" }, line(invoice, 0));
        CPPUNIT_ASSERT_EQUAL(std::string { "3|Zamudne obresti|1.00|C62|0.38|-|O|0.00|0.38|-|-||||" }.substr(0, 45), line(invoice, 2).substr(0, 45));
        CPPUNIT_ASSERT_EQUAL(std::string { "Prvi del in drugi" }, invoice.note());
        CPPUNIT_ASSERT_EQUAL(std::string { "Rečna ulica 4a" }, invoice.delivered_to.address.street);
    }
    void eslog_1_6_of_the_archive_is_read_in_its_own_encoding()
    {
        auto const invoice = only(file("eslog16-gas.xml"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2014-118|380||2014/3/31|2014/4/15|2014/3/1|2014/3/31|EUR|000417|Stanovalci večstanovanjske stavbe na Šolski ulici|"
                                           "Šolska ulica 7|1370|Logatec|||SI121805000004173|SI56040010046655188|GASB" },
            header(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "61.40|-|-|61.40|13.51|74.91|-|-|74.91" }, totals(invoice));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, invoice.lines.size()); // the heading is none
        CPPUNIT_ASSERT_EQUAL(std::string { "2|Zemeljski plin|120.00|MTQ|0.55|-|S|22.00|59.40|-|-|||8800.00|8920.00" }, line(invoice, 0));
        CPPUNIT_ASSERT_EQUAL(std::string { "6.60" }, text(invoice.lines[0].allowances.at(0).amount));
        CPPUNIT_ASSERT_EQUAL(std::string { "Plin Logatec d.o.o." }, invoice.seller.name);
    }
    void ubl_with_all_that_it_has()
    {
        auto const invoice = only(file("ubl-everything.xml"));
        CPPUNIT_ASSERT_EQUAL(std::string { "E-2019-7|384|E-2019-3|2019/2/28|2019/3/14|2018/2/1|2019/1/31|EUR|00077|Špela Žnidaršič|Čufarjeva 2|1000|Reka|K-77|"
                                           "SI-OM-99|RF18539007547034|SI56040010046655188|" },
            header(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "102.80|1.00|2.50|104.30|22.40|126.70|200.00|0.05|-73.25" }, totals(invoice));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "1|Energija VT|1234.50|KWH|85.005|1000.00|S|22.00|100.00|2018/2/1|2018/12/31|REG-VT|E-1|10000.50|11235.00" }, line(invoice, 0));
        CPPUNIT_ASSERT_EQUAL(std::string { "HRK 166.06" }, invoice.tax_currency + " " + text(invoice.totals.vat_in_tax_currency));
        CPPUNIT_ASSERT_EQUAL(std::string { "L-1|Počitniška 5|Elektro Reka d.d.|Elektro|SI12345678" },
            joined({ invoice.delivered_to.id, invoice.delivered_to.address.street, invoice.seller.name, invoice.seller.trade_name, invoice.seller.vat_id }));
        CPPUNIT_ASSERT(!invoice.allowances.at(0).is_charge && invoice.allowances.at(1).is_charge);
        CPPUNIT_ASSERT_EQUAL(std::string { "e-račun" }, invoice.allowances[0].reason);
        CPPUNIT_ASSERT_EQUAL(std::string { "Ni predmet DDV" }, invoice.vat.at(1).exemption);
    }
    void a_ubl_credit_note_names_what_it_corrects()
    {
        auto const invoice = only(file("ubl-credit-note.xml"));
        CPPUNIT_ASSERT(invoice.is_credit_note());
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-0003" }, invoice.corrects().number);
        CPPUNIT_ASSERT_EQUAL(std::string { "2018/7/1" }, text(invoice.due)); // where a credit note has it
        CPPUNIT_ASSERT_EQUAL(std::string { "0.97|-|-|0.97|0.21|1.18|-|-|1.18" }, totals(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "12.00" }, text(invoice.lines.at(0).quantity));
    }
    void cii_in_utf_16_and_with_prefixes_of_its_own()
    {
        auto const invoice = only(file("cii-heat.xml"));
        CPPUNIT_ASSERT_EQUAL(std::string { "C-9|380|C-8|2018/5/31|2018/6/15|-|-|EUR|88|Jože Čuk|Ulica 1|2000|Maribor|K-8|OM-88|SI00 88-2018|"
                                           "SI56040010046655188|" },
            header(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018/4/30" }, text(invoice.corrects().issued));
        CPPUNIT_ASSERT_EQUAL(std::string { "1|Fernwärme|1.75|MWH|80.00|1.00|S|22.00|140.50|2018/5/1|2018/5/31|M-1||55.25|57.00" }, line(invoice, 0));
        CPPUNIT_ASSERT(invoice.lines[0].allowances.at(0).is_charge);
        CPPUNIT_ASSERT_EQUAL(std::string { "140.50|-|-|140.50|30.91|171.41|-|-|171.41" }, totals(invoice));
    }
    void all_of_them_add_up()
    {
        for (auto const* name : { "eslog20-water.xml", "eslog16-gas.xml", "ubl-everything.xml", "ubl-credit-note.xml", "cii-heat.xml" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string {}, rules(only(file(name))));
    }

    void everything_that_may_come_several_times_is_there()
    {
        auto invoice
            = only(replaced(replaced(replaced(file("ubl-credit-note.xml"), "<cac:BillingReference>",
                                         "<cbc:Note>Prva</cbc:Note><cbc:Note>Druga</cbc:Note><cac:BillingReference><cac:InvoiceDocumentReference>"
                                         "<cbc:ID>2018-0001</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference><cac:BillingReference>"),
                                "<cac:TaxTotal>",
                                "<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>SI56 0400 1004 6655 188</cbc:ID><cbc:Name>Banka</cbc:Name>"
                                "</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>AT61 1904</cbc:ID>"
                                "</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:TaxTotal>"),
                "</cac:CreditNoteLine>",
                "<cac:SubInvoiceLine><cbc:ID>1.1</cbc:ID><cac:Item><cbc:Name>Del</cbc:Name></cac:Item></cac:SubInvoiceLine></cac:CreditNoteLine>"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Prva|Prva|Druga" }, joined({ invoice.note(), invoice.notes.at(0), invoice.notes.at(1) }));
        CPPUNIT_ASSERT_EQUAL(std::string { "2018-0001|2018-0001|2018-0003" },
            joined({ invoice.corrects().number, invoice.preceding.at(0).number, invoice.preceding.at(1).number }));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "SI56040010046655188|Banka|AT611904" }, joined({ invoice.account().iban, invoice.accounts.at(0).name, invoice.accounts.at(1).iban }));
        CPPUNIT_ASSERT_EQUAL(std::string { "1.1|Del" }, joined({ invoice.lines.at(0).details.at(0).id, invoice.lines[0].details[0].name }));
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice)); // details are in their line already
    }
    void direct_debit_is_told()
    {
        using e_invoice::Payment;
        auto const debit = only(replaced(file("ubl-credit-note.xml"), "<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>",
            "<cbc:PaymentMeansCode>59</cbc:PaymentMeansCode><cac:PaymentMandate><cbc:ID>M-1</cbc:ID><cac:PayerFinancialAccount><cbc:ID>SI56</cbc:ID>"
            "</cac:PayerFinancialAccount></cac:PaymentMandate>"));
        CPPUNIT_ASSERT(debit.payment == Payment::direct_debit);
        CPPUNIT_ASSERT_EQUAL(std::string { "M-1|SI56" }, joined({ debit.direct_debit.mandate, debit.direct_debit.account }));
        CPPUNIT_ASSERT(only(file("ubl-credit-note.xml")).payment == Payment::asked);
    }
    void a_lines_reference_needs_no_type()
    {
        std::string const reference = "<cac:DocumentReference><cbc:ID>OM-7</cbc:ID>";
        auto const with = [&](std::string const& type) {
            return only(replaced(file("ubl-credit-note.xml"), "<cac:Item>", reference + type + "</cac:DocumentReference><cac:Item>")).lines.at(0).object;
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "OM-7" }, with(""));
        CPPUNIT_ASSERT_EQUAL(std::string { "OM-7" }, with("<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, with("<cbc:DocumentTypeCode>916</cbc:DocumentTypeCode>"));
    }

    void the_root_decides_what_a_file_is()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "eslog" }, read_all(file("eslog20-water.xml")).formats.at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "eslog16" }, read_all(file("eslog16-gas.xml")).formats.at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "ubl" }, read_all(file("ubl-credit-note.xml")).formats.at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "cii" }, read_all(file("cii-heat.xml")).formats.at(0));
        for (auto const* other : { "<Invoice/>", "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'><ID>1</ID></Invoice>",
                 "<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>", "<Invoice xmlns='urn:eslog:2.00'/>", "<a><b/></a>" })
            CPPUNIT_ASSERT_MESSAGE(other, read_all(other).problems.at(0).starts_with("e_invoice.unknown"));
        CPPUNIT_ASSERT(read_all("no XML").problems.at(0).starts_with("xml.malformed"));
        CPPUNIT_ASSERT(read_all("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").problems.at(0).starts_with("xml.doctype"));
    }
    void many_invoices_may_stand_in_an_element_of_the_senders_own()
    {
        auto const without_prolog = [](std::string const& content) { return content.substr(content.find("?>") + 2); };
        auto const all = read_all("<Delivery>" + without_prolog(file("ubl-credit-note.xml")) + without_prolog(file("eslog20-water.xml")) + "<Other/>"
            + without_prolog(file("ubl-credit-note.xml")) + "</Delivery>");
        CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, all.invoices.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "D-5 2018-V-77 D-5" }, all.invoices[0].number + " " + all.invoices[1].number + " " + all.invoices[2].number);
    }
    void a_file_that_is_read_in_small_pieces_is_the_same()
    {
        for (auto const* name : { "eslog20-water.xml", "eslog16-gas.xml", "ubl-everything.xml", "cii-heat.xml" }) {
            auto const whole = only(file(name));
            auto const pieces = read_all(file(name), 3).invoices.at(0);
            CPPUNIT_ASSERT_EQUAL(header(whole) + totals(whole) + line(whole, 0), header(pieces) + totals(pieces) + line(pieces, 0));
        }
    }
    void what_is_no_number_is_listed_and_nothing_is_guessed()
    {
        auto const comma = read_all(replaced(file("eslog20-water.xml"), "<D_5004>14.70", "<D_5004>14,70"));
        CPPUNIT_ASSERT(comma.invoices.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "a.xml:3 xml.bad_number S_MOA/C_C516/D_5004" }, comma.problems.at(0));
        auto const date = read_all(replaced(file("ubl-credit-note.xml"), "2018-06-20", "20.6.2018"));
        CPPUNIT_ASSERT_EQUAL(std::string { "a.xml:2 xml.bad_date IssueDate" }, date.problems.at(0));
    }
    // Nothing limits the decimals of prices, quantities and rates; those of amounts are a rule.
    void many_decimals_are_rounded()
    {
        auto const with = [](std::string const& what, std::string const& number) { return only(replaced(file("ubl-credit-note.xml"), what, number)); };
        auto const price = with(">0.0805<", ">0.08050000014<");
        CPPUNIT_ASSERT_EQUAL(std::string { "0.0805" }, text(price.lines.at(0).price));
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(price));
        CPPUNIT_ASSERT_EQUAL(std::string { "12.000000001" }, text(with(">12<", ">12.0000000005<").lines.at(0).quantity));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-DEC-18 " }, rules(with("1.18</cbc:PayableAmount", "1.18000000004</cbc:PayableAmount")));
    }
    void an_amount_in_another_currency_is_listed()
    {
        auto const read = read_all(replaced(file("ubl-credit-note.xml"), R"(PayableAmount currencyID="EUR")", R"(PayableAmount currencyID="USD")"));
        CPPUNIT_ASSERT_EQUAL(std::string { "a.xml:2 row.bad_currency PayableAmount" }, read.problems.at(0));
    }

    void each_total_that_is_a_cent_wrong_is_told_by_its_rule()
    {
        auto const good = only(file("ubl-everything.xml"));
        auto const with = [&](Decimal e_invoice::Totals::*total) {
            auto wrong = good;
            auto& value = wrong.totals.*total;
            value = (e_invoice::Exact { value } + Decimal { 1, 2 }).decimal();
            return rules(wrong);
        };
        using e_invoice::Totals;
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-10 BR-CO-13 " }, with(&Totals::lines));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-11 BR-CO-13 " }, with(&Totals::allowances));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-12 BR-CO-13 " }, with(&Totals::charges));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-13 BR-CO-15 " }, with(&Totals::net));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-14 BR-CO-15 " }, with(&Totals::vat));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-15 BR-CO-16 " }, with(&Totals::total));
        for (auto const total : { &Totals::prepaid, &Totals::rounding, &Totals::payable })
            CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-16 " }, with(total));
        auto wrong = good;
        wrong.totals.payable = { -7324, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string { "the amount due (BT-115) is -73.24 EUR, but total - paid + rounding (BT-112 - BT-113 + BT-114) is -73.25 EUR" },
            e_invoice::broken_rules(wrong).at(0).message);
    }
    void xrechnungs_extension_adds_the_payments_of_others()
    {
        std::string const payment = "<a:PrepaidPayment><b:ID>10</b:ID><b:PaidAmount currencyID='EUR'>2.50</b:PaidAmount><b:InstructionID>Odpadki"
                                    "</b:InstructionID></a:PrepaidPayment><a:LegalMonetaryTotal>";
        auto const plain = replaced(file("ubl-everything.xml"), "<a:LegalMonetaryTotal>", payment);
        // With everybody else these are what the buyer has paid, and PrepaidAmount is their sum.
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(only(plain)));
        CPPUNIT_ASSERT(only(plain).extras.empty());
        auto const extended = replaced(plain, "<b:ID>",
            "<b:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:standard:xrechnung_3.0#conformant#"
            "urn:xeinkauf.de:kosit:extension:xrechnung_3.0</b:CustomizationID><b:ID>");
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-DEX-09 " }, rules(only(extended)));
        auto const right = only(replaced(extended, ">-73.25<", ">-70.75<"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(right));
        CPPUNIT_ASSERT_EQUAL(std::string { "10|Odpadki|2.50" }, joined({ right.extras.at(0).kind, right.extras[0].description, text(right.extras[0].amount) }));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "BR-DEX-13 BR-DEX-09 " }, rules(only(replaced(extended, "PaidAmount currencyID='EUR'>2.50", "PaidAmount currencyID='EUR'>2.505"))));
    }
    void vat_may_be_rounded_in_each_line_but_not_be_of_another_rate()
    {
        auto invoice = only(file("cii-heat.xml"));
        auto const with_vat = [&](std::int64_t cents) {
            invoice.vat.at(0).amount = invoice.totals.vat = { cents, 2 };
            invoice.totals.total = invoice.totals.payable = { 14050 + cents, 2 };
            return rules(invoice);
        };
        CPPUNIT_ASSERT_EQUAL(std::string {}, with_vat(3092));
        CPPUNIT_ASSERT_EQUAL(std::string {}, with_vat(3190)); // less than one euro beside 30.91
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-17 " }, with_vat(3191));
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-17 " }, with_vat(0));
        with_vat(3091);
        invoice.vat[0].base = { 14150, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-S-08 " }, rules(invoice));
        invoice.vat[0].category = "X";
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-S-01 BR-CL-18 " }, rules(invoice));
    }
    void categories_without_vat_are_exact()
    {
        auto invoice = only(file("ubl-everything.xml"));
        invoice.vat.at(1).base = { 251, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-O-08 " }, rules(invoice));
        invoice.vat[1].base = { 250, 2 };
        invoice.vat[1].amount = { 1, 2 };
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-14 BR-O-09 " }, rules(invoice));
    }
    void what_is_missing_is_told()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-02 BR-03 BR-05 BR-12 BR-13 BR-14 BR-15 BR-16 BR-CO-18 " }, rules(Invoice {}));
        auto invoice = only(file("ubl-everything.xml"));
        invoice.totals.vat_in_tax_currency = {};
        invoice.lines.at(1).net = {};
        invoice.vat.at(1).category.clear();
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-24 BR-47 BR-53 BR-CO-10 BR-O-01 BR-S-08 " }, rules(invoice));
    }
    void decimals_are_those_of_the_currency()
    {
        auto invoice = only(file("cii-heat.xml"));
        invoice.lines.at(0).net = invoice.totals.lines = invoice.totals.net = invoice.vat.at(0).base = { 140'500, 3 };
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-DEC-09 BR-DEC-12 BR-DEC-19 BR-DEC-23 " }, rules(invoice));
        invoice.currency = "KWD"; // has three
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        // The standard allows two decimals everywhere; that a yen has none is the portal's own rule.
        invoice.currency = "JPY";
        CPPUNIT_ASSERT(rules(invoice).starts_with("BR-DEC-09 BR-DEC-12 amount.finer_than_currency "));
        auto bases = only(file("ubl-credit-note.xml"));
        for (bool const is_charge : { false, true })
            bases.lines.at(0).allowances.push_back({ is_charge, { 1, 2 }, { 1001, 3 }, {}, {}, {}, {}, {} });
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-DEC-25 BR-DEC-28 " }, rules(bases));
        // Zeros at the end say nothing.
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(only(replaced(file("eslog20-water.xml"), "<D_5004>14.70", "<D_5004>14.7000"))));
    }
    void sums_are_exact_at_any_size()
    {
        using e_invoice::Exact;
        Exact sum;
        for (int i = 0; i < 10; ++i)
            sum += Decimal { 1, 1 };
        CPPUNIT_ASSERT_EQUAL(std::string { "1.00" }, sum.text());
        Decimal const largest { 999'999'999'999'999'999, 0 };
        CPPUNIT_ASSERT_EQUAL(std::string { "1999999999999999998.00" }, (Exact { largest } + largest).text());
        CPPUNIT_ASSERT_EQUAL(-1, (Exact { largest } + largest).decimal().scale);
        CPPUNIT_ASSERT_EQUAL(std::string { "999999999999999999.00" }, Exact::part(largest, { 100, 0 }).text());
        CPPUNIT_ASSERT_EQUAL(std::string { "0.13" }, Exact::part({ 5, 1 }, { 25, 0 }).text()); // 0.125: half away from zero
        CPPUNIT_ASSERT_EQUAL(std::string { "-0.13" }, Exact::part({ -5, 1 }, { 25, 0 }).text());
        CPPUNIT_ASSERT_EQUAL(std::string { "-0.000000001" }, (Exact {} - Decimal { 1, 9 }).text());
        Exact const shorter { Decimal { 1250, 3 } };
        CPPUNIT_ASSERT_EQUAL(2, shorter.decimal().scale);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EInvoiceTest);

}
