// What the generic plugin makes of files: columns, words, amounts, encodings, fixed places, and what it says of wrong ones.
#include "plugins/generic_utility.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::plugins;
using namespace portal::plugins::test;

namespace {

class GenericFilesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(GenericFilesTest);
    CPPUNIT_TEST(columns_become_fields);
    CPPUNIT_TEST(texts_may_hold_columns);
    CPPUNIT_TEST(words_have_a_meaning);
    CPPUNIT_TEST(amounts_are_sums_with_signs);
    CPPUNIT_TEST(an_empty_amount_is_missing_and_not_zero);
    CPPUNIT_TEST(a_bill_may_leave_out_vat_prepaid_and_payable);
    CPPUNIT_TEST(one_row_may_become_many);
    CPPUNIT_TEST(only_some_rows_may_count);
    CPPUNIT_TEST(what_repeats_the_row_before_counts_once);
    CPPUNIT_TEST(files_come_in_several_encodings);
    CPPUNIT_TEST(numbers_and_dates_come_in_several_forms);
    CPPUNIT_TEST(columns_may_have_no_names);
    CPPUNIT_TEST(columns_may_stand_at_fixed_places);
    CPPUNIT_TEST(a_missing_column_is_refused_without_the_files_content);
    CPPUNIT_TEST(a_bad_row_is_told_with_line_column_and_field);
    CPPUNIT_TEST(a_file_that_nobody_described_is_refused);
    CPPUNIT_TEST(a_delivery_of_everything_has_all_files);
    CPPUNIT_TEST_SUITE_END();

