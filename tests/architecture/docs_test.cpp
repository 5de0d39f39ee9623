// What an admin can set stands where an admin looks.
#include "source_tree.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <regex>
#include <set>

using namespace portal::tests;

namespace {

SourceFile the_file(std::string const& folder, std::string_view name)
{
    auto const found = files_below(folder, { name });
    CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, found.size());
    return found[0];
}

// The keys of the table in core/app/settings.cpp: { "http.port", ...
std::set<std::string> known_keys()
{
    auto const source = the_file("core/app", "/settings.cpp").content;
    std::regex const entry { "\\{ \"([a-z]+\\.[a-z_.]+)\", \"[^\"]*\", \"" };
    std::set<std::string> keys;
    for (std::sregex_iterator found { source.begin(), source.end(), entry }, end; found != end; ++found)
        keys.insert((*found)[1]);
    CPPUNIT_ASSERT(keys.size() > 20);
    return keys;
}

class DocsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DocsTest);
    CPPUNIT_TEST(every_setting_is_in_the_admins_page_and_in_the_sample);
    CPPUNIT_TEST(the_samples_know_only_settings_that_exist);
    CPPUNIT_TEST(links_in_the_documentation_lead_somewhere);
    CPPUNIT_TEST_SUITE_END();

public:
    void every_setting_is_in_the_admins_page_and_in_the_sample()
    {
        Complaints complaints;
        auto const page = the_file("docs", "/run-it.md").content;
        auto const sample = the_file("config", "/portal.properties").content;
        for (auto const& key : known_keys()) {
            if (page.find("`" + key + "`") == std::string::npos)
                complaints.add("docs/run-it.md does not name " + key);
            if (sample.find("\n" + key + " =") == std::string::npos && sample.find("\n#" + key + " =") == std::string::npos)
                complaints.add("config/portal.properties does not show " + key);
        }
        complaints.require_none("every setting is documented");
    }
    void the_samples_know_only_settings_that_exist()
    {
        Complaints complaints;
        auto const keys = known_keys();
        std::regex const setting { "(?:^|\n)#?([a-z]+\\.[a-z_.]+) *=" };
        for (auto const& file : files_below("config", { ".properties" })) {
            for (std::sregex_iterator found { file.content.begin(), file.content.end(), setting }, end; found != end; ++found) {
                if (!keys.contains((*found)[1]))
                    complaints.add(file.path + ": " + (*found)[1].str());
            }
        }
        complaints.require_none("a sample that is copied must work");
    }
    void links_in_the_documentation_lead_somewhere()
    {
        Complaints complaints;
        std::set<std::string> there;
        auto const files = all_files();
        for (auto const& file : files) {
            for (auto end = file.path.size(); end != std::string::npos; end = file.path.rfind('/', end - 1))
                there.insert(file.path.substr(0, end));
        }
        std::regex const link { "\\]\\(([^)#: ]+)(#[^)]*)?\\)" };
        for (auto const& file : files) {
            if (!file.ends_with(".md"))
                continue;
            for (std::sregex_iterator found { file.content.begin(), file.content.end(), link }, end; found != end; ++found) {
                auto const target = resolved(file.path, (*found)[1]);
                if (!there.contains(target))
                    complaints.add(file.path + " links to " + target);
            }
        }
        complaints.require_none("a link in the documentation leads to a file or folder");
    }

private:
    static std::string resolved(std::string const& page, std::string const& target)
    {
        auto path = (std::filesystem::path { page }.parent_path() / target).lexically_normal().string();
        return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DocsTest);

}
