// e-SLOG as billing systems here really write it: sums of 1.6 beside the few of its example, and groups of 2.0 that are not about VAT.
#include "plugins/e_invoices.h"

namespace {

using namespace portal::test;

// "lines|allowances|net|VAT|total|paid|rounding|due"
std::string totals(Invoice const& invoice)
{
    auto const& t = invoice.totals;
    return joined({ text(t.lines), text(t.allowances), text(t.net), text(t.vat), text(t.total), text(t.prepaid), text(t.rounding), text(t.payable) });
}

// e-SLOG 1.6 with some texts in the place of others.
Invoice eslog16(std::initializer_list<std::pair<std::string, std::string>> changes)
{
    auto content = file("eslog16-gas.xml");
    for (auto const& [what, with] : changes)
        content = replaced(content, what, with);
    return only(content);
}
std::pair<std::string, std::string> sum(std::string const& code, std::string const& before, std::string const& now)
{
    auto const begin = "<VrstaZneska>" + code + "</VrstaZneska><ZnesekRacuna>";
    return { begin + before, begin + now };
}
std::pair<std::string, std::string> more(std::string const& element) { return { "  </Racun>", element + "  </Racun>" }; }
std::pair<std::string, std::string> more_sums(std::string const& code, std::string const& amount)
{
    return more("<PovzetekZneskovRacuna><ZneskiRacuna><VrstaZneska>" + code + "</VrstaZneska><ZnesekRacuna>" + amount
        + "</ZnesekRacuna></ZneskiRacuna></PovzetekZneskovRacuna>");
}
std::pair<std::string, std::string> discount(std::string const& amount)
{
    return more("<GlobalniPopusti><OpisPopusta>Skupni popust</OpisPopusta><TipPopusta>PP</TipPopusta><OdstotekPopusta>10</OdstotekPopusta><ZnesekPopusta>"
        + amount + "</ZnesekPopusta></GlobalniPopusti>");
}

// e-SLOG 2.0 likewise.
Invoice eslog20(std::initializer_list<std::pair<std::string, std::string>> changes)
{
    auto content = file("eslog20-water.xml");
    for (auto const& [what, with] : changes)
        content = replaced(content, what, with);
    return only(content);
}
std::string const excise_of_line
    = "<G_SG34><S_TAX><D_5283>7</D_5283><C_C241><D_5153>EXC</D_5153></C_C241><C_C243><D_5278>3</D_5278></C_C243><D_5305>Z</D_5305></S_TAX></G_SG34>";
std::string const excise_of_all = "<G_SG52><S_TAX><D_5283>7</D_5283><C_C241><D_5153>EXC</D_5153></C_C241><D_5305>S</D_5305></S_TAX></G_SG52>";

class EInvoiceEslogTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(EInvoiceEslogTest);
    CPPUNIT_TEST(a_discount_on_the_whole_is_an_allowance);
    CPPUNIT_TEST(a_discount_on_the_whole_may_be_in_the_lines_already);
    CPPUNIT_TEST(a_discount_on_the_whole_is_shared_by_the_rates);
    CPPUNIT_TEST(a_discount_that_is_not_the_difference_does_not_add_up);
    CPPUNIT_TEST(rounding_has_two_codes);
    CPPUNIT_TEST(late_interest_comes_behind_the_total);
    CPPUNIT_TEST(what_is_not_taxed_needs_no_vat);
    CPPUNIT_TEST(an_items_code_is_no_part_of_its_name);
    CPPUNIT_TEST(excise_is_no_vat);
    CPPUNIT_TEST(zero_rated_with_a_rate_is_taxed);
    CPPUNIT_TEST(a_date_may_come_after_its_code);
    CPPUNIT_TEST(the_customers_number_may_stand_where_1_6_had_it);
    CPPUNIT_TEST(who_has_to_pay_is_said);
    CPPUNIT_TEST(a_note_of_1_6_goes_on_in_its_next_texts);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_discount_on_the_whole_is_an_allowance()
    {
        for (auto const* of_lines : { "12.74", "6.60" }) { // all discounts, or those of lines only
            auto const invoice = eslog16(
                { discount("6.14"), sum("53", "6.60", of_lines), sum("125", "61.40", "55.26"), sum("176", "13.51", "12.16"), sum("86", "74.91", "67.42"),
                    sum("9", "74.91", "67.42"), { "<ZnesekDavka>61.40", "<ZnesekDavka>55.26" }, { "<ZnesekDavka>13.51", "<ZnesekDavka>12.16" } });
            CPPUNIT_ASSERT_EQUAL(std::string { "61.40|6.14|55.26|12.16|67.42|-|-|67.42" }, totals(invoice));
            CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
            auto const& one = invoice.allowances.at(0);
            CPPUNIT_ASSERT_EQUAL(std::string { "Skupni popust|6.14|10.00|S|22.00" },
                joined({ one.reason, text(one.amount), text(one.percent), one.vat_category, text(one.vat_percent) }));
        }
    }
    void a_discount_on_the_whole_may_be_in_the_lines_already()
    {
        auto const invoice = eslog16({ discount("6.60") });
        CPPUNIT_ASSERT_EQUAL(std::string { "61.40|-|61.40|13.51|74.91|-|-|74.91" }, totals(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        CPPUNIT_ASSERT(invoice.allowances.empty());
    }
    void a_discount_on_the_whole_is_shared_by_the_rates()
    {
        std::string const second
            = "<PovzetekDavkovRacuna><DavkiRacuna><VrstaDavka>VAT</VrstaDavka><OdstotekDavka>9.5</OdstotekDavka></DavkiRacuna><ZneskiDavkov>"
              "<VrstaZneskaDavka>125</VrstaZneskaDavka><ZnesekDavka>1.80</ZnesekDavka></ZneskiDavkov><ZneskiDavkov><VrstaZneskaDavka>124"
              "</VrstaZneskaDavka><ZnesekDavka>0.17</ZnesekDavka></ZneskiDavkov></PovzetekDavkovRacuna>";
        auto content = file("eslog16-gas.xml");
        auto const at = content.rfind("<OdstotekDavkaPostavke>22"); // of the last line, 2.00
        content.replace(at, 25, "<OdstotekDavkaPostavke>9.5");
        for (auto const& [what, with] : std::initializer_list<std::pair<std::string, std::string>> { discount("6.14"), more(second), sum("53", "6.60", "12.74"),
                 sum("125", "61.40", "55.26"), sum("176", "13.51", "11.93"), sum("86", "74.91", "67.19"), sum("9", "74.91", "67.19"),
                 { "<ZnesekDavka>61.40", "<ZnesekDavka>53.46" }, { "<ZnesekDavka>13.51", "<ZnesekDavka>11.76" } })
            content = replaced(content, what, with);
        auto const invoice = only(content);
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "5.94|22.00|0.20|9.50" },
            joined({ text(invoice.allowances.at(0).amount), text(invoice.allowances[0].vat_percent), text(invoice.allowances.at(1).amount),
                text(invoice.allowances[1].vat_percent) }));
    }
    void a_discount_that_is_not_the_difference_does_not_add_up()
    {
        auto const invoice
            = eslog16({ discount("5.00"), sum("53", "6.60", "12.74"), sum("125", "61.40", "55.26"), sum("176", "13.51", "12.16"), sum("86", "74.91", "67.42"),
                sum("9", "74.91", "67.42"), { "<ZnesekDavka>61.40", "<ZnesekDavka>55.26" }, { "<ZnesekDavka>13.51", "<ZnesekDavka>12.16" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-CO-10 BR-S-08 " }, rules(invoice));
    }
    void rounding_has_two_codes()
    {
        for (auto const* code : { "165", "366" }) {
            auto const invoice = eslog16({ more_sums(code, "0.09"), sum("9", "74.91", "75.00") });
            CPPUNIT_ASSERT_EQUAL(std::string { "61.40|-|61.40|13.51|74.91|-|0.09|75.00" }, totals(invoice));
            CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        }
    }
    void late_interest_comes_behind_the_total()
    {
        auto const invoice = eslog16({ more_sums("131", "5.00"), sum("9", "74.91", "79.91") });
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "Zamudne obresti|5.00" }, joined({ invoice.extras.at(0).description, text(invoice.extras[0].amount) }));
        // It is in a line already.
        auto const repeated = eslog16({ more_sums("131", "2.00") });
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(repeated));
        CPPUNIT_ASSERT(repeated.extras.empty());
        auto const wrong = eslog16({ more_sums("131", "5.00"), sum("9", "74.91", "79.90") });
        CPPUNIT_ASSERT_EQUAL(std::string { "the amount due (BT-115) is 79.90 EUR, but total - paid + rounding (BT-112 - BT-113 + BT-114) + late interest is "
                                           "79.91 EUR" },
            e_invoice::broken_rules(wrong).at(0).message);
    }
    void what_is_not_taxed_needs_no_vat()
    {
        std::string const untaxed = "<PovzetekDavkovRacuna><DavkiRacuna/><ZneskiDavkov><VrstaZneskaDavka>125</VrstaZneskaDavka><ZnesekDavka>2.00</ZnesekDavka>"
                                    "</ZneskiDavkov></PovzetekDavkovRacuna>";
        auto content = file("eslog16-gas.xml");
        std::string const tax
            = "<DavkiNaPostavki><VrstaDavkaPostavke>VAT</VrstaDavkaPostavke><OdstotekDavkaPostavke>22</OdstotekDavkaPostavke></DavkiNaPostavki>";
        content.erase(content.rfind(tax), tax.size());
        for (auto const& [what, with] : std::initializer_list<std::pair<std::string, std::string>> { sum("176", "13.51", "13.07"), sum("86", "74.91", "74.47"),
                 sum("9", "74.91", "74.47"), { "<ZnesekDavka>61.40", "<ZnesekDavka>59.40" }, { "<ZnesekDavka>13.51", "<ZnesekDavka>13.07" } })
            content = replaced(content, what, with);
        for (auto const& summary : { untaxed, std::string {} }) // 125 has a group of its own, or none
            for (auto const* base : { "59.40", "61.40" }) { // what is taxed, or everything
                auto const [what, with] = sum("125", "61.40", base);
                auto const [end, group] = more(summary);
                auto const invoice = only(replaced(replaced(content, what, with), end, group));
                CPPUNIT_ASSERT_EQUAL(std::string { "61.40|-|61.40|13.07|74.47|-|-|74.47" }, totals(invoice));
                CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
                CPPUNIT_ASSERT_EQUAL(
                    std::string { "O|2.00|0.00" }, joined({ invoice.vat.at(1).category, text(invoice.vat[1].base), text(invoice.vat[1].amount) }));
            }
    }
    void an_items_code_is_no_part_of_its_name()
    {
        auto const invoice = eslog16({ { "<OpisArtikla><OpisArtikla1>Zemeljski", "<OpisArtikla><VrstaArtikla>CU</VrstaArtikla><OpisArtikla1>Zemeljski" },
            { "<CenaPostavke><Cena>0.55",
                "<ReferencniDokumentiPostavke><VrstaDokumentaPostavke>AVE</VrstaDokumentaPostavke><StevilkaDokumentaPostavke>"
                "G-7</StevilkaDokumentaPostavke></ReferencniDokumentiPostavke><CenaPostavke><Cena>0.55" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "Zemeljski plin|G-7" }, joined({ invoice.lines.at(0).name, invoice.lines[0].object }));
    }

    void excise_is_no_vat()
    {
        auto const invoice = eslog20({ { "      <G_SG34>", excise_of_line + "<G_SG34>" }, { "    <G_SG52>", excise_of_all + "<G_SG52>" } });
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "S|9.50" }, joined({ invoice.lines.at(0).vat_category, text(invoice.lines[0].vat_percent) }));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, invoice.vat.size());
    }
    void zero_rated_with_a_rate_is_taxed()
    {
        auto content = file("eslog20-water.xml");
        for (auto at = content.find("<D_5305>S<"); at != std::string::npos; at = content.find("<D_5305>S<"))
            content.replace(at, 10, "<D_5305>Z<");
        auto const invoice = only(content);
        CPPUNIT_ASSERT_EQUAL(std::string {}, rules(invoice));
        CPPUNIT_ASSERT_EQUAL(std::string { "S|9.50|S|9.50" },
            joined({ invoice.lines.at(0).vat_category, text(invoice.lines[0].vat_percent), invoice.vat.at(0).category, text(invoice.vat[0].percent) }));
        // Its sums are looked at all the same.
        CPPUNIT_ASSERT_EQUAL(std::string { "BR-S-08 " }, rules(only(replaced(content, "<D_5004>17.62", "<D_5004>19.62"))));
    }
    void a_date_may_come_after_its_code()
    {
        auto const invoice = eslog20({ { "<S_DTM><C_C507><D_2005>35<", "<S_DTM><C_C507><D_2005>35</D_2005></C_C507></S_DTM><S_DTM><C_C507><D_2005>35<" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "2018/5/31" }, text(invoice.delivered));
    }
    void the_customers_number_may_stand_where_1_6_had_it()
    {
        auto const number
            = [](std::string const& of) { return "<G_SG3><S_RFF><C_C506><D_1153>IT</D_1153><D_1154>" + of + "</D_1154></C_C506></S_RFF></G_SG3>"; };
        auto const receiver = "<G_SG2><S_NAD><D_3035>IV</D_3035></S_NAD>" + number("4711") + "</G_SG2>";
        auto const without = std::pair { "<C_C082><D_3039>211</D_3039></C_C082>", "" };
        auto const with_receiver = std::pair { std::string { "    <G_SG7>" }, receiver + "<G_SG7>" };
        auto const of_buyer = std::pair { std::string { "<G_SG3>" }, number("815") + "<G_SG3>" };
        CPPUNIT_ASSERT_EQUAL(std::string { "211" }, eslog20({ with_receiver, of_buyer }).buyer.id);
        CPPUNIT_ASSERT_EQUAL(std::string { "815" }, eslog20({ without, with_receiver, of_buyer }).buyer.id);
        CPPUNIT_ASSERT_EQUAL(std::string { "4711" }, eslog20({ without, with_receiver }).buyer.id);
    }
    void who_has_to_pay_is_said()
    {
        using e_invoice::Payment;
        CPPUNIT_ASSERT(eslog16({}).payment == Payment::asked);
        for (auto const& [code, expected] : std::initializer_list<std::pair<std::string, Payment>> {
                 { "1", Payment::direct_debit }, { "2", Payment::paid }, { "3", Payment::other }, { "9", Payment::unsaid } }) {
            CPPUNIT_ASSERT(eslog16({ { "<NacinPlacila>0", "<NacinPlacila>" + code } }).payment == expected);
            std::string const text = "    <S_FTX><D_4451>PAI</D_4451><C_C108><D_4440>" + code + "</D_4440></C_C108></S_FTX>";
            CPPUNIT_ASSERT(eslog20({ { "    <S_FTX>", text + "<S_FTX>" } }).payment == expected);
        }
    }
    void a_note_of_1_6_goes_on_in_its_next_texts()
    {
        std::string const cut(69, 'a');
        auto const invoice = eslog16({ { "<Tekst2>Hvala</Tekst2>", "<Tekst2>" + cut + "b</Tekst2><Tekst3>c</Tekst3><Tekst5>in hvala</Tekst5>" },
            more("<PoljubnoBesedilo><Besedilo><Tekst1>NOGA_TEKST</Tekst1><Tekst2>Noga</Tekst2></Besedilo></PoljubnoBesedilo>") });
        CPPUNIT_ASSERT_EQUAL(cut + "bc in hvala|Noga", joined({ invoice.note(), invoice.notes.at(1) }));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EInvoiceEslogTest);

}
