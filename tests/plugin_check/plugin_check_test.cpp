// portal-plugin-check, the real program, on a plugin that does everything right and on one plugin for each fault.
#include "plugin_check/sanitized.h"
#include "support/temporary_folder.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Process.h>

#include <cppunit/extensions/HelperMacros.h>

#include <regex>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <sstream>

namespace {

constexpr char const* s_delivery = "C;1234;Ana Novak\n"
                                   "C;2345;Borut Kranjc\n"
                                   "B;2018-1;1234;12345678;6473;3410\n"
                                   "B;2018-2;2345;23456789;0815;120\n";
constexpr char const* s_rows
    = "begin is_full=0 expected_bills=-1\n"
      "customer number=\"1234\" name=\"Ana Novak\"\n"
      "customer number=\"2345\" name=\"Borut Kranjc\"\n"
      "invoice number=\"2018-1\" kind=\"invoice\" reference=\"R12345678\" customer=\"1234\" security_code=\"6473\" issued=2018-05-31 net=34.10 EUR vat=0.00 "
      "EUR "
      "total=34.10 EUR prepaid=0.00 EUR payable=34.10 EUR\n"
      "invoice number=\"2018-2\" kind=\"invoice\" reference=\"R23456789\" customer=\"2345\" security_code=\"0815\" issued=2018-05-31 net=1.20 EUR vat=0.00 EUR "
      "total=1.20 EUR prepaid=0.00 EUR payable=1.20 EUR\n";

struct Animal {
    char const* fault;
    char const* first_test; // that sees it
    std::set<std::string> keys; // of everything that is found
};

// What is told of each fault, and nothing else is told.
std::vector<Animal> const s_animals {
    { "none", "", {} },
    { "crash_on_load", "entry.loads", { "process.crash" } },
    { "null_entry", "entry.loads", { "entry.null" } },
    { "too_small", "entry.loads", { "entry.too_small" } },
    { "other_major", "entry.loads", { "entry.other_major" } },
    { "no_close", "entry.loads", { "entry.no_function" } },
    { "bad_id", "entry.texts", { "text.id", "text.folder" } },
    { "bad_version", "entry.texts", { "text.version", "text.folder" } },
    { "misplaced", "entry.texts", { "text.folder" } },
    { "no_help", "entry.settings", { "setting.help" } },
    { "odd_type", "entry.settings", { "setting.type" } },
    { "any_revision", "entry.capabilities", { "capability.unknown" } },
    { "no_display", "entry.capabilities", { "capability.no_function" } },
    { "leak", "life.again", { "memory.leak" } },
    { "single", "life.two", { "open.not_twice" } },
    { "unnamed_setting", "settings.wrong", { "settings.field" } },
    { "crash_on_setting", "settings.wrong", { "process.crash" } },
    { "not_idempotent", "reference.idempotent", { "normalise.not_idempotent", "row.reference_not_canonical" } },
    { "odd_display", "reference.display", { "display.not_typed_again" } },
    { "other_customer", "reference.customer", { "customer.other" } },
    { "echo", "hostile.bytes", { "answer.not_text" } },
    { "long_answer", "hostile.long", { "answer.too_long" } },
    { "internal", "reference.idempotent", { "status.internal" } },
    { "odd_status", "reference.idempotent", { "status.unexpected" } },
    { "no_key", "reference.idempotent", { "error.no_key" } },
    { "odd_key", "reference.idempotent", { "error.odd_key" } },
    { "unterminated", "reference.idempotent", { "error.not_terminated" } },
    { "overrun", "reference.idempotent", { "error.overrun" } },
    { "tells", "reference.idempotent", { "error.personal_data" } },
    { "hang", "hostile.long", { "process.hang" } },
    { "slow", "hostile.long", { "time.slow" } },
    { "exit", "reference.idempotent", { "process.exit" } },
    { "terminated", "reference.idempotent", { "process.crash" } },
    { "floods", "reference.idempotent", { "log.flood" } },
    { "logs_input", "reference.idempotent", { "log.personal_data" } },
    { "hog", "hostile.long", { "memory.much" } },
    { "fresh_code", "code.derive", { "derive.not_repeatable" } },
    { "prints", "world.printed", { "world.printed" } },
    { "writes", "world.printed", { "world.printed" } },
    { "opens_file", "world.system_calls", { "world.system_call" } },
    { "thread", "reference.idempotent", { "world.system_call" } },
    { "bad_row", "delivery.reads", { "row.breaks_rule", "delivery.differs" } },
    { "complains", "delivery.reads", { "delivery.problems", "delivery.differs" } },
    { "no_head", "delivery.reads", { "rows.no_head", "delivery.differs" } },
    { "other_total", "delivery.expected", { "delivery.differs" } },
    { "remembers", "delivery.again", { "delivery.not_repeatable" } },
    { "shared_currency", "instances.independent", { "instances.shared_state" } },
    { "one_read", "delivery.pieces", { "delivery.pieces", "read.stopped", "read.failed" } },
    { "deaf", "delivery.read", { "read.stopped", "read.failed" } },
    { "swallows", "delivery.stop", { "stop.not_passed_on", "sink.not_passed_on" } },
    { "goes_on", "delivery.stop", { "sink.called_on" } },
    { "grows", "delivery.memory", { "memory.grows" } },
    { "numbers_files", "export.writes", { "export.not_repeatable" } },
    { "foreign", "entry.symbols", { "symbols.exported", "symbols.unique" } },
    { "throws", "entry.symbols", { "symbols.exported", "symbols.unique", "process.exception" } },
};

constexpr int s_slowness = portal::plugin_check::is_sanitized ? 3 : 1; // of everybody, in time of computing

// Seen by a sanitizer before anybody else, or hidden by its own use of time, memory and files.
bool is_for_other_builds(std::string_view fault)
{
    static std::set<std::string_view> const faults { "terminated", "overrun", "leak", "hog", "grows", "slow", "exit", "opens_file" };
    return portal::plugin_check::is_sanitized && faults.contains(fault);
}

class PluginCheckTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PluginCheckTest);
    CPPUNIT_TEST(each_fault_is_found_and_nothing_else);
    CPPUNIT_TEST(what_is_no_plugin_is_told);
    CPPUNIT_TEST(what_was_written_is_what_is_expected);
    CPPUNIT_TEST(a_difference_names_line_and_rows);
    CPPUNIT_TEST(the_report_says_what_was_expected_seen_and_to_do);
    CPPUNIT_TEST(a_refused_delivery_is_said_to_be_refused_before_its_rows_are_compared);
    CPPUNIT_TEST(each_report_counts_the_rows_and_problems_of_the_delivery);
    CPPUNIT_TEST(no_report_counts_rows_without_a_delivery);
    CPPUNIT_TEST(the_same_seed_finds_the_same);
    CPPUNIT_TEST(without_landlock_nothing_is_tried_unless_that_is_allowed);
    CPPUNIT_TEST(a_build_server_reads_the_findings);
    CPPUNIT_TEST(a_wrong_call_is_told_from_findings);
    CPPUNIT_TEST_SUITE_END();

    portal::tests::TemporaryFolder m_folder;

    static std::string built(std::string const& path) { return std::string { std::getenv("PORTAL_BUILD") } + "/" + path; }
    static std::string animal(std::string const& fault) { return built("tests/check-zoo/zoo." + fault + "/1.0.0/plugin.so"); }
    std::string written(std::string const& name, std::string const& content) const
    {
        std::ofstream { m_folder / name, std::ios::binary } << content;
        return m_folder / name;
    }
    static std::string read(std::string const& path)
    {
        std::ifstream file { path, std::ios::binary };
        std::ostringstream content;
        content << file.rdbuf();
        return content.str();
    }
    // The exit code; the report is in `output`.
    static int check(std::vector<std::string> arguments, std::string const& output)
    {
        arguments.insert(arguments.end(), { "--output", output });
        return Poco::Process::launch(built("bin/portal-plugin-check"), arguments).wait();
    }
    // "hostile.long: process.hang" a line.
    static std::vector<std::pair<std::string, std::string>> findings(std::string const& json)
    {
        std::vector<std::pair<std::string, std::string>> found;
        auto const report = Poco::JSON::Parser {}.parse(json).extract<Poco::JSON::Object::Ptr>();
        for (auto const& test : *report->getArray("tests"))
            for (auto const& finding : *test.extract<Poco::JSON::Object::Ptr>()->getArray("findings"))
                found.emplace_back(test.extract<Poco::JSON::Object::Ptr>()->getValue<std::string>("name"),
                    finding.extract<Poco::JSON::Object::Ptr>()->getValue<std::string>("key"));
        return found;
    }
    // What is wrong with the findings about this animal; empty when they are as they should be.
    std::string judged(Animal const& one) const
    {
        if (is_for_other_builds(one.fault))
            return {};
        auto const output = m_folder / (std::string { one.fault } + ".json");
        // Who hangs, hangs as long as he may.
        auto const seconds = std::to_string((std::string_view { one.fault } == "hang" ? 2 : 10) * s_slowness);
        int const exit_code = check(
            { animal(one.fault), m_folder / "specimen.csv", "--expect", m_folder / "specimen.expected", "--format", "json", "--time", seconds }, output);
        auto const found = findings(read(output));
        std::set<std::string> keys;
        std::string all;
        for (auto const& [test, key] : found) {
            keys.insert(key);
            all += "\n    " + test + ": " + key;
        }
        bool const is_right = keys == one.keys && (found.empty() || found.front().first == one.first_test) && exit_code == (found.empty() ? 0 : 1);
        return is_right ? "" : std::string { "\n  " } + one.fault + " exit code " + std::to_string(exit_code) + ", found:" + all;
    }

