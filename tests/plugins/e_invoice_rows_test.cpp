// What an electronic invoice becomes: the rows of the portal, and the file that the customer gets.
#include "plugins/text_delivery.h"

#include <portal/e_invoice/rows.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace {

using namespace portal::sdk;
using portal::test::TextDelivery;

std::string file(std::string const& name)
{
    std::ifstream in { std::string { std::getenv("PORTAL_SOURCE") } + "/tests/plugins/e_invoices/" + name, std::ios::binary };
    return { std::istreambuf_iterator<char> { in }, {} };
}

// A row as "field=value ...", empty fields left out.
struct Line {
    std::string all;
    void add(char const* name, std::string const& value) { all += value.empty() ? "" : (all.empty() ? "" : " ") + std::string { name } + "=" + value; }

    void text(char const* name, portal_text const& value, std::size_t, Need) { add(name, std::string { from_c(value) }); }
    void word(char const* name, portal_text const& value, std::initializer_list<std::string_view>) { add(name, std::string { from_c(value) }); }
    void date(char const* name, portal_date const& value, Need)
    {
        if (value.year != 0)
            add(name, std::to_string(value.year) + "/" + std::to_string(value.month) + "/" + std::to_string(value.day));
    }
    void money(char const* name, portal_money const& value, Need) { add(name, std::to_string(value.minor)); }
    void decimal(char const* name, portal_decimal const& value, Need)
    {
        if (value.scale >= 0)
            add(name, std::to_string(value.value) + (value.scale == 0 ? "" : "e-" + std::to_string(value.scale)));
    }
    template <typename Number> void number(char const* name, Number value, std::int64_t, std::int64_t) { add(name, std::to_string(value)); }
};

class Recorder {
public:
    Recorder()
    {
        m_border.size = sizeof m_border;
        m_border.ctx = this;
        m_border.begin = take<portal_delivery_head>;
        m_border.customer = take<portal_customer_row>;
        m_border.supply_point = take<portal_supply_point_row>;
        m_border.meter = take<portal_meter_row>;
        m_border.meter_register = take<portal_register_row>;
        m_border.reading = take<portal_reading_row>;
        m_border.invoice = take<portal_invoice_row>;
        m_border.invoice_line = take<portal_invoice_line_row>;
        m_border.transaction = take<portal_transaction_row>;
        m_border.document = [](void* self, portal_document_row const* row) {
            static_cast<Recorder*>(self)->original.assign(static_cast<char const*>(row->bytes), row->len);
            return take<portal_document_row>(self, row);
        };
        m_border.problem = [](void* self, portal_text at, std::uint64_t line, portal_error const* error) {
            static_cast<Recorder*>(self)->problems.push_back(
                std::string { from_c(at) } + ":" + std::to_string(line) + " " + error->key + " " + error->field + ": " + error->detail);
            return portal_status { PORTAL_OK };
        };
    }
    Recorder(Recorder const&) = delete;
    Recorder& operator=(Recorder const&) = delete;

    Sink sink() const { return Sink { m_border }; }
    std::vector<std::string> rows, problems;
    std::string original;

private:
    template <typename Row> static portal_status take(void* self, Row const* row)
    {
        Line line;
        visit_fields(*row, line);
        static_cast<Recorder*>(self)->rows.push_back(line.all);
        return PORTAL_OK;
    }
    portal_import_sink m_border {};
};

class EInvoiceRowsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(EInvoiceRowsTest);
    CPPUNIT_TEST(a_water_bill_gives_all_its_rows);
    CPPUNIT_TEST(what_a_bill_asks_for_is_what_it_books);
    CPPUNIT_TEST(rounded_numbers_are_as_short_as_they_can_be);
    CPPUNIT_TEST(allowances_of_the_whole_bill_are_lines);
    CPPUNIT_TEST(a_credit_note_lowers_the_debt);
    CPPUNIT_TEST(only_a_corrected_invoice_takes_the_place_of_another);
    CPPUNIT_TEST(a_negative_invoice_gives_back_what_it_names);
    CPPUNIT_TEST(lines_of_one_number_or_of_a_long_one_are_all_there);
    CPPUNIT_TEST(copies_and_cancellations_are_no_bills);
    CPPUNIT_TEST(the_utility_says_where_the_customers_number_is);
    CPPUNIT_TEST(customers_and_points_come_once_in_a_delivery);
    CPPUNIT_TEST(a_bill_that_does_not_add_up_is_listed_and_skipped);
    CPPUNIT_TEST(the_original_comes_byte_by_byte);
    CPPUNIT_TEST(a_file_of_several_invoices_goes_to_no_customer);
    CPPUNIT_TEST(another_format_or_currency_is_refused);
    CPPUNIT_TEST(long_texts_are_cut_between_characters);
    CPPUNIT_TEST_SUITE_END();

    static void read(Recorder& recorder, e_invoice::RowOptions const& options, std::vector<std::pair<std::string, std::string>> files)
    {
        TextDelivery text { std::move(files), 1'000 };
        Delivery delivery { text.border() };
        auto sink = recorder.sink();
        e_invoice::Rows rows { options };
        while (auto const name = delivery.next())
            rows.read(delivery, *name, sink);
    }
    static Recorder& read(Recorder& recorder, std::string const& name, e_invoice::RowOptions const& options = { .currency = "EUR" })
    {
        read(recorder, options, { { name, file(name) } });
        return recorder;
    }
    static std::string all(Recorder const& recorder)
    {
        std::string text;
        for (auto const& row : recorder.rows)
            text += row + "\n";
        return text;
    }
    static void has(Recorder const& recorder, std::string const& part) { CPPUNIT_ASSERT_MESSAGE(all(recorder), all(recorder).find(part) != std::string::npos); }

public:
    void a_water_bill_gives_all_its_rows()
    {
        Recorder recorder;
        read(recorder, "eslog20-water.xml", { .currency = "EUR", .service = "water" });
        CPPUNIT_ASSERT_EQUAL(
            std::string { "number=211 name=Žiga Šuštar street=Rečna ulica 4 postal_code=1370 town=Logatec country=SI\n"
                          "number=OM-4411 customer=211 street=Rečna ulica 4a postal_code=1370 town=Logatec service=water\n"
                          "number=2018-V-77 kind=invoice reference=SI12 1805000002114 customer=211 supply_point=OM-4411 iban=SI56040010046655188 "
                          "purpose_code=WTER issued=2018/5/31 due=2018/6/15 service_from=2018/5/1 service_to=2018/5/31 net=1800 vat=167 total=1967 "
                          "prepaid=500 payable=1470\n"
                          "invoice=2018-V-77 number=1 description=Vodarina unit=m³ supply_point=OM-4411 register_code=1 from=2018/5/1 to=2018/5/31 "
                          "quantity=18 unit_price=7512e-4 old_reading=1204 new_reading=1222 vat_percent=95e-1 net=1352\n"
                          "number=4411-7 supply_point=OM-4411 medium=water\n"
                          "meter=4411-7 code=1 unit=m³ digits=8 decimals=0\n"
                          "id=2018-V-77/1 meter=4411-7 register_code=1 source=utility read_on=2018/5/31 value=1222\n"
                          "invoice=2018-V-77 number=2 description=Omrežnina unit=mo supply_point=OM-4411 quantity=1 unit_price=41e-1 vat_percent=95e-1 "
                          "net=410\n"
                          "invoice=2018-V-77 number=3 description=Zamudne obresti supply_point=OM-4411 quantity=1 unit_price=38e-2 vat_percent=0 net=38\n"
                          "external_id=2018-V-77 customer=211 kind=invoice invoice=2018-V-77 reference=SI12 1805000002114 booked=2018/5/31 amount=1470\n"
                          "invoice=2018-V-77 media_type=application/xml file_name=eslog20-water.xml\n" },
            all(recorder));
    }
    // Rounded, less what is prepaid; a credit note's is negative.
    void what_a_bill_asks_for_is_what_it_books()
    {
        for (std::string const name : { "cii-heat.xml", "eslog16-gas.xml", "eslog20-water.xml", "ubl-credit-note.xml", "ubl-everything.xml" }) {
            Recorder recorder;
            auto const rows = all(read(recorder, name));
            auto const behind = [&](std::string const& field) {
                auto const at = rows.find(" " + field + "=");
                CPPUNIT_ASSERT_MESSAGE(name + "\n" + rows, at != std::string::npos);
                return rows.substr(at + field.size() + 2, rows.find_first_of(" \n", at + 1) - at - field.size() - 2);
            };
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, behind("payable"), behind("amount"));
        }
    }
    // A row's rate has two decimals at most.
    void rounded_numbers_are_as_short_as_they_can_be()
    {
        Recorder recorder;
        auto content = file("ubl-credit-note.xml");
        content.replace(content.find(">0.0805<"), 8, ">0.08050000014<");
        content.replace(content.find(">12<"), 4, ">11.99999999999<");
        for (auto at = content.find(">22<"); at != std::string::npos; at = content.find(">22<"))
            content.replace(at, 4, ">22.0049<");
        read(recorder, { .currency = "EUR" }, { { "a.xml", content } });
        has(recorder, "quantity=-12 unit_price=805e-4 vat_percent=22 net=-97\n");
    }
    void allowances_of_the_whole_bill_are_lines()
    {
        Recorder recorder;
        read(recorder, "ubl-everything.xml");
        has(recorder, "number=A1 description=e-račun supply_point=SI-OM-99 quantity=1 unit_price=-1 vat_percent=22 net=-100\n");
        has(recorder, "number=A2 description=Opomin supply_point=SI-OM-99 quantity=1 unit_price=25e-1 vat_percent=0 net=250\n");
        // 85.005 for a thousand
        has(recorder, "quantity=12345e-1 unit_price=85005e-6 old_reading=100005e-1 new_reading=11235 vat_percent=22 net=10000\n");
        has(recorder, "prepaid=20000 payable=-7325\n");
    }
    void a_credit_note_lowers_the_debt()
    {
        Recorder recorder;
        read(recorder, "ubl-credit-note.xml");
        has(recorder, "number=D-5 kind=credit_note corrects=2018-0003");
        has(recorder, "net=-97 vat=-21 total=-118 prepaid=0 payable=-118\n");
        has(recorder, "quantity=-12 unit_price=805e-4 vat_percent=22 net=-97\n");
        has(recorder, "kind=credit_note invoice=D-5 reference=SI121805000002289 booked=2018/6/20 amount=-118\n");
    }
    void only_a_corrected_invoice_takes_the_place_of_another()
    {
        Recorder corrected, final;
        read(corrected, "ubl-everything.xml");
        has(corrected, "number=E-2019-7 kind=invoice corrects=E-2019-3 ");
        // One that names partial invoices before it, which stay to be paid.
        auto text = file("ubl-everything.xml");
        text.replace(text.find(">384<"), 5, ">380<");
        read(final, { .currency = "EUR" }, { { "final.xml", text } });
        has(final, "number=E-2019-7 kind=invoice reference=");
    }
    // As an invoice (380) or as a correction (384). One that is only prepaid to more than its total takes the place of the other (above).
    void a_negative_invoice_gives_back_what_it_names()
    {
        for (auto const* type : { "380", "384" }) {
            auto text = file("ubl-credit-note.xml");
            for (auto const& [what, with] : std::initializer_list<std::pair<std::string, std::string>> { { ":CreditNote-2", ":Invoice-2" },
                     { "CreditNote", "Invoice" }, { "CreditedQuantity", "InvoicedQuantity" }, { ">381<", std::string { ">" } + type + "<" },
                     { ">12<", ">-12<" }, { ">0.97<", ">-0.97<" }, { ">0.21<", ">-0.21<" }, { ">1.18<", ">-1.18<" } })
                for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
                    text.replace(at, what.size(), with);
            Recorder recorder;
            read(recorder, { .currency = "EUR" }, { { "a.xml", text } });
            CPPUNIT_ASSERT_MESSAGE(recorder.problems.empty() ? "" : recorder.problems[0], recorder.problems.empty());
            has(recorder, "number=D-5 kind=credit_note corrects=2018-0003");
            has(recorder, "net=-97 vat=-21 total=-118 prepaid=0 payable=-118\n");
            has(recorder, "kind=credit_note invoice=D-5 reference=SI121805000002289 booked=2018/6/20 amount=-118\n");
        }
    }
    void lines_of_one_number_or_of_a_long_one_are_all_there()
    {
        auto text = file("eslog20-water.xml");
        for (auto const& [what, with] : std::initializer_list<std::pair<std::string, std::string>> {
                 { "<D_1082>2<", "<D_1082>1<" }, { "<D_1082>3<", "<D_1082>A1-with-a-very-long-number-of-its-own<" } })
            text.replace(text.find(what), what.size(), with);
        Recorder recorder;
        read(recorder, { .currency = "EUR", .service = "water" }, { { "a.xml", text } });
        for (auto const* line : { "number=1 description=Vodarina", "number=2 description=Omrežnina", "number=3 description=Zamudne obresti" })
            has(recorder, line);
        has(recorder, "id=2018-V-77/1 meter=4411-7");
    }
    void copies_and_cancellations_are_no_bills()
    {
        for (auto const& [function, key] : std::initializer_list<std::pair<char const*, char const*>> {
                 { "31", "e_invoice.copy" }, { "7", "e_invoice.copy" }, { "1", "e_invoice.cancellation" } })
            for (auto const& [name, what, with] : std::initializer_list<std::array<std::string, 3>> {
                     { "eslog20-water.xml", "</S_BGM>", std::string { "<D_1225>" } + function + "</D_1225></S_BGM>" },
                     { "eslog16-gas.xml", "<FunkcijaRacuna>9<", std::string { "<FunkcijaRacuna>" } + function + "<" } }) {
                auto text = file(name);
                text.replace(text.find(what), what.size(), with);
                Recorder recorder;
                read(recorder, { .currency = "EUR" }, { { name, text } });
                CPPUNIT_ASSERT(recorder.rows.empty());
                CPPUNIT_ASSERT_MESSAGE(recorder.problems.at(0), recorder.problems[0].find(key) != std::string::npos);
            }
    }
    void the_utility_says_where_the_customers_number_is()
    {
        Recorder by_contract;
        read(by_contract, "ubl-everything.xml", { .currency = "EUR", .customer = e_invoice::CustomerNumber::contract });
        has(by_contract, "number=P-12 name=Špela Žnidaršič");
        using e_invoice::CustomerNumber;
        Recorder by_reference, by_payment, by_nothing;
        read(by_reference, "eslog20-water.xml", { .currency = "EUR", .customer = CustomerNumber::buyer_reference });
        has(by_reference, "number=REF-9 name=Žiga Šuštar");
        e_invoice::RowOptions options { .currency = "EUR", .customer = CustomerNumber::payment_reference };
        options.reference = [](std::string_view reference) { return std::string { reference.substr(5) }; };
        options.customer_of = [](std::string_view canonical) { return std::string { canonical.substr(4, 8) }; };
        read(by_payment, "eslog20-water.xml", options);
        has(by_payment, "number=00000211 name=Žiga Šuštar");
        read(by_nothing, "ubl-credit-note.xml", { .currency = "EUR", .customer = CustomerNumber::buyer_reference });
        CPPUNIT_ASSERT_EQUAL(std::string { "ubl-credit-note.xml:2 e_invoice.no_customer BT-10: " }, by_nothing.problems.at(0));
    }
    void customers_and_points_come_once_in_a_delivery()
    {
        Recorder recorder;
        auto second = file("eslog20-water.xml");
        second.replace(second.find("2018-V-77"), 9, "2018-V-78");
        read(recorder, { .currency = "EUR", .service = "water" }, { { "a.xml", file("eslog20-water.xml") }, { "b.xml", second } });
        CPPUNIT_ASSERT(recorder.problems.empty());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 11 + 6 }, recorder.rows.size());
    }
    void a_bill_that_does_not_add_up_is_listed_and_skipped()
    {
        Recorder recorder;
        auto wrong = file("ubl-credit-note.xml");
        wrong.replace(wrong.find("1.18"), 4, "1.19");
        read(recorder, { .currency = "EUR" }, { { "a.xml", wrong } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, recorder.rows.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "a.xml:2 e_invoice.does_not_add_up BR-CO-15: the total with VAT (BT-112) is 1.19 EUR, but net + VAT (BT-109 + "
                                           "BT-110) is 1.18 EUR; and 1 more" },
            recorder.problems.at(0));
    }
    void the_original_comes_byte_by_byte()
    {
        for (auto const* name : { "cii-heat.xml", "eslog16-gas.xml", "ubl-everything.xml" }) {
            Recorder recorder;
            CPPUNIT_ASSERT(read(recorder, name).original == file(name));
        }
        Recorder without;
        CPPUNIT_ASSERT(read(without, "cii-heat.xml", { .currency = "EUR", .keeps_original = false }).original.empty());
    }
    // Not even when only one of them can be read: it would show the other one's.
    void a_file_of_several_invoices_goes_to_no_customer()
    {
        auto const without_prolog = [](std::string const& content) { return content.substr(content.find("?>") + 2); };
        auto const right = without_prolog(file("eslog20-water.xml")), other = without_prolog(file("ubl-credit-note.xml"));
        auto unreadable = other, wrong = other, foreign = other;
        unreadable.replace(unreadable.find("2018-06-20"), 10, "20.6.2018.");
        wrong.replace(wrong.find("1.18"), 4, "1.19");
        foreign.replace(foreign.find("CreditNote-2"), 12, "CreditNote-9");
        for (auto const& second : { other, unreadable, wrong, foreign }) {
            for (auto const& content : { right + second, second + right }) {
                Recorder recorder;
                read(recorder, { .currency = "EUR" }, { { "all.xml", "<Delivery>" + content + "</Delivery>" } });
                CPPUNIT_ASSERT(!recorder.rows.empty());
                CPPUNIT_ASSERT(recorder.original.empty());
            }
        }
    }
    void another_format_or_currency_is_refused()
    {
        Recorder format, currency;
        read(format, "cii-heat.xml", { .currency = "EUR", .format = "ubl" });
        CPPUNIT_ASSERT(format.rows.empty() && format.problems.at(0).find("e_invoice.unknown") != std::string::npos);
        read(currency, "cii-heat.xml", { .currency = "HRK" });
        CPPUNIT_ASSERT(currency.rows.empty() && currency.problems.at(0).find("row.bad_currency") != std::string::npos);
    }
    void long_texts_are_cut_between_characters()
    {
        Recorder recorder;
        auto content = file("ubl-credit-note.xml");
        std::string name;
        for (int i = 0; i < 200; ++i)
            name += "č\n";
        content.replace(content.find("Ana Čeh"), 8, name);
        read(recorder, { .currency = "EUR" }, { { "a.xml", content } });
        CPPUNIT_ASSERT_MESSAGE(recorder.problems.empty() ? "" : recorder.problems[0], recorder.problems.empty());
        has(recorder, "name=č č č");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EInvoiceRowsTest);

}
