// What the SDK reads for plugin authors: numbers, dates, lines, references.
#include "plugins/text_delivery.h"

#include <portal/references/si.hpp>

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace portal::sdk;

class SdkTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(SdkTest);
    CPPUNIT_TEST(numbers_have_a_decimal_comma);
    CPPUNIT_TEST(what_is_no_number_is_refused);
    CPPUNIT_TEST(amounts_keep_their_cents);
    CPPUNIT_TEST(other_signs_are_read_when_they_are_asked_for);
    CPPUNIT_TEST(decimals_of_xml_have_a_point);
    CPPUNIT_TEST(decimals_of_xml_may_be_rounded_to_nine);
    CPPUNIT_TEST(dates_are_day_month_year);
    CPPUNIT_TEST(dates_are_read_by_pattern);
    CPPUNIT_TEST(years_of_two_digits_are_read_only_when_asked_for);
    CPPUNIT_TEST(what_is_no_pattern_is_refused);
    CPPUNIT_TEST(utf_8_is_told_from_other_bytes);
    CPPUNIT_TEST(check_digits_follow_the_published_rule);
    CPPUNIT_TEST(a_csv_file_may_end_anywhere_and_hold_long_lines);
    CPPUNIT_TEST(an_error_is_cut_between_characters);
    CPPUNIT_TEST_SUITE_END();

    static std::string lines_of(std::string content, std::size_t step)
    {
        portal::test::TextDelivery text { { { "a.txt", std::move(content) } }, step };
        Delivery { text.border() }.next();
        FileReader reader { text.border() };
        std::string all;
        while (auto const line = reader.line(1'000))
            all += std::to_string(line->size()) + ",";
        return all;
    }

    static std::string number(std::string_view text)
    {
        auto const parsed = parse_decimal(text);
        return parsed ? std::to_string(parsed->value) + "/" + std::to_string(parsed->scale) : "none";
    }

public:
    void numbers_have_a_decimal_comma()
    {
        for (auto const& [text, expected] : std::initializer_list<std::pair<char const*, char const*>> { { "0", "0/0" }, { "12", "12/0" }, { "-3", "-3/0" },
                 { "0,8412", "8412/4" }, { "1.234,56", "123456/2" }, { "1.234", "1234/0" }, { "12.345.678", "12345678/0" }, { "1234,5", "12345/1" } })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string { expected }, number(text));
    }
    void what_is_no_number_is_refused()
    {
        for (auto const* text : { "", "-", ",", "1,", ",5", "1.23", "1.2345", "1234.5", "12.34,5", "1234.567", "1,2,3", "1,234.5", "--1", "+1", "1e3", "0x1",
                 " 1", "1.", "1..234", ".234", "1234567890123456789", "9999999999999999999", "0,1234567890" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string { "none" }, number(text));
    }
    void amounts_keep_their_cents()
    {
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 3410 }, parse_money("34,1", "EUR")->minor);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { -3400 }, parse_money("-34", "EUR")->minor);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 34 }, parse_money("34", "JPY")->minor);
        CPPUNIT_ASSERT(!parse_money("34,105", "EUR"));
        CPPUNIT_ASSERT(!parse_money("999999999999999999", "EUR"));
    }
    void other_signs_are_read_when_they_are_asked_for()
    {
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 123'456 }, parse_decimal("1,234.56", decimal_point)->value);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 1'234'567'8 },
            parse_decimal("1 234\xC2\xA0"
                          "567,8",
                NumberFormat { ',', ' ' })
                ->value);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 123'450 }, parse_money("1'234.50", "CHF", NumberFormat { '.', '\'' })->minor);
        CPPUNIT_ASSERT(!parse_decimal("1.234,56", decimal_point));
        CPPUNIT_ASSERT(!parse_decimal("1 234", decimal_comma));
        CPPUNIT_ASSERT(!parse_decimal("1.234", NumberFormat { ',', 0 }));
    }
    void decimals_of_xml_have_a_point()
    {
        auto const xml = [](std::string_view text) {
            auto const parsed = parse_xml_decimal(text);
            return parsed ? std::to_string(parsed->value) + "/" + std::to_string(parsed->scale) : "none";
        };
        for (auto const& [text, expected] : std::initializer_list<std::pair<char const*, char const*>> {
                 { "12.5", "125/1" }, { "+12.50", "125/1" }, { "-.5", "-5/1" }, { "12.", "12/0" }, { "0.123400000000", "1234/4" }, { "1234567", "1234567/0" } })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string { expected }, xml(text));
        for (auto const* text : { "", "-", ".", "+-1", "1,5", "1.2.3", "1e3", "1 000", "INF", "0.1234567891" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string { "none" }, xml(text));
    }
    void decimals_of_xml_may_be_rounded_to_nine()
    {
        auto const xml = [](std::string_view text) {
            auto const parsed = parse_rounded_xml_decimal(text);
            return parsed ? std::to_string(parsed->value) + "/" + std::to_string(parsed->scale) : "none";
        };
        for (auto const& [text, expected] : std::initializer_list<std::pair<char const*, char const*>> { { "12.50", "125/1" },
                 { "1.26050000014", "1260500000/9" }, { "0.0000000005", "1/9" }, { "-0.00000000049999", "0/9" }, { "-1.9999999995", "-2000000000/9" },
                 { ".1234567891", "123456789/9" }, { "+0.1234567895", "123456790/9" }, { "123456789012.1234567", "123456789012123457/6" },
                 { "1.000000000000000000000", "1/0" }, { "999999999.9999999999", "none" }, { "999999999999999999.5", "none" },
                 { "1234567890123456789", "none" }, { "0.12345678912,5", "none" }, { "a.1234567891", "none" }, { "1.2.34567891234", "none" }, { ".", "none" } })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string { expected }, xml(text));
    }
    void dates_are_day_month_year()
    {
        Date const expected { std::chrono::year { 2018 }, std::chrono::May, std::chrono::day { 1 } };
        for (auto const* text : { "01.05.2018", "1.5.2018", "1. 5. 2018" })
            CPPUNIT_ASSERT_MESSAGE(text, parse_date(text) == expected);
        for (auto const* text : { "", "31.02.2018", "2018-05-01", "1.5.18", "1.13.2018", "0.5.2018", "1.5.2018 ", " 1.5.2018", "1.5", "1.5.20180", "001.5.2018",
                 "1.5.1899", "1 .5.2018" })
            CPPUNIT_ASSERT_MESSAGE(text, !parse_date(text));
    }
    void dates_are_read_by_pattern()
    {
        Date const expected { std::chrono::year { 2018 }, std::chrono::May, std::chrono::day { 1 } };
        for (auto const& [pattern, text] : std::initializer_list<std::pair<char const*, char const*>> { { "dd.mm.yyyy", "1. 5. 2018" },
                 { "yyyy-mm-dd", "2018-05-01" }, { "yyyymmdd", "20180501" }, { "ddmmyyyy", "01052018" }, { "dd/mm/yyyy", "01/05/2018" },
                 { "mm/dd/yyyy", "5/1/2018" }, { "yyyy.mm.dd", "2018.5.1" } })
            CPPUNIT_ASSERT_MESSAGE(pattern, parse_date(text, *DateFormat::find(pattern)) == expected);
        for (auto const& [pattern, text] :
            std::initializer_list<std::pair<char const*, char const*>> { { "yyyy-mm-dd", "01.05.2018" }, { "yyyymmdd", "2018051" }, { "yyyymmdd", "201805011" },
                { "yyyymmdd", "20180532" }, { "dd/mm/yyyy", "31/11/2018" }, { "dd/mm/yyyy", "1/ 5/2018" }, { "yyyy-mm-dd", "18-05-01" } })
            CPPUNIT_ASSERT_MESSAGE(text, !parse_date(text, *DateFormat::find(pattern)));
    }
    void years_of_two_digits_are_read_only_when_asked_for()
    {
        auto const format = *DateFormat::find("dd.mm.yy");
        CPPUNIT_ASSERT_EQUAL(2018, static_cast<int>(parse_date("1.5.18", format)->year()));
        CPPUNIT_ASSERT_EQUAL(2068, static_cast<int>(parse_date("1.5.68", format)->year()));
        CPPUNIT_ASSERT_EQUAL(1969, static_cast<int>(parse_date("1.5.69", format)->year()));
        CPPUNIT_ASSERT(!parse_date("1.5.2018", format));
        CPPUNIT_ASSERT(!parse_date("1.5.18"));
    }
    void what_is_no_pattern_is_refused()
    {
        for (auto const* pattern : { "", "dd.mm", "dd.mm.yyy", "dd.mm-yyyy", "dd.dd.yyyy", "yyyy", "dd.mm.yyyy.", "d.m.yyyy", "DD.MM.YYYY", "ddmm.yyyy" })
            CPPUNIT_ASSERT_MESSAGE(pattern, !DateFormat::find(pattern));
    }
    void utf_8_is_told_from_other_bytes()
    {
        CPPUNIT_ASSERT(is_utf8("čšž €"));
        for (auto const* text : { "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xE8\x9A" })
            CPPUNIT_ASSERT(!is_utf8(text));
    }
    void check_digits_follow_the_published_rule()
    {
        // Worked examples of the rule's own text, and the leaflet's.
        CPPUNIT_ASSERT_EQUAL('7', references::si_check_digit("102674"));
        CPPUNIT_ASSERT_EQUAL('0', references::si_check_digit("14"));
        CPPUNIT_ASSERT_EQUAL('0', references::si_check_digit("54"));
        CPPUNIT_ASSERT_EQUAL('0', references::si_check_digit("180500000107"));
        CPPUNIT_ASSERT_EQUAL('2', references::si_check_digit("180500000999"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI121033842574531" }, references::Si12::make("103384257453"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI121234567890120" }, references::Si12::normalise("SI12 1234567890120"));
    }
    void a_csv_file_may_end_anywhere_and_hold_long_lines()
    {
        for (std::size_t const step : { 1, 7, 100'000 }) {
            CPPUNIT_ASSERT_EQUAL(std::string {}, lines_of("", step));
            CPPUNIT_ASSERT_EQUAL(std::string { "1,0,2," }, lines_of("a\n\nbc", step));
            CPPUNIT_ASSERT_EQUAL(std::string { "1,2," }, lines_of("a\nbc\n", step));
        }
        // Of an endless line only the beginning comes, and the next line is read again.
        auto const lines = lines_of("a\n" + std::string(900'000, 'x') + "\nbc\n", 10'000);
        CPPUNIT_ASSERT(lines.starts_with("1,") && lines.ends_with(",2,"));
        CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t { 3 }, std::count(lines.begin(), lines.end(), ','));
    }
    void an_error_is_cut_between_characters()
    {
        portal_error error {};
        RowError { "row.bad_text", {}, std::string(254, 'a') + "č" }.copy_to(error);
        CPPUNIT_ASSERT(is_utf8(error.detail));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 254 }, std::string_view { error.detail }.size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SdkTest);

}
