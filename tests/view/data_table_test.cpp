// A customer's own rows as CSV and JSON: what a spreadsheet and a program make of them.
#include "view/data_table.h"

#include "view/samples/samples.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::view;

namespace {

Currency const s_euro { "EUR" };

std::string file(DataForm form, std::string const& language, std::vector<std::vector<DataField>> const& rows)
{
    Texts const texts { samples::theme_sources().catalogues, language };
    Format const format { texts };
    DataTable table { form, { "number", "due", "total", "value" }, { texts, format } };
    for (auto const& row : rows)
        table.add(row);
    return std::move(table).finish();
}

std::string csv_cell(std::string const& text)
{
    auto const all = file(DataForm::csv, "sl", { { text, {}, {}, {} } });
    auto const line = all.substr(all.find("\r\n") + 2);
    return line.substr(0, line.rfind(";;;"));
}

class DataTableTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DataTableTest);
    CPPUNIT_TEST(a_spreadsheet_reads_slovenian_numbers);
    CPPUNIT_TEST(english_numbers_have_a_point);
    CPPUNIT_TEST(json_is_the_same_in_every_language);
    CPPUNIT_TEST(no_text_becomes_a_formula);
    CPPUNIT_TEST(an_amount_below_zero_stays_a_number);
    CPPUNIT_TEST(hostile_texts_stay_inside_their_field);
    CPPUNIT_TEST(no_row_at_all_is_a_whole_file);
    CPPUNIT_TEST_SUITE_END();

    static std::vector<DataField> row() { return { "R1", *date_from_iso("2018-06-15"), Money { 123456, s_euro }, Quantity { 75120, 4 } }; }

public:
    void a_spreadsheet_reads_slovenian_numbers()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string { "\xEF\xBB\xBFŠtevilka;Rok plačila;Skupaj;Stanje\r\nR1;2018-06-15;1234,56;7,5120\r\n" }, file(DataForm::csv, "sl", { row() }));
    }
    void english_numbers_have_a_point()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string { "\xEF\xBB\xBFNumber;Due date;Total;Reading\r\nR1;2018-06-15;1234.56;7.5120\r\n" }, file(DataForm::csv, "en", { row() }));
    }
    void json_is_the_same_in_every_language()
    {
        auto const expected = std::string { "[\n{\"number\": \"R1\", \"due\": \"2018-06-15\", \"total\": 123456, \"value\": 7.5120},\n"
                                            "{\"number\": \"R2\", \"due\": null, \"total\": null, \"value\": null}\n]\n" };
        for (auto const* language : { "sl", "en" })
            CPPUNIT_ASSERT_EQUAL(expected, file(DataForm::json, language, { row(), { "R2", {}, {}, {} } }));
    }
    void no_text_becomes_a_formula()
    {
        for (auto const* text : { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1" })
            CPPUNIT_ASSERT_EQUAL("\"'" + std::string { text } + "\"", csv_cell(text));
        CPPUNIT_ASSERT_EQUAL(std::string { "1-1=0" }, csv_cell("1-1=0"));
    }
    void an_amount_below_zero_stays_a_number()
    {
        auto const text = file(DataForm::csv, "sl", { { "R1", {}, Money { -1, s_euro }, Quantity { -5 } } });
        CPPUNIT_ASSERT(text.find("R1;;-0,01;-5\r\n") != std::string::npos);
    }
    void hostile_texts_stay_inside_their_field()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "\"a;b\"\"c\r\nd\"" }, csv_cell("a;b\"c\r\nd"));
        auto const json = file(DataForm::json, "sl", { { "a\"},{\"b\\\n", {}, {}, {} } });
        CPPUNIT_ASSERT(json.find(R"("a\"},{\"b\\\n")") != std::string::npos);
    }
    void no_row_at_all_is_a_whole_file()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "[]\n" }, file(DataForm::json, "sl", {}));
        CPPUNIT_ASSERT(file(DataForm::csv, "sl", {}).ends_with("Stanje\r\n"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DataTableTest);

}
