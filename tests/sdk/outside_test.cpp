// The installed SDK builds plugins outside this tree, with nothing else of ours: in C++, in plain C, and with another compiler and library.
// What it built runs in the real host.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "sdk/command.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>

using namespace portal;
using namespace portal::plugins;
using tests::content;
using tests::run;

namespace {

class OutsideTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(OutsideTest);
    CPPUNIT_TEST(the_component_is_the_sdk_and_nothing_else);
    CPPUNIT_TEST(the_readmes_example_builds_and_runs);
    CPPUNIT_TEST(a_plugin_in_plain_c_builds_and_runs);
    CPPUNIT_TEST(a_plugin_of_clang_with_libcxx_builds_and_runs);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;
    std::string m_source = std::string { std::getenv("PORTAL_SOURCE") };
    ManualClock m_clock { Instant { std::chrono::sys_days { std::chrono::year { 2018 } / 6 / 2 } } };

    // Builds the project with the installed SDK; its plugins lie in the folder that comes back.
    std::string built(std::string const& project, std::string const& options = {})
    {
        std::filesystem::copy(m_source + "/tests/sdk/outside/" + project, m_folder / project);
        if (project == "cpp")
            std::ofstream { m_folder / "cpp/plugin.cpp" } << example();
        auto const folder = m_folder / project;
        auto const quickly = tests::quick_builds(m_folder.path());
        run(quickly + "cmake -S " + folder + " -B " + folder + "/build -DCMAKE_PREFIX_PATH=" + m_folder / "sdk" + " " + options);
        run(quickly + "cmake --build " + folder + "/build");
        return folder + "/build/plugins";
    }
    // The first C++ block of the README.
    std::string example() const
    {
        auto const page = content(m_source + "/plugins/sdk/README.md");
        auto const begin = page.find("```cpp\n") + 7;
        return page.substr(begin, page.find("```", begin) - begin);
    }
    std::string delivery(std::string const& text) const
    {
        std::ofstream { m_folder / "customers.csv" } << text;
        return m_folder / "customers.csv";
    }
    void example_answers(std::string const& plugins_path)
    {
        Plugins plugins { test::options(plugins_path), m_clock };
        auto const target = test::target(1, "example.riverside");
        CPPUNIT_ASSERT_EQUAL(std::string { "SI121805000001070" }, *plugins.normalise_reference(target, "Sl12 1805000001070"));
        // An exception of the SDK that stops at the border.
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.check_digit" }, plugins.normalise_reference(target, "SI12 1805000001071").refusal().key);
        test::RecordingSink sink;
        auto const summary = plugins.import(target, { delivery("NUMBER;NAME\n107;Ana Čeh\n108\n") }, sink);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 1 }, summary->rows);
        CPPUNIT_ASSERT_EQUAL(std::string { "107|Ana Čeh||||||" }, sink.rows.at("customer").at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "customers.csv|3|csv.column_count||" }, sink.rows.at("problem").at(0));
    }

public:
    void setUp() override { run("cmake --install " + test::built("") + " --component sdk --prefix " + m_folder / "sdk"); }

    void the_component_is_the_sdk_and_nothing_else()
    {
        for (auto const* const file : { "include/portal/portal_plugin.h", "include/portal/plugin.hpp", "include/portal/references/si.hpp",
                 "lib/cmake/PortalPlugin/PortalPluginConfig.cmake", "lib/cmake/PortalPlugin/portal_plugin.map", "bin/portal-plugin-manifest",
                 "share/portal/sdk/README.md", "share/portal/sdk/template/csv/plugin.cpp", "bin/portal-plugin-check", "share/portal/docs/write-a-plugin.md",
                 "share/portal/docs/plugin-contract.md" })
            CPPUNIT_ASSERT_MESSAGE(file, std::filesystem::exists(m_folder / "sdk/" + file));
        for (auto const* const file : { "bin/portald", "bin/portalctl", "share/portal/themes" })
            CPPUNIT_ASSERT_MESSAGE(file, !std::filesystem::exists(m_folder / "sdk/" + file));
    }
    void the_readmes_example_builds_and_runs() { example_answers(built("cpp")); }
    void a_plugin_in_plain_c_builds_and_runs()
    {
        Plugins plugins { test::options(built("c")), m_clock };
        auto const target = test::target(1, "example.plain-c");
        CPPUNIT_ASSERT_EQUAL(std::string { "1234" }, *plugins.normalise_reference(target, "12 34"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.not_digits" }, plugins.normalise_reference(target, "12x").refusal().key);
        test::RecordingSink sink;
        auto const summary = plugins.import(target, { delivery("107;Ana Čeh\n108\n") }, sink);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t { 1 }, summary->rows);
        CPPUNIT_ASSERT_EQUAL(std::string { "107|Ana Čeh||||||" }, sink.rows.at("customer").at(0));
        CPPUNIT_ASSERT_EQUAL(std::string { "customers.csv|2|csv.column_count||" }, sink.rows.at("problem").at(0));
    }
    // Two C++ libraries then live in one process: the host's, and the plugin's own inside it.
    void a_plugin_of_clang_with_libcxx_builds_and_runs()
    {
        auto const plugins_path = built("cpp", "-DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_FLAGS=-stdlib=libc++");
        auto const library = content(plugins_path + "/example.riverside/1.0.0/plugin.so");
        CPPUNIT_ASSERT_MESSAGE("names of libc++", library.find("St3__1") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(
            "asks for no other C++ library", library.find("libc++.so") == std::string::npos && library.find("libstdc++.so") == std::string::npos);
        example_answers(plugins_path);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OutsideTest);

}
