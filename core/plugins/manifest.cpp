#include "plugins/manifest.h"

#include "base/text.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>

namespace portal::plugins {

namespace {

bool is_name(std::string const& text, std::string_view signs)
{
    return !text.empty() && text.size() <= 64 && text.front() != '.' && text.find("..") == std::string::npos
        && std::all_of(
            text.begin(), text.end(), [&](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos; });
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

Manifest parse_manifest(std::string const& content)
{
    try {
        return parsed(content);
    } catch (Poco::Exception const& error) {
        throw ManifestError(error.displayText());
    }
}

}
