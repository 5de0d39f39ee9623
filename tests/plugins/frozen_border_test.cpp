// A plugin that was built last year has the border of its day in its code: the living header may only append to it.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

extern "C" {
#include "plugins/frozen/border_places.h"
}

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace portal;
using namespace portal::plugins;

namespace {

// The declarations of each struct, without comments and with single blanks.
std::map<std::string, std::string> structs_of(std::string const& header)
{
    std::ifstream file { std::string { std::getenv("PORTAL_SOURCE") } + "/" + header };
    std::ostringstream content;
    content << file.rdbuf();
    auto const text = std::regex_replace(std::regex_replace(content.str(), std::regex { "/\\*[^*]*\\*+([^/*][^*]*\\*+)*/" }, ""), std::regex { "\\s+" }, " ");
    std::regex const declaration { "typedef struct[a-z_ ]*\\{([^}]*)\\} *([a-z_]+);" };
    std::map<std::string, std::string> found;
    for (std::sregex_iterator one { text.begin(), text.end(), declaration }, end; one != end; ++one)
        found[(*one)[2]] = (*one)[1];
    CPPUNIT_ASSERT_MESSAGE(header, found.size() >= 29);
    return found;
}

bool may_grow(std::string const& declarations) { return declarations.starts_with(" uint32_t size"); }

class FrozenBorderTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(FrozenBorderTest);
    CPPUNIT_TEST(every_field_stands_where_it_stood);
    CPPUNIT_TEST(declarations_are_only_appended_to);
    CPPUNIT_TEST(a_plugin_of_the_frozen_border_answers);
    CPPUNIT_TEST(a_plugin_of_the_frozen_border_imports);
    CPPUNIT_TEST_SUITE_END();

    ManualClock m_clock { Instant { std::chrono::sys_days { std::chrono::year { 2018 } / 6 / 2 } } };
    Plugins m_plugins { test::options(test::built("tests/frozen")), m_clock };
    Target m_target = test::target(1, "frozen.border-1-0", { { "prefix", "N" } });

public:
    void every_field_stands_where_it_stood()
    {
        auto const structs = structs_of("tests/plugins/frozen/1.0/portal/portal_plugin.h");
        std::set<std::string> seen;
        auto const* now = living_places;
        for (auto const* then = frozen_places; then->type; ++then, ++now) {
            auto const name = std::string { then->type } + "." + then->field;
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, then->offset, now->offset);
            if (*then->field == '\0' && may_grow(structs.at(then->type)))
                CPPUNIT_ASSERT_MESSAGE(name, now->size >= then->size);
            else
                CPPUNIT_ASSERT_EQUAL_MESSAGE(name, then->size, now->size);
            seen.insert(then->type);
        }
        CPPUNIT_ASSERT_EQUAL(structs.size(), seen.size());
    }
    void declarations_are_only_appended_to()
    {
        auto const living = structs_of("plugins/sdk/include/portal/portal_plugin.h");
        for (auto const& [name, then] : structs_of("tests/plugins/frozen/1.0/portal/portal_plugin.h")) {
            CPPUNIT_ASSERT_MESSAGE(name + " is gone", living.contains(name));
            CPPUNIT_ASSERT_MESSAGE(name + " was" + then + "and is" + living.at(name), living.at(name).starts_with(then));
            CPPUNIT_ASSERT_MESSAGE(name + " is a value and cannot grow", may_grow(then) || living.at(name) == then);
        }
    }
    void a_plugin_of_the_frozen_border_answers()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "N123" }, *m_plugins.normalise_reference(m_target, "123"));
        CPPUNIT_ASSERT_EQUAL(std::string { "N123" }, *m_plugins.normalise_reference(m_target, "N123"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.empty" }, m_plugins.normalise_reference(m_target, "").refusal().key);
        CPPUNIT_ASSERT_EQUAL(std::string { "N123" }, *m_plugins.display_reference(m_target, "N123"));
        CPPUNIT_ASSERT_EQUAL(std::string { "N123" }, *m_plugins.customer_of_reference(m_target, "N123"));
        CPPUNIT_ASSERT_EQUAL(std::string { "6473" }, m_plugins.normalise_code(m_target, Secret { "6473" })->reveal());
        m_target.settings["prefix"] = "much too long";
        CPPUNIT_ASSERT_EQUAL(std::string { "prefix" }, m_plugins.check(m_target).refusal().field);
    }
    void a_plugin_of_the_frozen_border_imports()
    {
        tests::TemporaryFolder const folder;
        std::ofstream { folder / "anything.csv" } << "what the billing system delivers\n";
        test::RecordingSink sink;
        auto const summary = m_plugins.import(m_target, { folder / "anything.csv" }, sink);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 8 }, summary->rows);
        CPPUNIT_ASSERT_EQUAL(std::string { "1|2018-06-01|changes|1|12.20|" }, sink.rows.at("begin").at(0));
        for (auto const* kind : { "customer", "supply_point", "meter", "register", "reading", "invoice", "line", "transaction" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(kind, std::size_t { 1 }, sink.count(kind));
        CPPUNIT_ASSERT_EQUAL(std::string { "R1|M1|1|utility||2018-05-31|412.5|" }, sink.rows.at("reading").at(0));
        // The code was derived inside the host.
        CPPUNIT_ASSERT(sink.rows.at("invoice").at(0).find("|B1|2018-05-31|") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string { "bills.csv|7|csv.bad_date|DUE|" }, sink.rows.at("problem").at(0));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FrozenBorderTest);

}