public:
    void setUp() override
    {
        written("specimen.csv", s_delivery);
        written("specimen.expected", s_rows);
    }

    void each_fault_is_found_and_nothing_else()
    {
        // Two at once: the tests of one wait for its children.
        std::string wrong;
        for (std::size_t i = 0; i < s_animals.size(); i += 2) {
            auto other = std::async(std::launch::async, [&] { return i + 1 < s_animals.size() ? judged(s_animals[i + 1]) : std::string {}; });
            wrong += judged(s_animals[i]);
            wrong += other.get();
        }
        CPPUNIT_ASSERT_EQUAL(std::string {}, wrong);
    }

    void what_is_no_plugin_is_told()
    {
        for (auto const& [library, key] :
            { std::pair { written("plugin.so", "not ELF"), "library.not_loaded" }, { built("tests/zoo/zoo.no-entry/1.0.0/plugin.so"), "library.no_entry" } }) {
            CPPUNIT_ASSERT_EQUAL(1, check({ library, "--format", "json" }, m_folder / "report"));
            auto const found = findings(read(m_folder / "report"));
            CPPUNIT_ASSERT_EQUAL(std::string { key }, found.back().second);
            CPPUNIT_ASSERT_EQUAL(std::string { "entry.loads" }, found.back().first);
        }
    }

    void what_was_written_is_what_is_expected()
    {
        auto const rows = m_folder / "written.expected";
        CPPUNIT_ASSERT_EQUAL(0, check({ animal("none"), m_folder / "specimen.csv", "--write-expected", rows }, m_folder / "report"));
        CPPUNIT_ASSERT(read(rows).ends_with(s_rows));
        CPPUNIT_ASSERT_EQUAL(0, check({ animal("none"), m_folder / "specimen.csv", "--expect", rows }, m_folder / "report"));
    }

    void a_difference_names_line_and_rows()
    {
        CPPUNIT_ASSERT_EQUAL(1, check({ animal("other_total"), m_folder / "specimen.csv", "--expect", m_folder / "specimen.expected" }, m_folder / "report"));
        auto const report = read(m_folder / "report");
        CPPUNIT_ASSERT_MESSAGE(report, report.find("line 4: invoice number=\"2018-1\"") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(report, report.find("total=34.11 EUR") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(report, report.find("--write-expected") != std::string::npos);
    }

    void the_report_says_what_was_expected_seen_and_to_do()
    {
        CPPUNIT_ASSERT_EQUAL(1, check({ animal("hang"), "--time", "1", "--seed", "42" }, m_folder / "report"));
        auto const report = read(m_folder / "report");
        for (auto const* part : { "✗ texts of a megabyte are answered", "expected  an end", "seen      reference.normalise(\"0000", "to do     ", "Seed 42.",
                 "(not tried: no DELIVERY was given)" })
            CPPUNIT_ASSERT_MESSAGE(part + report, report.find(part) != std::string::npos);
    }

    void a_refused_delivery_is_said_to_be_refused_before_its_rows_are_compared()
    {
        auto const settings = std::string { std::getenv("PORTAL_SOURCE") } + "/plugins/generic/samples/settings.properties";
        CPPUNIT_ASSERT_EQUAL(1,
            check({ built("plugins/generic/1.0.0/plugin.so"), written("unheard_of.csv", "A;B\n"), "--settings", settings, "--expect",
                      m_folder / "specimen.expected" },
                m_folder / "report"));
        auto const report = read(m_folder / "report");
        CPPUNIT_ASSERT_MESSAGE(report, report.find("seen      the delivery is refused: delivery.unknown_file (unheard_of.csv)\n") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(report, report.find("\nThe delivery: 0 rows, 0 problems, refused.\n") != std::string::npos);
    }

    void each_report_counts_the_rows_and_problems_of_the_delivery()
    {
        auto const delivery = written("one_bad.csv", std::string { s_delivery } + "X;what is this\n");
        auto const report = [&](char const* format) {
            CPPUNIT_ASSERT_EQUAL(0, check({ animal("none"), delivery, "--format", format }, m_folder / "report"));
            return read(m_folder / "report");
        };
        auto const text = report("text");
        CPPUNIT_ASSERT_MESSAGE(text, text.find("\nThe delivery: 4 rows, 1 problem.\n") != std::string::npos);
        auto const json = report("json");
        auto const counts = Poco::JSON::Parser {}.parse(json).extract<Poco::JSON::Object::Ptr>()->getObject("delivery");
        CPPUNIT_ASSERT_EQUAL(4, counts->getValue<int>("rows"));
        CPPUNIT_ASSERT_EQUAL(1, counts->getValue<int>("problems"));
        CPPUNIT_ASSERT_EQUAL(false, counts->getValue<bool>("refused"));
        auto const junit = report("junit");
        for (auto const* property :
            { "name=\"delivery.rows\" value=\"4\"", "name=\"delivery.problems\" value=\"1\"", "name=\"delivery.refused\" value=\"false\"" })
            CPPUNIT_ASSERT_MESSAGE(property + junit, junit.find(property) != std::string::npos);
    }

    void no_report_counts_rows_without_a_delivery()
    {
        for (auto const* format : { "text", "json", "junit" }) {
            CPPUNIT_ASSERT_EQUAL(0, check({ animal("none"), "--format", format }, m_folder / "report"));
            auto const report = read(m_folder / "report");
            CPPUNIT_ASSERT_MESSAGE(report, report.find("problems") == std::string::npos);
        }
    }

    void without_landlock_nothing_is_tried_unless_that_is_allowed()
    {
        auto const report = m_folder / "report.txt";
        auto const check_there = [&](std::vector<std::string> more) {
            more.insert(more.begin(), { built("bin/portal-plugin-check"), animal("none"), "--output", report });
            return Poco::Process::launch(built("tests/without_landlock"), more).wait();
        };
        CPPUNIT_ASSERT_EQUAL(2, check_there({}));
        CPPUNIT_ASSERT(!std::filesystem::exists(report));
        CPPUNIT_ASSERT_EQUAL(0, check_there({ "--allow-without-landlock" }));
        CPPUNIT_ASSERT(read(report).find("zoo.none") != std::string::npos);
    }
    void the_same_seed_finds_the_same()
    {
        for (auto const* output : { "first", "second" })
            check({ animal("tells"), "--seed", "7" }, m_folder / output);
        // A test that took long is told with its time, which is the machine's and not the seed's.
        auto const findings = [&](char const* output) { return std::regex_replace(read(m_folder / output), std::regex { R"( \(\d+\.\d+ s\))" }, ""); };
        auto const first = findings("first");
        CPPUNIT_ASSERT_EQUAL(first, findings("second"));
        check({ animal("tells"), "--seed", "8" }, m_folder / "other");
        CPPUNIT_ASSERT(first != findings("other"));
    }

    void a_build_server_reads_the_findings()
    {
        CPPUNIT_ASSERT_EQUAL(1, check({ animal("tells"), "--format", "junit" }, m_folder / "report"));
        auto const report = read(m_folder / "report");
        CPPUNIT_ASSERT_MESSAGE(report, report.find("<failure type=\"error.personal_data\" message=\"expected ") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(report, report.find("<skipped message=\"no DELIVERY was given\"/>") != std::string::npos);
    }

    void a_wrong_call_is_told_from_findings()
    {
        CPPUNIT_ASSERT_EQUAL(2, check({}, m_folder / "report"));
        CPPUNIT_ASSERT_EQUAL(2, check({ m_folder / "no-such.so" }, m_folder / "report"));
        CPPUNIT_ASSERT_EQUAL(2, check({ animal("none"), "--expect", m_folder / "specimen.expected" }, m_folder / "report"));
        CPPUNIT_ASSERT_EQUAL(2, check({ animal("none"), "--settings", written("settings", "no equals sign\n") }, m_folder / "report"));
        CPPUNIT_ASSERT_EQUAL(1, check({ animal("none"), "--settings", written("settings", "length = 8\n") }, m_folder / "report"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginCheckTest);

}
