// What a plugin says about itself in its manifest.json, read without running it.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace portal::plugins {

struct SettingKey {
    std::string key, type, fallback, help; // type: text, integer, flag
};

struct Manifest {
    std::string id, name, version, contact;
    std::vector<std::string> capabilities; // "portal.reference/1", ...
    std::vector<SettingKey> settings;
    std::string library; // path of plugin.so
};

// What is wrong with an installed plugin, in words for an admin.
class ManifestError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// "si.kp-logatec", "1.0.0": lower case letters, digits, points and hyphens, so that they are safe in a path.
bool is_plugin_id(std::string const& text);
bool is_plugin_version(std::string const& text);

// The content of a manifest.json. Throws ManifestError without a path. `library` is the caller's to fill.
Manifest parse_manifest(std::string const& content);

}
