#include "tenants/tenant_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace portal::tenants {

namespace {

void write(std::string const& path, std::string const& content)
{
    std::ofstream file { path, std::ios::binary };
    if (!(file << content) || !file.flush())
        throw SettingsError(path + ": cannot be written: " + std::strerror(errno));
}

// Every key with its help; those that have no default are left open, so that check_tenant() asks for them.
std::string properties(std::string const& name)
{
    std::string text = "# A utility of the portal. Lines are key = value; a line that begins with # does not count.\n"
                       "# portalctl tenant check names what is missing or wrong.\n";
    for (auto const& [key, fallback, help] : tenant_keys()) {
        text += "\n# " + std::string { help } + "\n";
        if (key == "name")
            text += "name = " + name + "\n";
        else if (key == "active")
            text += "active = false\n";
        else if (key == "plugin" || key == "help.phone" || key == "terms.version")
            text += std::string { key } + " =\n";
        else if (key == "plugin.setting.*")
            text += "#plugin.setting.NAME =\n";
        else
            text += "#" + std::string { key } + " = " + std::string { fallback } + "\n";
    }
    return text;
}

constexpr auto terms_sl = R"(## Kdo ponuja portal

Napišite, kdo ste, za koga veljajo ti pogoji in od kdaj.

## Kaj portal omogoča

- vpogled v račune in promet
- oddajo stanja števca

## Osebni podatki

Napišite, kdo je upravljavec osebnih podatkov in kam se uporabnik obrne.
)";

constexpr auto terms_en = R"(## Who offers the portal

Say who you are, to whom these terms apply, and since when.

## What the portal does

- shows bills and account movements
- takes meter readings

## Personal data

Say who is the controller of the personal data and whom to ask.
)";

constexpr auto theme = R"(/* The utility's colours. Set only what differs from the platform's, light first, for example:

:root {
    --brand: light-dark(#0b5478, #8fd0f0);
    --brand-fill: light-dark(#0a4766, #0d3a52);
}

portalctl tenant check compares every pair of colours that stand on each other. */
)";

// The first letter on a plain ground, until the utility has put its own here.
std::string logo(std::string const& slug)
{
    auto const letter = static_cast<char>(slug.front() - 'a' + 'A');
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\" width=\"64\" height=\"64\">"
           "<rect width=\"64\" height=\"64\" rx=\"14\" fill=\"#0a4766\"/>"
           "<text x=\"32\" y=\"44\" font-family=\"sans-serif\" font-size=\"34\" font-weight=\"700\" text-anchor=\"middle\" fill=\"#ffffff\">"
        + std::string { letter } + "</text></svg>\n";
}

}

void new_tenant(std::string const& tenants_path, std::string const& slug, std::string const& name)
{
    auto const folder = tenants_path + "/" + slug;
    if (!is_slug(slug))
        throw SettingsError("\"" + slug + "\": a tenant is named with small letters, digits and hyphens, a letter first, at most 40");
    if (name.find_first_of("\r\n\\") != std::string::npos)
        throw SettingsError("a utility's name is one line");
    std::error_code problem;
    if (!std::filesystem::create_directory(folder, problem))
        throw SettingsError(folder + ": " + (problem ? problem.message() : "is there already"));
    for (auto const* const part : { "terms", "texts", "theme" })
        std::filesystem::create_directory(folder + "/" + part);
    write(folder + "/terms/sl.md", terms_sl);
    write(folder + "/terms/en.md", terms_en);
    write(folder + "/texts/sl.properties", "# Besedila te ustanove, ki se razlikujejo od splošnih: ključ = besedilo (ključi: themes/default/locale/sl.po).\n");
    write(folder + "/texts/en.properties", "# This utility's words that differ from the common ones: key = text (keys: themes/default/locale/en.po).\n");
    write(folder + "/theme/theme.css", theme);
    write(folder + "/theme/logo.svg", logo(slug));
    write(folder + "/tenant.properties", properties(name)); // last: the folder counts from here on
}

}