    static std::string first(RecordingSink const& rows, std::string const& kind)
    {
        auto const found = rows.with(kind, "");
        CPPUNIT_ASSERT_MESSAGE(kind, !found.empty());
        return found.front();
    }
    static std::string customer_named(Keys const& changes, std::string const& content)
    {
        return first(GenericUtility { small_utility(changes) }.rows({ { "customers.csv", content } }), "customer");
    }

public:
    void columns_become_fields()
    {
        auto const rows = GenericUtility {}.rows({ { "customers.csv", "NAME;NUMBER;MORE\nMarija Kranjc;704 308;x\n" }, { "Bills_2018.CSV", one_bill } });
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Marija Kranjc||||||" }, first(rows, "customer"));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "1|invoice||704308|704308||||6473|2018-05-31|-|-|-|1100.00|110.00|1210.00|0.00|1210.00|EUR|" }, first(rows, "invoice"));
        CPPUNIT_ASSERT_EQUAL(std::string { "|-|changes|-1|-|" }, first(rows, "begin"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, rows.count("problem"));
    }
    void texts_may_hold_columns()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|A B|Pot 7 a||Dol|SI||" },
            customer_named({ { "files.customers.customer.street", "={STREET} {HOUSE}" }, { "files.customers.customer.town", "=Dol" },
                               { "files.customers.customer.country", "=SI" } },
                "NUMBER;NAME;STREET;HOUSE\n704308;A B;Pot;7 a\n"));
    }
    void words_have_a_meaning()
    {
        GenericUtility utility { small_utility(
            { { "files.bills.invoice.kind", "KIND" }, { "files.bills.invoice.kind.values", "R = invoice, D = credit_note" } }) };
        auto const rows = utility.rows({ { "bills.csv",
            "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL;KIND\n"
            "1;704308;6473;31.05.2018;1;0;1;R\n"
            "2;704308;6473;31.05.2018;-1;0;-1;D\n"
            "3;704308;6473;31.05.2018;1;0;1;X\n" } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("invoice", "2|credit_note|").size());
        CPPUNIT_ASSERT_EQUAL(std::string { "bills.csv|4|row.bad_word|KIND|" }, first(rows, "problem"));
        GenericUtility other { small_utility(
            { { "files.bills.invoice.kind", "KIND" }, { "files.bills.invoice.kind.values", "D = credit_note, * = invoice" } }) };
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 },
            other.rows({ { "bills.csv", "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL;KIND\n3;704308;6473;31.05.2018;1;0;1;X\n" } })
                .with("invoice", "3|invoice|")
                .size());
    }
    void amounts_are_sums_with_signs()
    {
        GenericUtility utility { small_utility({ { "files.moves.name", "moves.csv" }, { "files.moves.transaction.external_id", "ID" },
            { "files.moves.transaction.customer", "NUMBER" }, { "files.moves.transaction.kind", "=other" }, { "files.moves.transaction.booked", "ON" },
            { "files.moves.transaction.amount", "DEBIT - CREDIT + FEE" } }) };
        auto const rows = utility.rows({ { "moves.csv",
            "ID;NUMBER;ON;DEBIT;CREDIT;FEE\n"
            "a;704308;1.5.2018;10,5;;\n"
            "b;704308;1.5.2018;;1.000,00;0,01\n"
            "c;704308;1.5.2018;;;\n"
            "d;704308;1.5.2018;1;ten;\n"
            "e;704308;1.5.2018;999999999999999999;;999999999999999999\n"
            "f;704308;1.5.2018;0,005;;\n" } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("transaction", "a|704308|other||704308|2018-05-01|10.50|").size());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("transaction", "b|704308|other||704308|2018-05-01|-999.99|").size());
        for (auto const* line :
            { "moves.csv|4|row.missing|DEBIT - CREDIT + FEE|", "moves.csv|5|csv.bad_number|", "moves.csv|6|csv.bad_amount|", "moves.csv|7|csv.bad_amount|" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(line, std::size_t { 1 }, rows.with("problem", line).size());
        // The sign alone turns an amount round.
        utility.target.settings["files.moves.transaction.amount"] = "-DEBIT";
        CPPUNIT_ASSERT_EQUAL(-1050, static_cast<int>(utility.rows({ { "moves.csv", "ID;NUMBER;ON;DEBIT\na;704308;1.5.2018;10,5\n" } }).balance));
    }
    void an_empty_amount_is_missing_and_not_zero()
    {
        auto const rows = GenericUtility { small_utility({ { "files.bills.line.invoice", "BILL" }, { "files.bills.line.description", "=water" },
                                               { "files.bills.line.quantity", "=1" }, { "files.bills.line.unit_price", "=1" },
                                               { "files.bills.line.vat_percent", "=0" }, { "files.bills.line.net", "PART" } }) }
                              .rows({ { "bills.csv",
                                  "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL;PART\n"
                                  "1;704308;6473;31.05.2018;;0;1;1\n"
                                  "2;704308;6473;31.05.2018;1;0;;1\n"
                                  "3;704308;6473;31.05.2018;;;;1\n"
                                  "4;704308;6473;31.05.2018;1;0;1;\n"
                                  "5;704308;6473;31.05.2018;0;0;0;0\n" } });
        for (auto const* problem :
            { "bills.csv|2|row.missing|NET|", "bills.csv|3|row.missing|TOTAL|", "bills.csv|4|row.missing|NET|", "bills.csv|5|row.missing|PART|" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(problem, std::size_t { 1 }, rows.with("problem", problem).size());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, rows.count("problem"));
        // A zero that is written is one.
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("invoice", "5|invoice|").size());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("line", "5|1|water|").size());
    }
    void a_bill_may_leave_out_vat_prepaid_and_payable()
    {
        auto const rows = GenericUtility { small_utility({ { "files.bills.invoice.prepaid", "PREPAID" }, { "files.bills.invoice.payable", "PAYABLE" } }) }.rows(
            { { "bills.csv",
                "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL;PREPAID;PAYABLE\n"
                "1;704308;6473;31.05.2018;10;;10;4;\n"
                "2;704308;6473;31.05.2018;10;1;11;;\n"
                "3;704308;6473;31.05.2018;10;1;11;4;0\n" } });
        for (auto const* amounts : { "|10.00|0.00|10.00|4.00|6.00|", "|10.00|1.00|11.00|0.00|11.00|", "|10.00|1.00|11.00|4.00|0.00|" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(amounts, std::size_t { 1 }, rows.with("invoice", amounts).size());
    }
    void one_row_may_become_many()
    {
        Keys keys;
        for (auto const& [word, column] : { std::pair { "line-a", "A" }, { "line-b", "B" } }) {
            auto const prefix = std::string { "files.bills." } + word + ".";
            keys[prefix + "invoice"] = "BILL";
            keys[prefix + "description"] = std::string { "=of " } + column;
            keys[prefix + "quantity"] = "=1";
            keys[prefix + "unit_price"] = column;
            keys[prefix + "vat_percent"] = "=9,5";
            keys[prefix + "net"] = column;
        }
        auto const rows = GenericUtility { small_utility(keys) }.rows(
            { { "bills.csv", "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL;A;B\n1;704308;6473;31.05.2018;3;0;3;1;2\n2;704308;6473;31.05.2018;3;0;3;1;2\n" } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, rows.count("line"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("line", "2|2|of B|1||2|-|-|950|2.00|").size());
        CPPUNIT_ASSERT_EQUAL(rows.net, rows.lines_net);
    }
    void only_some_rows_may_count()
    {
        auto const content = "NUMBER;NAME;KIND\n704308;A;1\n704315;B;2\n704322;C;\n";
        auto const counted = [&](std::string const& only) {
            return GenericUtility { "files.customers.customer.only", only }.rows({ { "customers.csv", content } }).count("customer");
        };
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, counted("KIND"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, counted("KIND = 2"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, counted("KIND = 1, 2"));
    }
    void what_repeats_the_row_before_counts_once()
    {
        auto const rows
            = GenericUtility {}.rows({ { "customers.csv", "NUMBER;NAME;STATION\n704308;A;1\n704308;A;2\n704315;B;3\n704308;A;4\n704308;Other;5\n" } });
        // What comes again later, or differs, is for the portal to judge.
        CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, rows.count("customer"));
    }
    void files_come_in_several_encodings()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Žižek Čeč||||||" }, customer_named({}, "\xEF\xBB\xBFNUMBER;NAME\n704308;Žižek Čeč\n"));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Žižek Čeč||||||" }, customer_named({}, "NUMBER;NAME\n704308;\x8Ei\x9E\x65k \xC8\x65\xE8\n"));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Žižek Čeč||||||" },
            customer_named({ { "files.encoding", "iso-8859-2" } }, "NUMBER;NAME\n704308;\xAEi\xBE\x65k \xC8\x65\xE8\n"));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Žižek Čeč||||||" },
            customer_named({ { "files.customers.encoding", "iso-8859-16" } }, "NUMBER;NAME\n704308;\xB4i\xB8\x65k \xB2\x65\xB9\n"));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Đ||||||" },
            customer_named({ { "files.encoding", "windows-1250" }, { "files.customers.customer.name", "IMÉ" } }, "NUMBER;IM\xC9\n704308;\xD0\n"));
    }
    void numbers_and_dates_come_in_several_forms()
    {
        auto const total = [](Keys const& changes, std::string const& date, std::string const& net) {
            auto const row
                = first(GenericUtility { small_utility(changes) }.rows(
                            { { "bills.csv", "BILL\tNUMBER\tCODE\tISSUED\tNET\tVAT\tTOTAL\n1\t704308\t6473\t" + date + "\t" + net + "\t0\t" + net + "\n" } }),
                    "invoice");
            return row.substr(row.find("6473|") + 5);
        };
        for (auto const& [changes, date, net] : std::initializer_list<std::tuple<Keys, char const*, char const*>> {
                 { { { "files.date", "yyyy-mm-dd" }, { "files.decimal", "." }, { "files.thousands", "," } }, "2018-05-31", "1,234.50" },
                 { { { "files.date", "yyyymmdd" }, { "files.thousands", "space" } }, "20180531", "1 234,50" },
                 { { { "files.date", "dd/mm/yyyy" }, { "files.thousands", "none" } }, "31/05/2018", "1234,5" },
                 { { { "files.bills.date", "mm/dd/yyyy" } }, "05/31/2018", "1.234,50" }, { {}, "31. 5. 2018", "1234,50" } }) {
            auto keys = changes;
            keys["files.separator"] = "tab";
            CPPUNIT_ASSERT_EQUAL(std::string { "2018-05-31|-|-|-|1234.50|0.00|1234.50|0.00|1234.50|EUR|" }, total(keys, date, net));
        }
    }
    void columns_may_have_no_names()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Marija||||||" },
            customer_named({ { "files.customers.header", "false" }, { "files.customers.skipped_lines", "1" }, { "files.customers.customer.number", "2" },
                               { "files.customers.customer.name", "1" } },
                "list of customers\nMarija;704308\n"));
    }
    void columns_may_stand_at_fixed_places()
    {
        GenericUtility utility { small_utility(
            { { "files.customers.columns", "NUMBER 1-6, NAME 8-17, TOWN 18-22" }, { "files.customers.customer.town", "TOWN" } }) };
        auto const rows = utility.rows({ { "customers.csv", "704308 Žiga Žagar Dol  \r\n704315 Ana\n" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "704308|Žiga Žagar|||Dol|||" }, first(rows, "customer"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("customer", "704315|Ana||||||").size());
    }
    void a_missing_column_is_refused_without_the_files_content()
    {
        auto const refusal = GenericUtility {}.refusal({ { "bills.csv", "BILL;NUMBER;CODE;ISSUED;NETTO;VAT;TOTAL\n" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "csv.missing_column" }, refusal.key);
        CPPUNIT_ASSERT_EQUAL(std::string { "bills.csv: NET" }, refusal.field);
        CPPUNIT_ASSERT_EQUAL(
            std::string { "not among the 7 columns of the first line; does this line hold the names? If not: files.bills.header = false" }, refusal.detail);
        // Without a header the first line is a customer.
        auto const personal = GenericUtility {}.refusal({ { "customers.csv", "704308;Marija Kranjc\n704315;Ana Zupan\n" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "customers.csv: NAME" }, personal.field);
        CPPUNIT_ASSERT_EQUAL(std::string { "not among the 2 columns of the first line; does this line hold the names? If not: files.customers.header = false" },
            personal.detail);
        CPPUNIT_ASSERT_EQUAL(
            std::string { "the file has 2 columns of this name" }, GenericUtility {}.refusal({ { "customers.csv", "NUMBER;NAME;NAME\n" } }).detail);
    }
    void a_bad_row_is_told_with_line_column_and_field()
    {
        auto const rows = GenericUtility {}.rows({ { "bills.csv",
            "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL\n"
            "1;704308;6473;31.06.2018;1;0;1\n"
            "2;7043;6473;31.05.2018;1;0;1\n"
            ";704308;6473;31.05.2018;1;0;1\n"
            "4;704308;647;31.05.2018;1;0;1\n"
            "5;704308;6473;31.05.2018;1;0\n"
            "6;704308;6473;31.05.2018;1;0;1\n" } });
        for (auto const* problem : { "bills.csv|2|csv.bad_date|ISSUED|", "bills.csv|3|reference.too_short|NUMBER|", "bills.csv|4|row.missing|BILL|",
                 "bills.csv|5|security_code.wrong_length|security_code|", "bills.csv|6|csv.column_count||" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(problem, std::size_t { 1 }, rows.with("problem", problem).size());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 5 }, rows.count("problem"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.count("invoice"));
    }
    void a_file_that_nobody_described_is_refused()
    {
        auto const unknown = GenericUtility {}.refusal({ { "bills.csv", one_bill }, { "readme.txt", "hello" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.unknown_file readme.txt" }, unknown.key + " " + unknown.field);
        CPPUNIT_ASSERT_EQUAL(std::string { "the settings know bills*.csv or customers.csv" }, unknown.detail);
        GenericUtility ambiguous { "files.all.name", "*.csv" };
        CPPUNIT_ASSERT_EQUAL(std::string { "it could be files.all and files.bills" }, ambiguous.refusal({ { "bills.csv", one_bill } }).detail);
        // One that is described but gives no rows is left alone.
        GenericUtility with_notes { "files.notes.name", "*.txt" };
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, with_notes.rows({ { "bills.csv", one_bill }, { "readme.txt", "hello" } }).count("invoice"));
    }
    void a_delivery_of_everything_has_all_files()
    {
        GenericUtility utility { "delivery.holds", "everything" };
        auto const missing = utility.refusal({ { "bills.csv", one_bill } });
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.missing_file customers.csv" }, missing.key + " " + missing.field);
        auto const rows = utility.rows({ { "bills.csv", one_bill }, { "customers.csv", "NUMBER;NAME\n704308;A\n" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "|-|full|-1|-|" }, first(rows, "begin"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GenericFilesTest);

}
