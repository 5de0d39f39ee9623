// What is checked: a plugin's library, the settings and the tenant it is opened for, and a sample delivery.
#pragma once

#include <portal/values.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace portal::plugin_check {

using SettingMap = std::map<std::string, std::string>;

struct Tenant {
    std::string slug = "check", time_zone = "Europe/Ljubljana", language = "sl", currency = "EUR";
    portal_date today { 2018, 6, 2 };
    SettingMap settings;
};

struct File {
    std::string name, content;
};

struct Subject {
    std::string library; // absolute path
    Tenant tenant;
    std::vector<File> delivery; // unpacked and sorted as the host does it; empty: none given
    bool may_be_refused = false; // somebody compares: that the delivery is refused may be what is expected
    std::uint64_t seed = 1;
    bool may_lack_landlock = false; // otherwise it is not tried on a system without
};

// The plugin's settings as key = value lines. tenant.slug, .time_zone, .language, .currency and .today (yyyy-mm-dd) set the tenant, all
// other keys are the plugin's. Throws SettingsError.
Tenant read_tenant(std::string const& path);

// A file, a ZIP bundle, or a folder of files. Throws std::runtime_error.
std::vector<File> read_delivery(std::string const& path);

}
