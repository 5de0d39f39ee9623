// Deliveries of Logatec through the real host: the generated demo delivery whole, and hand-made ones with every mistake.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>

using namespace portal;
using namespace portal::plugins;
using test::RecordingSink;

namespace {

constexpr auto s_bill_columns
    = "STEVILKA;VRSTA;POPRAVLJA;SKLIC;KODA;PLACNIK;ODJEMNO_MESTO;TRR;KODA_NAMENA;IZDAN;ROK;OD;DO;OSNOVA;DDV;SKUPAJ;PREDPLACILO;ZA_PLACILO\n";

class LogatecImportTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(LogatecImportTest);
    CPPUNIT_TEST(the_demo_delivery_is_read_whole);
    CPPUNIT_TEST(the_leaflets_bill_is_read_exactly);
    CPPUNIT_TEST(amounts_add_up_to_the_cent);
    CPPUNIT_TEST(encodings_and_packing_make_no_difference);
    CPPUNIT_TEST(bad_rows_are_listed_with_file_and_line_and_the_rest_is_read);
    CPPUNIT_TEST(a_delivery_without_a_head_holds_changes);
    CPPUNIT_TEST(what_is_no_delivery_is_refused);
    CPPUNIT_TEST(an_exception_of_the_sink_comes_out);
    CPPUNIT_TEST(a_stop_ends_the_import);
    CPPUNIT_TEST_SUITE_END();

    SystemClock m_clock;
    Plugins m_plugins { test::options(), m_clock };
    tests::TemporaryFolder m_folder;

