#include "plugins/manifest.h"

#include "base/text.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace portal::plugins {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t s_largest = 64 * 1024;

bool is_name(std::string const& text, std::string_view signs)
{
    return !text.empty() && text.size() <= 64 && text.front() != '.' && text.find("..") == std::string::npos
        && std::all_of(
            text.begin(), text.end(), [&](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos; });
}

std::string content_of(fs::path const& path)
{
    std::ifstream file { path, std::ios::binary };
    std::string content(s_largest + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (content.empty() || content.size() > s_largest)
        throw ManifestError(path.string() + ": missing, empty or larger than 64 KiB");
    return content;
}

std::string text(Poco::JSON::Object const& object, std::string const& key)
{
    auto value = object.getValue<std::string>(key);
    if (!is_utf8(value) || has_control_characters(value))
        throw ManifestError(key + " is no plain text");
    return value;
}

Manifest parsed(std::string const& content)
{
    Poco::JSON::Parser parser;
    auto const root = parser.parse(content).extract<Poco::JSON::Object::Ptr>();
    Manifest manifest { text(*root, "id"), text(*root, "name"), text(*root, "version"), text(*root, "contact"), {}, {}, {} };
    if (auto const list = root->getArray("capabilities"))
        for (unsigned i = 0; i < list->size(); ++i)
            manifest.capabilities.push_back(list->getElement<std::string>(i));
    if (auto const list = root->getArray("settings"))
        for (unsigned i = 0; i < list->size(); ++i) {
            auto const& one = *list->getObject(i);
            manifest.settings.push_back({ text(one, "key"), text(one, "type"), text(one, "fallback"), text(one, "help") });
        }
    return manifest;
}

}

bool is_plugin_id(std::string const& text) { return is_name(text, ".-"); }

bool is_plugin_version(std::string const& text) { return is_name(text, ".-+"); }

Manifest read_manifest(std::string const& plugins_path, std::string const& id, std::string const& version)
{
    if (!is_plugin_id(id) || !is_plugin_version(version))
        throw ManifestError("\"" + id + "\" \"" + version + "\" cannot be a plugin's id and version");
    auto const folder = fs::absolute(plugins_path) / id / version;
    auto const path = folder / "manifest.json";
    try {
        auto manifest = parsed(content_of(path));
        if (manifest.id != id || manifest.version != version)
            throw ManifestError("says " + manifest.id + " " + manifest.version + ", which is not where it lies");
        manifest.library = (folder / "plugin.so").string();
        return manifest;
    } catch (ManifestError const& error) {
        std::string const what = error.what();
        throw ManifestError(what.starts_with(path.string()) ? what : path.string() + ": " + what);
    } catch (Poco::Exception const& error) {
        throw ManifestError(path.string() + ": " + error.displayText());
    }
}

std::vector<Manifest> read_manifests(std::string const& plugins_path, std::vector<std::string>& problems)
{
    std::vector<Manifest> found;
    std::error_code ignored; // an absent folder holds no plugins
    for (auto const& plugin : fs::directory_iterator { plugins_path, ignored }) {
        if (!is_plugin_id(plugin.path().filename().string()))
            continue;
        for (auto const& version : fs::directory_iterator { plugin.path(), ignored }) {
            // A build's own folders lie beside the plugins'.
            if (!fs::exists(version.path() / "manifest.json", ignored) && !fs::exists(version.path() / "plugin.so", ignored))
                continue;
            try {
                found.push_back(read_manifest(plugins_path, plugin.path().filename().string(), version.path().filename().string()));
            } catch (ManifestError const& error) {
                problems.emplace_back(error.what());
            }
        }
    }
    std::sort(found.begin(), found.end(),
        [](Manifest const& left, Manifest const& right) { return std::tie(left.id, left.version) < std::tie(right.id, right.version); });
    return found;
}

}
