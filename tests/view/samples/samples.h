// Sample data for every page and mail of the default theme.
#pragma once

#include "view/themes.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace portal::view::samples {

struct PageSample {
    std::string file; // "register-errors"
    std::string name; // template
    PageFrame frame;
    Model body;
    bool heating = false; // with the theme of the second utility
};

struct MailSample {
    std::string name;
    Model body;
};

inline std::string environment(char const* name)
{
    auto const* const value = std::getenv(name);
    return value ? value : ".";
}

inline ThemeSources theme_sources()
{
    ThemeSources sources;
    sources.themes = environment("PORTAL_SOURCE") + "/themes";
    sources.catalogues = environment("PORTAL_BUILD") + "/locale";
    sources.assets = environment("PORTAL_BUILD") + "/assets";
    return sources;
}

inline UtilityFiles utility_files(std::string const& slug)
{
    auto const folder = environment("PORTAL_SOURCE") + "/tenants/" + slug;
    return { slug, folder + "/theme", folder + "/texts" };
}

// Lists of rows in the short form {{"key", "value"}, ...}.
Model model(std::vector<std::pair<std::string, std::string>> const& texts, std::vector<std::pair<std::string, bool>> const& flags = {});

PageFrame frame(std::string title, std::string path);
PageFrame signed_in_frame(std::string title, std::string path, Menu menu);

// Pages of visitors; texts and format are of the language that is rendered.
std::vector<PageSample> visitor_pages(Texts const& texts, Format const& format);
std::vector<PageSample> customer_pages(Texts const& texts, Format const& format);
std::vector<PageSample> account_pages(Texts const& texts, Format const& format); // among the customer's pages
std::vector<MailSample> mails();

}
