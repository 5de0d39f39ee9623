// CSV as billing systems write it: signs, quotes, headers, encodings, and what happens to a row that is wrong.
#include "plugins/text_delivery.h"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace portal::sdk;
using portal::test::ProblemSink;
using portal::test::TextDelivery;

class CsvTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(CsvTest);
    CPPUNIT_TEST(columns_have_the_names_of_the_header);
    CPPUNIT_TEST(without_a_header_columns_have_numbers);
    CPPUNIT_TEST(lines_before_the_header_can_be_skipped);
    CPPUNIT_TEST(a_field_in_quotes_may_hold_the_separator);
    CPPUNIT_TEST(quotes_are_signs_like_others_when_there_are_none);
    CPPUNIT_TEST(numbers_and_dates_are_written_as_the_options_say);
    CPPUNIT_TEST(an_amount_that_is_missing_is_not_zero);
    CPPUNIT_TEST(every_encoding_is_read);
    CPPUNIT_TEST(an_encoding_that_is_not_said_is_found_out);
    CPPUNIT_TEST(a_damaged_letter_does_not_spoil_all_others);
    CPPUNIT_TEST(utf_16_is_refused_in_words);
    CPPUNIT_TEST(a_bad_row_is_listed_and_the_next_is_read);
    CPPUNIT_TEST(a_file_without_the_column_is_no_delivery);
    CPPUNIT_TEST_SUITE_END();

    // The rows' fields, "a|b" for each; m_problems has the rest.
    std::vector<std::string> rows_of(std::string const& content, CsvOptions const& options = {}, std::size_t step = 1'000'000)
    {
        TextDelivery text { { { "a.csv", content } }, step };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        auto csv = delivery.csv(options);
        std::vector<std::string> rows;
        csv.each(sink, [&](CsvRow const& row) {
            std::string all;
            for (auto const& column : csv.columns())
                (all += all.empty() ? "" : "|") += row[column];
            rows.push_back(all);
        });
        m_problems = problems.problems;
        return rows;
    }
    static std::string joined(std::vector<std::string> const& lines)
    {
        std::string all;
        for (auto const& line : lines)
            (all += line) += '\n';
        return all;
    }
    std::string refusal_of(std::string const& content, CsvOptions const& options = {})
    {
        try {
            return "taken: " + joined(rows_of(content, options));
        } catch (BadDelivery const& refusal) {
            return refusal.key() + " " + refusal.field() + " " + refusal.detail();
        }
    }

    std::vector<std::string> m_problems;

