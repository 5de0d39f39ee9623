// What may stand in the repository: templates that escape, no machine's paths, nothing left over, tests that do not wait.
#include "source_tree.h"

#include <cppunit/extensions/HelperMacros.h>

#include <regex>
#include <set>

using namespace portal::tests;

namespace {

bool is_a_mail(SourceFile const& file) { return file.path.find("/mail/") != std::string::npos; }

void require_no_line(std::vector<SourceFile> const& files, std::string const& pattern, std::string_view rule, std::set<std::string> const& exceptions = {})
{
    Complaints complaints;
    std::regex const wrong { pattern, std::regex::ECMAScript | std::regex::optimize };
    for (auto const& file : files) {
        if (exceptions.contains(file.path))
            continue;
        for (auto const& line : file.lines()) {
            if (std::regex_search(line.begin() + static_cast<std::ptrdiff_t>(file.path.size()), line.end(), wrong))
                complaints.add(line);
        }
    }
    complaints.require_none(rule);
}

// Utilities may lay templates of their own over the theme's.
std::vector<SourceFile> templates(bool mails)
{
    std::vector<SourceFile> found;
    for (auto const& file : all_files()) {
        if (file.ends_with(".mustache") && is_a_mail(file) == mails)
            found.push_back(file);
    }
    CPPUNIT_ASSERT(!found.empty());
    return found;
}

// Pictures, fonts and dictionaries are not looked at: they hold no sentences.
std::vector<SourceFile> written_by_people()
{
    std::vector<SourceFile> found;
    for (auto const& file : all_files()) {
        if (!file.ends_with(".svg") && !file.ends_with("package-lock.json") && !file.ends_with("common_passwords.txt")
            && file.content.find('\0') == std::string::npos)
            found.push_back(file);
    }
    return found;
}

class RepositoryTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(RepositoryTest);
    CPPUNIT_TEST(templates_escape_everything_but_the_page_and_our_own_drawings);
    CPPUNIT_TEST(pages_have_no_inline_style_or_script);
    CPPUNIT_TEST(nothing_is_left_over);
    CPPUNIT_TEST(no_machine_and_no_registry_is_named);
    CPPUNIT_TEST(tests_wait_for_events_and_not_for_a_while);
    CPPUNIT_TEST_SUITE_END();

public:
    void templates_escape_everything_but_the_page_and_our_own_drawings()
    {
        auto const unescaped = R"(\{\{\{(?!\s*(content|svg|drums|drums_last|drums_typed)\s*\}\}\})|\{\{\s*&)";
        require_no_line(templates(false), unescaped, "only the page in the layout and the portal's own drawings go out as they are");
        require_no_line(templates(true), unescaped, "mails escape everything");
    }
    void pages_have_no_inline_style_or_script()
    {
        require_no_line(
            templates(false), R"(\sstyle=|\son[a-z]+=|<style|<script(?! src=)|javascript:|="data:)", "the Content-Security-Policy lets nothing inline through");
    }
    void nothing_is_left_over()
    {
        // Written in two halves, so that this line is none of them.
        require_no_line(written_by_people(),
            "\\b(TO"
            "DO|FIX"
            "ME|XX"
            "X|HA"
            "CK)\\b",
            "work that is left is an issue, not a comment");
    }
    void no_machine_and_no_registry_is_named()
    {
        require_no_line(written_by_people(), "(^|[^A-Za-z0-9_.$}-])/(work|root|home/[a-z]+)/", "a path of one machine works on no other");
        require_no_line(written_by_people(),
            "registry\\.npm"
            "js|npm"
            "js\\.org|deb\\.deb"
            "ian\\.org|\"resolved\":",
            "packages come from where the machine is set up to get them");
    }
    void tests_wait_for_events_and_not_for_a_while()
    {
        require_no_line(files_below("tests", { ".cpp", ".h", ".mjs", ".py", ".sh" }),
            R"(sleep_for|sleep_until|Thread::sleep|waitForTimeout|time\.sleep|\busleep\(|^:\d+:\s*sleep \d)", "a test waits for an event, never for a while",
            { "tests/architecture/repository_test.cpp" });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RepositoryTest);

}