    std::string demo(std::string const& name, std::string const& options = "")
    {
        auto const path = m_folder / name;
        auto const command = test::built("bin/portal-demo-logatec") + " --customers 90 --out " + path + " " + options + " > " + (m_folder / "generator.log");
        CPPUNIT_ASSERT_EQUAL(0, std::system(command.c_str()));
        return path;
    }
    std::string file(std::string const& name, std::string const& content)
    {
        auto const path = m_folder / name;
        std::ofstream { path, std::ios::binary } << content;
        return path;
    }
    RecordingSink imported(std::vector<std::string> const& paths)
    {
        RecordingSink sink;
        auto const result = m_plugins.import(test::logatec(), paths, sink);
        CPPUNIT_ASSERT_MESSAGE(result ? "" : result.refusal().key, result);
        return sink;
    }
    std::string refusal(std::vector<std::string> const& paths)
    {
        RecordingSink sink;
        auto const result = m_plugins.import(test::logatec(), paths, sink);
        return result ? "taken" : result.refusal().key + " " + result.refusal().field;
    }

public:
    void the_demo_delivery_is_read_whole()
    {
        auto const path = demo("demo.zip");
        RecordingSink sink;
        auto const result = m_plugins.import(test::logatec(), { path }, sink);
        CPPUNIT_ASSERT(result);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 0 }, result->problems);
        CPPUNIT_ASSERT_EQUAL(std::string { "DEMO-20180602|2018-06-02|full|2160|" }, sink.rows.at("begin").at(0).substr(0, 35));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 90 }, sink.count("customer"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 90 }, sink.count("supply_point"));
        CPPUNIT_ASSERT_EQUAL(sink.count("meter"), sink.count("register"));
        CPPUNIT_ASSERT(sink.count("meter") > 90);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 90 * 24 }, sink.count("invoice"));
        // One a month, one before the first, and one more for each meter that was replaced.
        CPPUNIT_ASSERT_EQUAL(90 * 25 + sink.count("meter") - 90, sink.count("reading"));
        CPPUNIT_ASSERT(result->rows > 15'000);
        CPPUNIT_ASSERT_EQUAL(static_cast<std::uint64_t>(std::filesystem::file_size(path)) / 100'000, sink.bytes_read / 100'000);
    }
    void the_leaflets_bill_is_read_exactly()
    {
        auto const sink = imported({ demo("demo.zip") });
        auto const bill = sink.with("invoice", "20180500081|");
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, bill.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "20180500081|invoice||SI121805000001070|00000107|OM00000107|SI56191000010337441|WTER|6473|2018-05-31|2018-06-15|"
                                           "2018-05-01|2018-05-31|31.14|2.96|34.10|0.00|34.10|EUR|" },
            bill[0]);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 7 }, sink.with("line", "20180500081|").size());
        CPPUNIT_ASSERT_EQUAL(std::string { "20180500081|4|Omrežnina – kanalizacija|1|mesec|3.8460|-|-|950|3.85|2018-05-01|2018-05-31|OM00000107||" },
            sink.with("line", "20180500081|4|")[0]);
        CPPUNIT_ASSERT(sink.with("line", "20180500081|1|Vodarina|12|m³|")[0].find("|950|10.09|") != std::string::npos);
        // Its movement is there, and nothing is paid yet; the bill before has another code and is paid.
        auto const movements = sink.with("transaction", "|20180500081|");
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, movements.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "R20180500081|00000107|invoice|20180500081|SI121805000001070|2018-05-31|34.10|" }, movements[0]);
        CPPUNIT_ASSERT(sink.with("invoice", "20180400081|")[0].find("|6473|") == std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, sink.with("transaction", "|20180400081|").size());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, sink.with("customer", "00000107|Marija Kranjc|").size());
    }
    void amounts_add_up_to_the_cent()
    {
        auto const sink = imported({ demo("demo.zip") });
        CPPUNIT_ASSERT_EQUAL(sink.net, sink.lines_net);
        CPPUNIT_ASSERT_EQUAL(sink.total, sink.net + sink.vat);
        CPPUNIT_ASSERT(sink.balance > 0 && sink.balance < sink.total / 10);
        CPPUNIT_ASSERT_EQUAL(sink.rows.at("begin")[0].substr(35), Money(sink.total, Currency { "EUR" }).decimal_text() + "|");
    }
    void encodings_and_packing_make_no_difference()
    {
        auto const rows = imported({ demo("demo.zip") }).rows;
        CPPUNIT_ASSERT(rows == imported({ demo("utf8.zip", "--utf-8") }).rows);
        auto const folder = demo("single");
        std::vector<std::string> paths;
        for (auto const& one : std::filesystem::directory_iterator { folder })
            paths.push_back(one.path().string());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 9 }, paths.size());
        CPPUNIT_ASSERT(rows == imported(paths).rows);
    }
    void bad_rows_are_listed_with_file_and_line_and_the_rest_is_read()
    {
        auto const good = "2;R;;;;00000107;;;;31.05.2018;;;;1,00;0,10;1,10;0;1,10\n";
        auto const sink = imported({ file("racuni.csv",
            std::string { s_bill_columns } + "1;R;;SI121805000001071;;00000107;;;;31.05.2018;;;;1;0;1;0;1\n" // 2: check digit
                + good // 3
                + "3;R;;SI121805000001070;;00000108;;;;31.05.2018;;;;1;0;1;0;1\n" // 4: another customer
                + "4;R;;;12;00000107;;;;31.05.2018;;;;1;0;1;0;1\n" // 5: code
                + "5;R;;;;00000107;;;;31.02.2018;;;;1;0;1;0;1\n" // 6: date
                + "6;R;;;;00000107;;;;31.05.2018;;;;1,005;0;1;0;1\n" // 7: amount
                + "7;X;;;;00000107;;;;31.05.2018;;;;1;0;1;0;1\n" // 8: kind
                + "8;R;;\n" // 9: columns
                + "\"9;R;;;;00000107;;;;31.05.2018;;;;1;0;1;0;1\n" // 10: quote
                + ";R;;;;00000107;;;;31.05.2018;;;;1;0;1;0;1\n" // 11: no number
                + "11;R;;;;00000107;;;;;;;;1;0;1;0;1\n" // 12: not issued
                + std::string(200'000, 'x') + "\n" // 13: endless
                + "13\x01;R;;;;00000107;;;;31.05.2018;;;;1;0;1;0;1\n" // 14: control
                + std::string(41, '1') + ";R;;;;00000107;;;;31.05.2018;;;;1;0;1;0;1\n" // 15: long number
                + "\n" // 16: empty, no problem
                + "2a" + std::string { good }.substr(1)) }); // 17
        std::vector<std::string> const expected { "racuni.csv|2|reference.check_digit|SKLIC|", "racuni.csv|4|bill.other_customer|SKLIC|",
            "racuni.csv|5|security_code.four_digits|KODA|", "racuni.csv|6|csv.bad_date|IZDAN|", "racuni.csv|7|csv.bad_amount|OSNOVA|",
            "racuni.csv|8|row.bad_word|VRSTA|", "racuni.csv|9|csv.column_count||", "racuni.csv|10|csv.open_quote||", "racuni.csv|11|row.missing|number|",
            "racuni.csv|12|row.missing|issued|", "racuni.csv|13|csv.line_too_long||", "racuni.csv|14|row.bad_text|number|",
            "racuni.csv|15|row.too_long|number|" };
        std::string all;
        for (auto const& one : sink.with("problem", ""))
            all += one + "\n";
        CPPUNIT_ASSERT_MESSAGE(all, expected == sink.with("problem", ""));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, sink.count("invoice"));
    }
    void a_delivery_without_a_head_holds_changes()
    {
        auto const sink = imported(
            { file("PLACNIKI_2018.CSV", "\xEF\xBB\xBFSIFRA;NAZIV;NASLOV;POSTA;KRAJ;DRZAVA;EPOSTA\r\n00000107;\"Kranjc; \"\"Pri Štefu\"\"\";;;;SI;\r\n") });
        CPPUNIT_ASSERT_EQUAL(std::string { "|-|changes|-1|-|" }, sink.rows.at("begin").at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "00000107|Kranjc; \"Pri Štefu\"||||SI||" }, sink.rows.at("customer").at(0));
    }
    void what_is_no_delivery_is_refused()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.unknown_file holiday.jpg" }, refusal({ file("holiday.jpg", "\xff\xd8\xff\xe0") }));
        CPPUNIT_ASSERT_EQUAL(std::string { "csv.missing_column SKLIC" }, refusal({ file("racuni.csv", "STEVILKA;VRSTA\n1;R\n") }));
        CPPUNIT_ASSERT_EQUAL(std::string { "csv.empty racuni.csv" }, refusal({ file("racuni.csv", "") }));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "row.bad_word VRSTA" }, refusal({ file("dobava.csv", "STEVILKA;DATUM;VRSTA;ST_RACUNOV;SKUPAJ\n1;01.01.2018;Q;;\n") }));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bad_bundle racuni.csv" }, refusal({ file("racuni.csv", "PK\x03\x04 and then nothing of a bundle") }));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.unreadable absent.csv" }, refusal({ m_folder / "absent.csv" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.unreadable null" }, refusal({ "/dev/null" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.file_count " }, refusal({}));
    }
    void an_exception_of_the_sink_comes_out()
    {
        struct Full : RecordingSink {
            void invoice(InvoiceRow const&) override { throw std::runtime_error("the disk is full"); }
        } sink;
        CPPUNIT_ASSERT_THROW(m_plugins.import(test::logatec(), { demo("demo.zip") }, sink), std::runtime_error);
    }
    void a_stop_ends_the_import()
    {
        std::stop_source stop;
        struct Stopping : RecordingSink {
            std::stop_source* source = nullptr;
            void reading(ReadingRow const&) override { source->request_stop(); }
        } sink;
        sink.source = &stop;
        auto const result = m_plugins.import(test::logatec(), { demo("demo.zip") }, sink, stop.get_token());
        CPPUNIT_ASSERT(result && result->stopped);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, sink.count("invoice"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogatecImportTest);

}
