#include "app/commands/context.h"

#include "base/text.h"

#include <algorithm>
#include <filesystem>

namespace portal::app {

Platform& Context::platform()
{
    if (!m_platform) {
        m_platform = std::make_unique<Platform>(load_settings(config, definitions));
        bool const asks_for_lines = verbose || std::ranges::any_of(definitions, [](auto const& one) { return one.starts_with("log.level="); });
        if (!asks_for_lines)
            log_in_words();
    }
    return *m_platform;
}

tenants::Tenant const& Context::tenant(std::string const& slug)
{
    auto const& tenants = platform().tenants();
    if (auto const* const found = tenants.find(slug))
        return *found;
    for (auto const& problem : tenants.problems())
        if (problem.slug == slug)
            throw SettingsError("tenant " + slug + " is broken: " + problem.what);
    std::vector<std::string> known;
    for (auto const* tenant : tenants.all())
        known.push_back(tenant->slug);
    auto const guess = nearest(slug, known);
    throw SettingsError("there is no tenant \"" + slug + "\"" + (guess.empty() ? "; portalctl tenant list shows them" : "; did you mean \"" + guess + "\"?"));
}

std::string table(std::vector<std::vector<std::string>> const& rows)
{
    std::vector<std::size_t> widths;
    for (auto const& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths.resize(std::max(widths.size(), row.size()));
            widths[i] = std::max(widths[i], character_count(row[i]));
        }
    std::string text;
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(i + 1 < row.size() ? widths[i] - character_count(row[i]) + 2 : 0, ' ');
        text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    }
    return text;
}

std::vector<std::string> delivery_files(std::vector<std::string> const& paths)
{
    std::vector<std::string> files;
    for (auto const& path : paths) {
        if (!std::filesystem::is_directory(path)) {
            files.push_back(path);
            continue;
        }
        for (auto const& entry : std::filesystem::directory_iterator { path })
            if (entry.is_regular_file())
                files.push_back(entry.path());
    }
    return files;
}

}
