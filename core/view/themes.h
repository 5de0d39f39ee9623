// Loads themes from their folders, laid over each other: a utility's own files, the chosen theme, the default.
#pragma once

#include "view/theme.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace portal::view {

struct ThemeSources {
    std::string themes; // folder of themes: <themes>/default/...
    std::string name = "default"; // a theme beside it overrides only what differs
    std::string catalogues; // <catalogues>/sl/LC_MESSAGES/portal.mo
    std::string assets; // built assets: portal.css, portal.js, ... (served as /assets/)
    std::vector<std::string> languages { "sl", "en" }; // the first is the fallback
};

// One utility's part; empty folders are allowed.
struct UtilityFiles {
    std::string slug;
    std::string theme_folder; // theme.css, logo.svg, hero.svg, templates that differ (parts/bill_corner.mustache)
    std::string texts_folder; // sl.properties, en.properties: key = text
};

class Themes {
public:
    // Loads and checks the platform's theme. Throws ThemeError.
    explicit Themes(ThemeSources sources);

    std::shared_ptr<Theme const> platform() const { return m_platform; }
    // Loads and checks a utility's theme. Throws ThemeError or SettingsError; nothing else is touched by that.
    std::shared_ptr<Theme const> load(UtilityFiles const& utility) const;

private:
    std::shared_ptr<Theme const> make(UtilityFiles const& utility) const;
    ThemeSources m_sources;
    std::map<std::string, Texts> m_catalogues; // by language
    std::shared_ptr<Theme const> m_platform;
};

}
