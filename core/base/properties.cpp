#include "base/properties.h"

#include "base/text.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace portal {

namespace {

bool matches(std::string_view pattern, std::string_view key)
{
    return pattern == key || (pattern.ends_with("*") && key.starts_with(pattern.substr(0, pattern.size() - 1)));
}

KeyInfo const* find(std::vector<KeyInfo> const& known, std::string_view key)
{
    auto const found = std::find_if(known.begin(), known.end(), [&](KeyInfo const& info) { return matches(info.key, key); });
    return found == known.end() ? nullptr : &*found;
}

void require_known(std::vector<KeyInfo> const& known, std::string_view key, std::string_view origin)
{
    if (find(known, key))
        return;
    std::vector<std::string> names;
    for (auto const& info : known)
        names.emplace_back(info.key);
    auto const guess = nearest(key, names);
    throw SettingsError(std::string { origin } + ": unknown key \"" + std::string { key } + "\"" + (guess.empty() ? "" : "; did you mean \"" + guess + "\"?"));
}

}

std::map<std::string, Property> read_properties(std::string const& path)
{
    std::ifstream file { path, std::ios::binary };
    std::ostringstream whole;
    if (!file || !(whole << file.rdbuf()))
        throw SettingsError(path + ": cannot be read");
    std::string const content = whole.str();
    if (!is_utf8(content))
        throw SettingsError(path + ": is not UTF-8");
    std::map<std::string, Property> properties;
    std::string pending;
    int number = 0;
    int first = 0;
    for (auto raw : split(content, '\n')) {
        ++number;
        auto line = trimmed(raw);
        if (pending.empty()) {
            if (line.empty() || line.front() == '#')
                continue;
            first = number;
        }
        if (line.ends_with("\\")) {
            line.remove_suffix(1);
            pending += line;
            continue;
        }
        std::string const whole_line = pending + std::string { line };
        pending.clear();
        auto const equals = whole_line.find('=');
        std::string const origin = path + ":" + std::to_string(first);
        if (equals == std::string::npos)
            throw SettingsError(origin + ": expected key = value");
        std::string const key { trimmed(std::string_view { whole_line }.substr(0, equals)) };
        if (auto const [place, fresh]
            = properties.try_emplace(key, Property { std::string { trimmed(std::string_view { whole_line }.substr(equals + 1)) }, origin });
            !fresh)
            throw SettingsError(origin + ": \"" + key + "\" is given twice, first at " + place->second.origin);
    }
    if (!pending.empty())
        throw SettingsError(path + ":" + std::to_string(first) + ": the file ends in a continued line");
    return properties;
}

Settings::Settings(std::vector<KeyInfo> known, std::map<std::string, Property> given)
    : m_known(std::move(known))
{
    for (auto& [key, property] : given) {
        require_known(m_known, key, property.origin);
        m_given.emplace(key, std::move(property));
    }
}

std::string Settings::text(std::string_view key) const
{
    if (auto const given = m_given.find(key); given != m_given.end())
        return given->second.value;
    auto const* const info = find(m_known, key);
    if (!info)
        throw std::logic_error("no such setting: " + std::string { key });
    return std::string { info->fallback };
}

bool Settings::is_given(std::string_view key) const { return m_given.find(key) != m_given.end(); }

std::int64_t Settings::integer(std::string_view key, std::int64_t least, std::int64_t most) const
{
    auto const value = parse_integer(text(key));
    if (!value || *value < least || *value > most)
        reject(key, "expected a number from " + std::to_string(least) + " to " + std::to_string(most));
    return *value;
}

bool Settings::flag(std::string_view key) const
{
    auto const value = ascii_lower(text(key));
    if (value == "true" || value == "yes" || value == "1")
        return true;
    if (value == "false" || value == "no" || value == "0")
        return false;
    reject(key, "expected true or false");
}

std::string Settings::origin(std::string_view key) const
{
    auto const given = m_given.find(key);
    return given == m_given.end() ? "default" : given->second.origin;
}

std::map<std::string, std::string> Settings::below(std::string_view prefix) const
{
    std::map<std::string, std::string> found;
    for (auto place = m_given.lower_bound(prefix); place != m_given.end() && place->first.starts_with(prefix); ++place)
        found.emplace(place->first.substr(prefix.size()), place->second.value);
    return found;
}

void Settings::reject(std::string_view key, std::string_view reason) const
{
    throw SettingsError(origin(key) + ": " + std::string { key } + ": " + std::string { reason });
}

std::map<std::string, Property> layered(
    std::vector<KeyInfo> const& known, std::optional<std::string> const& file, std::vector<std::string> const& definitions, char const* const* environment)
{
    std::map<std::string, Property> given;
    if (file)
        given = read_properties(*file);
    for (; environment && *environment; ++environment) {
        std::string_view const entry { *environment };
        auto const equals = entry.find('=');
        if (!entry.starts_with("PORTAL_") || equals == std::string_view::npos)
            continue;
        // http.port is PORTAL_HTTP_PORT; underscores inside a key stay underscores, so the known keys are tried.
        auto const name = entry.substr(0, equals);
        for (auto const& info : known) {
            auto variable = "PORTAL_" + ascii_upper(info.key);
            std::replace(variable.begin(), variable.end(), '.', '_');
            if (variable == name)
                given[std::string { info.key }] = { std::string { entry.substr(equals + 1) }, "environment " + std::string { name } };
        }
    }
    for (auto const& definition : definitions) {
        auto const equals = definition.find('=');
        if (equals == std::string::npos)
            throw SettingsError("-D " + definition + ": expected key=value");
        given[definition.substr(0, equals)] = { definition.substr(equals + 1), "-D" };
    }
    return given;
}

}
