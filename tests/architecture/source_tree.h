// The repository as text, for tests that hold its rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portal::tests {

struct SourceFile {
    std::string path; // from the top of the repository: "core/base/money.h"
    std::string content;

    bool ends_with(std::string_view suffix) const { return path.ends_with(suffix); }
    // The lines with their numbers in a message: "core/base/money.h:12: text".
    std::vector<std::string> lines() const;
};

// All files below a folder of the repository whose names have one of these endings ("" for all); sorted by path.
// Throws when there is none, because a rule that looks at nothing always holds.
std::vector<SourceFile> files_below(std::string const& folder, std::vector<std::string_view> const& endings);

// Everything that people wrote: all folders but build and var, and the files at the top.
std::vector<SourceFile> all_files();

// Collects what breaks a rule; the assertion shows the whole list.
class Complaints {
public:
    void add(std::string complaint) { m_complaints.push_back(std::move(complaint)); }
    void require_none(std::string_view rule) const;

private:
    std::vector<std::string> m_complaints;
};

}
