// What a plugin says about itself in <plugins.path>/<id>/<version>/manifest.json, read without running it.
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

// What is wrong with a manifest, with its path, in words for an admin.
class ManifestError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// "si.kp-logatec", "1.0.0": lower case letters, digits, points and hyphens, so that they are safe in a path.
bool is_plugin_id(std::string const& text);
bool is_plugin_version(std::string const& text);

// Throws ManifestError.
Manifest read_manifest(std::string const& plugins_path, std::string const& id, std::string const& version);

// All versions of all plugins below the path, sorted by id and version; each folder that is wrong is told to `problem`.
std::vector<Manifest> read_manifests(std::string const& plugins_path, std::vector<std::string>& problems);

}
