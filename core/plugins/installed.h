// The plugins on disk, <plugins.path>/<id>/<version>/{manifest.json,plugin.so}, and whether they may run. Nothing is run here.
//
// Every folder and file is opened once, without following symbolic links, and is judged and used by that descriptor, so nothing can be
// exchanged between the look and the use.
#pragma once

#include "base/descriptor.h"
#include "plugins/manifest.h"
#include "plugins/trust.h"

#include <string>
#include <vector>

namespace portal::plugins {

struct InstalledPlugin {
    Manifest manifest;
    FileDescriptor library; // plugin.so, for reading
};

// Throws ManifestError with the path, and what to do about it, when the plugin is missing, wrong, or not to be trusted.
InstalledPlugin open_installed(std::string const& plugins_path, std::string const& id, std::string const& version, Trust const& trust);

struct InstalledVersion {
    std::string id, version;
    Manifest manifest; // as far as it can be read
    std::string refusal; // why it does not run; "" when it does
};

// All versions of all plugins, sorted by id and version.
std::vector<InstalledVersion> installed_versions(std::string const& plugins_path, Trust const& trust);

// What is signed, for whoever makes or examines a signature. Throws ManifestError.
struct FileContents {
    std::string manifest, library, signature; // an absent signature is empty
    SignedFiles view() const { return { manifest, library, signature }; }
};
FileContents read_plugin_files(std::string const& folder);

}
