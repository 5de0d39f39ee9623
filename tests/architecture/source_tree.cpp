#include "source_tree.h"

#include "base/text.h"

#include <cppunit/TestAssert.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace portal::tests {

namespace fs = std::filesystem;

namespace {

fs::path top()
{
    auto const* const folder = std::getenv("PORTAL_SOURCE");
    if (!folder)
        throw std::runtime_error("PORTAL_SOURCE is not set; run the tests by ./dev test or ctest");
    return folder;
}

SourceFile read(fs::path const& path)
{
    std::ifstream file { path, std::ios::binary };
    return { path.lexically_relative(top()).string(), { std::istreambuf_iterator<char> { file }, {} } };
}

// .git is a file in a second working tree of the same repository.
bool is_made_by_machines(fs::path const& place)
{
    auto const name = place.filename().string();
    return name == "node_modules" || name == ".git" || name == "__pycache__" || (place.parent_path() == top() && (name == "build" || name == "var"));
}

void collect(fs::path const& folder, std::vector<std::string_view> const& endings, std::vector<SourceFile>& found)
{
    for (auto place = fs::recursive_directory_iterator { folder }; place != fs::recursive_directory_iterator {}; ++place) {
        if (is_made_by_machines(place->path())) {
            place.disable_recursion_pending();
            continue;
        }
        auto const path = place->path().string();
        if (place->is_regular_file() && std::any_of(endings.begin(), endings.end(), [&](auto ending) { return path.ends_with(ending); }))
            found.push_back(read(place->path()));
    }
    std::sort(found.begin(), found.end(), [](auto const& one, auto const& other) { return one.path < other.path; });
}

}

std::vector<std::string> SourceFile::lines() const
{
    std::vector<std::string> lines;
    for (auto line : split(content, '\n'))
        lines.push_back(path + ":" + std::to_string(lines.size() + 1) + ": " + std::string { line });
    return lines;
}

std::vector<SourceFile> files_below(std::string const& folder, std::vector<std::string_view> const& endings)
{
    std::vector<SourceFile> found;
    collect(folder == "." ? top() : top() / folder, endings, found);
    if (found.empty())
        throw std::runtime_error("no file to look at below " + folder);
    return found;
}

std::vector<SourceFile> all_files() { return files_below(".", { "" }); }

void Complaints::require_none(std::string_view rule) const
{
    std::string list { rule };
    for (auto const& complaint : m_complaints)
        list += "\n  " + complaint;
    CPPUNIT_ASSERT_MESSAGE(list, m_complaints.empty());
}

}
