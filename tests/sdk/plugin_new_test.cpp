// portalctl plugin new: what it makes builds and passes its check at once, and it never touches what is there.
#include "sdk/command.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using portal::tests::content;
using portal::tests::run;
using portal::tests::say;

namespace {

class PluginNewTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PluginNewTest);
    CPPUNIT_TEST(a_plugin_from_csv_passes_at_once);
    CPPUNIT_TEST(a_plugin_from_eslog_passes_at_once);
    CPPUNIT_TEST(a_plugin_from_ubl_passes_at_once);
    CPPUNIT_TEST(what_comments_and_tutorial_propose_compiles);
    CPPUNIT_TEST(a_version_in_one_place_only_does_not_build);
    CPPUNIT_TEST(names_go_where_they_belong);
    CPPUNIT_TEST(a_folder_that_is_there_is_left_alone);
    CPPUNIT_TEST(names_that_cannot_be_are_refused);
    CPPUNIT_TEST_SUITE_END();

    portal::tests::TemporaryFolder m_folder;

    std::string new_plugin(std::string const& arguments) const
    {
        return "cd " + m_folder.path() + " && " + std::getenv("PORTAL_BUILD") + "/bin/portalctl plugin new " + arguments;
    }
    void passes_at_once(std::string const& kind)
    {
        run(new_plugin("riverside --from " + kind));
        auto const there = portal::tests::quick_builds(m_folder.path()) + "cd " + m_folder / "riverside" + " && ";
        run(there + "cmake -B build");
        auto const built = run(there + "cmake --build build");
        CPPUNIT_ASSERT_MESSAGE(built, built.find("warning") == std::string::npos);
        auto const tested = run(there + "ctest --test-dir build --output-on-failure");
        CPPUNIT_ASSERT_MESSAGE(tested, tested.find("check-example.riverside") != std::string::npos);
    }
    // What a file of the source tree has between two texts.
    static std::string behind(std::string const& file, std::string const& before, std::string const& end)
    {
        auto const text = content(std::getenv("PORTAL_SOURCE") + file);
        auto const found = text.find(before);
        CPPUNIT_ASSERT_MESSAGE(before, found != std::string::npos);
        auto const begin = found + before.size();
        return text.substr(begin, text.find(end, begin) - begin);
    }
    void is_refused(std::string const& arguments, std::string const& words) const
    {
        auto const said = say(new_plugin(arguments));
        CPPUNIT_ASSERT_EQUAL_MESSAGE(said.text, 2, said.exit_code);
        CPPUNIT_ASSERT_MESSAGE(said.text, said.text.find(words) != std::string::npos);
    }

public:
    void a_plugin_from_csv_passes_at_once() { passes_at_once("csv"); }
    void a_plugin_from_eslog_passes_at_once() { passes_at_once("eslog"); }
    void a_plugin_from_ubl_passes_at_once() { passes_at_once("ubl"); }
    void what_comments_and_tutorial_propose_compiles()
    {
        run(new_plugin("riverside"));
        auto const source = m_folder / "riverside/plugin.cpp";
        auto const changed = [&](std::string const& from, std::string const& to) {
            auto text = content(source);
            auto const at = text.find(from);
            CPPUNIT_ASSERT_MESSAGE(from, at != std::string::npos);
            std::ofstream { source } << text.replace(at, from.size(), to);
        };
        changed("//     std::string customer(", "std::string customer(");
        changed("{ .encoding = given.encoding(\"encoding\") }", behind("/docs/write-a-plugin.md", "`.format =`, for instance `", "`"));
        auto const there = portal::tests::quick_builds(m_folder.path()) + "cd " + m_folder / "riverside" + " && ";
        run(there + "cmake -B build");
        auto const built = run(there + "cmake --build build --target plugin-example.riverside-1.0.0");
        CPPUNIT_ASSERT_MESSAGE(built, built.find("warning") == std::string::npos);
    }
    void a_version_in_one_place_only_does_not_build()
    {
        run(new_plugin("riverside"));
        auto const there = portal::tests::quick_builds(m_folder.path()) + "cd " + m_folder / "riverside" + " && ";
        run(there + "sed -i '/^PORTAL_PLUGIN/s/1.0.0/1.1.0/' plugin.cpp && cmake -B build");
        // Once more: what failed is not taken for built.
        for (auto const& build : { "cmake --build build", "cmake --build build" }) {
            auto const said = say(there + build);
            CPPUNIT_ASSERT(said.exit_code != 0);
            CPPUNIT_ASSERT_MESSAGE(
                said.text, said.text.find("CMakeLists.txt has VERSION 1.0.0, but the library says \"1.1.0\" (PORTAL_PLUGIN") != std::string::npos);
        }
        run(there + "sed -i 's/VERSION 1.0.0/VERSION 1.1.0/' CMakeLists.txt && cmake --build build");
        CPPUNIT_ASSERT(content(m_folder / "riverside/build/plugins/example.riverside/1.1.0/manifest.json").find("\"version\": \"1.1.0\"") != std::string::npos);
    }
    void names_go_where_they_belong()
    {
        auto const said = run(new_plugin("river-side --id si.river --folder elsewhere"));
        CPPUNIT_ASSERT_MESSAGE(said, said.find("Made elsewhere with the plugin si.river 1.0.0.") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(said, said.find("cmake -B build && cmake --build build && ctest --test-dir build") != std::string::npos);
        auto const source = content(m_folder / "elsewhere/plugin.cpp");
        CPPUNIT_ASSERT(source.find("PORTAL_PLUGIN(RiverSide, \"si.river\", \"River Side\", \"1.0.0\", \"it@river-side.example\")") != std::string::npos);
        for (auto const& entry : std::filesystem::recursive_directory_iterator { m_folder / "elsewhere" })
            if (entry.is_regular_file())
                CPPUNIT_ASSERT_MESSAGE(entry.path().string(), content(entry.path().string()).find("TEMPLATE_") == std::string::npos);
    }
    void a_folder_that_is_there_is_left_alone()
    {
        std::filesystem::create_directory(m_folder / "riverside");
        std::ofstream { m_folder / "riverside/plugin.cpp" } << "mine";
        is_refused("riverside", "riverside: is there already; nothing was changed");
        CPPUNIT_ASSERT_EQUAL(std::string { "mine" }, content(m_folder / "riverside/plugin.cpp"));
        CPPUNIT_ASSERT(!std::filesystem::exists(m_folder / "riverside/README.md"));
    }
    void names_that_cannot_be_are_refused()
    {
        is_refused("Riverside", "small letters, digits and hyphens");
        is_refused("../riverside", "small letters, digits and hyphens");
        is_refused("riverside --id Si/River", "an id has small letters, digits, points and hyphens");
        is_refused("riverside --from pdf", "not in {csv,eslog,ubl}");
        is_refused("riverside --folder not/there", "No such file or directory");
        CPPUNIT_ASSERT(std::filesystem::is_empty(m_folder.path()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginNewTest);

}
