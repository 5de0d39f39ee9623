// See themes.h.
#include "view/themes.h"

#include "base/properties.h"
#include "view/contrast.h"
#include "view/template.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

namespace portal::view {
namespace {

constexpr std::string_view ending = ".mustache";

std::optional<std::string> read_file(std::string const& path)
{
    std::ifstream in { path, std::ios::binary };
    if (!in)
        return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

std::string required_file(std::string const& path)
{
    auto text = read_file(path);
    if (!text)
        throw ThemeError("cannot read " + path);
    return *text;
}

// Changes with the content, so browsers may keep a file for ever (FNV-1a; no secret hangs on it).
std::string version_of(std::string_view content)
{
    std::uint32_t hash = 2166136261U;
    for (auto const c : content)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[hash >> shift & 15U];
    return text;
}

std::string versioned(std::string const& address, std::string_view content) { return address + "?v=" + version_of(content); }

void collect_names(std::string const& folder, std::set<std::string>& names)
{
    if (folder.empty() || !std::filesystem::is_directory(folder))
        return;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
        auto name = std::filesystem::relative(entry.path(), folder).generic_string();
        if (entry.is_regular_file() && name.ends_with(ending))
            names.insert(name.substr(0, name.size() - ending.size()));
    }
}

TemplateKind kind_of(std::string_view name)
{
    if (!name.starts_with("mail/"))
        return TemplateKind::page;
    return name.ends_with(".txt") ? TemplateKind::mail_text : TemplateKind::mail_html;
}

bool is_part(std::string_view name) { return name.starts_with("parts/") || name.starts_with("icons/") || name.starts_with("mail/parts/") || name == "layout"; }

std::map<std::string, std::string> own_texts(std::string const& folder, std::string const& language)
{
    std::map<std::string, std::string> texts;
    auto const path = folder + '/' + language + ".properties";
    if (folder.empty() || !std::filesystem::exists(path))
        return texts;
    for (auto const& [key, property] : read_properties(path))
        texts[key] = property.value;
    return texts;
}

// The folders are asked in their order; the first that has the file wins.
TemplateFiles files_of(std::vector<std::string> const& folders)
{
    return [folders](std::string_view name) -> std::optional<TemplateFile> {
        for (auto const& folder : folders) {
            auto const path = folder + '/' + std::string { name } + std::string { ending };
            if (auto text = read_file(path))
                return TemplateFile { path, std::move(*text) };
        }
        return std::nullopt;
    };
}

std::unique_ptr<Speech const> make_speech(Texts texts, std::set<std::string> const& names, TemplateFiles const& files)
{
    auto speech = std::make_unique<Speech>(std::move(texts));
    for (auto const& name : names) {
        auto const kind = kind_of(name);
        speech->templates[name] = std::make_shared<Template const>(name, kind, files, speech->texts, kind == TemplateKind::page ? "layout" : "");
    }
    return speech;
}

}

Themes::Themes(ThemeSources sources)
    : m_sources(std::move(sources))
{
    try {
        for (auto const& language : m_sources.languages)
            m_catalogues.emplace(language, Texts { m_sources.catalogues, language });
    } catch (std::runtime_error const& fault) {
        throw ThemeError(fault.what());
    }
    m_platform = make({});
}

std::shared_ptr<Theme const> Themes::load(UtilityFiles const& utility) const { return make(utility); }

std::shared_ptr<Theme const> Themes::make(UtilityFiles const& utility) const
{
    std::vector<std::string> folders;
    for (auto const& folder :
        { utility.theme_folder, m_sources.name == "default" ? std::string {} : m_sources.themes + '/' + m_sources.name, m_sources.themes + "/default" }) {
        if (!folder.empty())
            folders.push_back(folder);
    }
    std::set<std::string> names;
    for (auto const& folder : folders)
        collect_names(folder, names);
    std::erase_if(names, is_part);
    auto const files = files_of(folders);

    std::shared_ptr<Theme> theme { new Theme };
    theme->m_languages = m_sources.languages;
    try {
        for (auto const& language : m_sources.languages)
            theme->m_speeches.push_back(make_speech(m_catalogues.at(language).with(own_texts(utility.texts_folder, language)), names, files));
    } catch (SettingsError const&) {
        throw;
    } catch (std::runtime_error const& fault) {
        throw ThemeError(fault.what());
    }

    auto const base_css = required_file(m_sources.assets + "/portal.css");
    auto const logo = utility.theme_folder.empty() ? std::nullopt : read_file(utility.theme_folder + "/logo.svg");
    auto const css = utility.theme_folder.empty() ? std::nullopt : read_file(utility.theme_folder + "/theme.css");
    auto const address = "/utilities/" + utility.slug;
    theme->m_assets.stylesheet = versioned("/assets/portal.css", base_css);
    theme->m_assets.script = versioned("/assets/portal.js", required_file(m_sources.assets + "/portal.js"));
    theme->m_assets.logo = logo ? versioned(address + "/logo.svg", *logo) : versioned("/assets/logo.svg", required_file(m_sources.assets + "/logo.svg"));
    theme->m_assets.utility_stylesheet = css ? versioned(address + "/theme.css", *css) : std::string {};

    auto roles = read_colour_roles(css ? *css : base_css);
    roles.merge(read_colour_roles(base_css));
    // Mails have no style sheet, and many mail programs know one scheme only: the light colours, written into the mail.
    for (auto const& [key, role] : { std::pair { "brand_fill", "brand-fill" }, std::pair { "on_brand_muted", "on-brand-muted" }, std::pair { "link", "link" },
             std::pair { "action", "action" } })
        theme->m_mail_colours[key] = roles[role].light;
    return theme;
}

}