public:
    void columns_have_the_names_of_the_header()
    {
        for (std::size_t const step : { 1, 3, 1'000'000 })
            CPPUNIT_ASSERT_EQUAL(std::string { "1|Ana\n2|Žiga\n" }, joined(rows_of("NUMBER;NAME\r\n1;Ana\r\n\r\n2; Žiga ;\r\n", {}, step)));
        CPPUNIT_ASSERT(m_problems.empty());
    }
    void without_a_header_columns_have_numbers()
    {
        TextDelivery text { { { "a.csv", "7,Ana\n8,Žiga" } } };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        std::string all;
        delivery.csv({ .separator = ',', .has_header = false }).each(sink, [&](CsvRow const& row) {
            all += std::to_string(row.line()) + ":" + std::string { row["2"] } + row["1"].data()[0] + " ";
        });
        CPPUNIT_ASSERT_EQUAL(std::string { "1:Ana7 2:Žiga8 " }, all);
    }
    void lines_before_the_header_can_be_skipped()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "1\n" }, joined(rows_of("Izpis računov\nna dan 1. 6. 2018\nN\n1\n", { .skipped_lines = 2 })));
    }
    void a_field_in_quotes_may_hold_the_separator()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "a;b|5\" pipe|\n" }, joined(rows_of("A;B;C\n\"a;b\";\"5\"\" pipe\";\"\"\n")));
        CPPUNIT_ASSERT_EQUAL(std::string { "a,b|c\n" }, joined(rows_of("A,B\n'a,b',c\n", { .separator = ',', .quote = '\'' })));
    }
    void quotes_are_signs_like_others_when_there_are_none()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "5\"|\"x\n" }, joined(rows_of("A;B\n5\";\"x\n", { .quote = 0 })));
    }
    void numbers_and_dates_are_written_as_the_options_say()
    {
        TextDelivery text { { { "a.csv", "TOTAL;ISSUED\n1,234.50;20180531\n" } } };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        CsvOptions const options { .numbers = decimal_point, .dates = *DateFormat::find("yyyymmdd") };
        int rows = 0;
        delivery.csv(options).each(sink, [&](CsvRow const& row) {
            ++rows;
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 123'450 }, row.money("TOTAL", "EUR").minor);
            CPPUNIT_ASSERT_EQUAL(31U, static_cast<unsigned>(row.date("ISSUED").day()));
        });
        CPPUNIT_ASSERT_EQUAL(1, rows);
    }
    void an_amount_that_is_missing_is_not_zero()
    {
        TextDelivery text { { { "a.csv", "TOTAL;PREPAID\n1,00;\n;2,00\n" } } };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        std::string read;
        delivery.csv().each(sink, [&](CsvRow const& row) {
            read += std::to_string(row.money("TOTAL", "EUR").minor) + "-" + std::to_string(row.money_or_zero("PREPAID", "EUR").minor) + " ";
        });
        CPPUNIT_ASSERT_EQUAL(std::string { "100-0 " }, read);
        CPPUNIT_ASSERT_EQUAL(std::string { "a.csv:3 row.missing TOTAL\n" }, joined(problems.problems));
    }
    void every_encoding_is_read()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "ČŠŽ\n" }, joined(rows_of("N\n\xC8\x8A\x8E\n", { .encoding = Encoding::windows_1250 })));
        CPPUNIT_ASSERT_EQUAL(std::string { "ČŠŽ\n" }, joined(rows_of("N\n\xC8\xA9\xAE\n", { .encoding = Encoding::iso_8859_2 })));
        CPPUNIT_ASSERT_EQUAL(std::string { "ČŠŽ€\n" }, joined(rows_of("N\n\xB2\xA6\xB4\xA4\n", { .encoding = Encoding::iso_8859_16 })));
        CPPUNIT_ASSERT_EQUAL(std::string { "ČŠŽ\n" }, joined(rows_of("\xEF\xBB\xBFN\nČŠŽ\n", { .encoding = Encoding::utf_8 })));
        rows_of("N\n\x8A\n", { .encoding = Encoding::iso_8859_2 });
        CPPUNIT_ASSERT_EQUAL(std::string { "a.csv:2 csv.encoding\n" }, joined(m_problems));
    }
    void an_encoding_that_is_not_said_is_found_out()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "Š\n" }, joined(rows_of("N\n\x8A\n")));
        CPPUNIT_ASSERT_EQUAL(std::string { "Š\n" }, joined(rows_of("N\nŠ\n")));
        // After the mark nothing is guessed.
        CPPUNIT_ASSERT_EQUAL(std::string {}, joined(rows_of("\xEF\xBB\xBFN\n\x8A\n")));
    }
    void a_damaged_letter_does_not_spoil_all_others()
    {
        // It would be Windows-1250 by its first line.
        CPPUNIT_ASSERT_EQUAL(
            std::string { "csv.encoding a.csv line 4 is UTF-8, line 3 is not: save all of it as UTF-8" }, refusal_of("N\nAna\n\xC4\x0D\x61rni\nČrnič\n"));
        CPPUNIT_ASSERT_EQUAL(std::string { "csv.encoding a.csv line 3 is UTF-8, line 2 is not: save all of it as UTF-8" }, refusal_of("N\n\xC1\n100 €\n"));
        // These are Windows-1250, though their bytes are right UTF-8, too.
        CPPUNIT_ASSERT_EQUAL(std::string { "Š\nKOVAČŽ\n" }, joined(rows_of("N\n\x8A\nKOVA\xC8\x8E\n")));
    }
    void utf_16_is_refused_in_words()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "csv.encoding a.csv UTF-16 is not read: save it as UTF-8" }, refusal_of(std::string { "\xFF\xFEN\0\n\0", 6 }));
    }
    void a_bad_row_is_listed_and_the_next_is_read()
    {
        auto const rows
            = rows_of("A;B\n1;2\n1\n1;2;3\n\"open;2\n" + std::string(200, 'x') + "\n\xE8\xC8;\n3;4\n", { .encoding = Encoding::utf_8, .longest_line = 100 });
        CPPUNIT_ASSERT_EQUAL(std::string { "1|2\n3|4\n" }, joined(rows));
        CPPUNIT_ASSERT_EQUAL(std::string { "a.csv:3 csv.column_count\na.csv:4 csv.column_count\na.csv:5 csv.open_quote\na.csv:6 csv.line_too_long\n"
                                           "a.csv:7 csv.encoding\n" },
            joined(m_problems));
    }
    void a_file_without_the_column_is_no_delivery()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "csv.empty a.csv " }, refusal_of(""));
        CPPUNIT_ASSERT_EQUAL(std::string { "csv.open_quote a.csv " }, refusal_of("\"A;B\n"));
        TextDelivery text { { { "a.csv", "A\n1\n" } } };
        Delivery delivery { text.border() };
        delivery.next();
        ProblemSink problems;
        auto sink = problems.sink();
        CPPUNIT_ASSERT_THROW(delivery.csv().each(sink, [](CsvRow const& row) { row["B"]; }), BadDelivery);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CsvTest);

}
