// portalctl plugin new: a folder that builds, passes the check, and is changed into a utility's own plugin from there. It is put together
// from folders of plugins/sdk/template: real files in which the words TEMPLATE_... stand for what is made here.
#include "app/commands/context.h"

#include "plugins/manifest.h"
#include "tenants/tenant_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace portal::app {

namespace {

namespace fs = std::filesystem;

struct Wanted {
    std::string name, from = "csv", folder, id;
};

// What a plugin can begin with: the folders that make it, and the libraries that it needs.
struct Template {
    std::string name;
    std::vector<std::string> parts;
    std::string libraries;
};

std::vector<Template> const& templates()
{
    static std::vector<Template> const all { { "csv", { "common", "csv" }, "" }, { "eslog", { "common", "xml", "eslog" }, " LIBRARIES expat" },
        { "ubl", { "common", "xml", "ubl" }, " LIBRARIES expat" } };
    return all;
}

using Words = std::vector<std::pair<std::string, std::string>>;

// "river-side" -> "River Side"; without the blank it names a class.
std::string in_capitals(std::string const& name, std::string_view between)
{
    std::string words;
    bool is_first = true;
    for (char const c : name) {
        if (c == '-')
            words += between;
        else
            words += is_first && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        is_first = c == '-';
    }
    return words;
}

std::string filled(std::string text, Words const& words)
{
    for (auto const& [placeholder, value] : words)
        for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + value.size()))
            text.replace(at, placeholder.size(), value);
    return text;
}

void copy_filled(fs::path const& from, fs::path const& to, Words const& words)
{
    std::ifstream in { from, std::ios::binary };
    std::ostringstream content;
    content << in.rdbuf();
    std::ofstream out { to, std::ios::binary };
    if (!in || !(out << filled(content.str(), words)) || !out.flush())
        throw std::runtime_error(to.string() + ": cannot be written from " + from.string());
}

void copy_filled_folder(fs::path const& from, fs::path const& to, Words const& words)
{
    for (auto const& entry : fs::recursive_directory_iterator { from }) {
        auto const copy = to / entry.path().lexically_relative(from);
        if (entry.is_directory())
            fs::create_directory(copy);
        else
            copy_filled(entry.path(), copy, words);
    }
}

void require_names(Wanted const& wanted)
{
    if (!tenants::is_slug(wanted.name))
        throw SettingsError("\"" + wanted.name + "\": a plugin is named with small letters, digits and hyphens, a letter first, at most 40");
    if (!plugins::is_plugin_id(wanted.id))
        throw SettingsError("--id " + wanted.id + ": an id has small letters, digits, points and hyphens, at most 64, such as com.example.riverside");
}

void make(Wanted wanted)
{
    if (wanted.folder.empty())
        wanted.folder = wanted.name;
    if (wanted.id.empty())
        wanted.id = "example." + wanted.name;
    require_names(wanted);
    auto const& all = templates();
    auto const& from = *std::find_if(all.begin(), all.end(), [&](Template const& one) { return one.name == wanted.from; });
    std::error_code problem;
    if (!fs::create_directory(wanted.folder, problem))
        throw SettingsError(wanted.folder + ": " + (problem ? problem.message() : "is there already; nothing was changed"));
    Words const words { { "TEMPLATE_NAME", wanted.name }, { "TEMPLATE_ID", wanted.id }, { "TEMPLATE_CLASS", in_capitals(wanted.name, "") },
        { "TEMPLATE_TITLE", in_capitals(wanted.name, " ") }, { "TEMPLATE_SDK", sdk_prefix() }, { "TEMPLATE_LIBRARIES", from.libraries } };
    for (auto const& part : from.parts)
        copy_filled_folder(fs::path { plugin_templates() } / part, wanted.folder, words);
    std::cout << "Made " << wanted.folder << " with the plugin " << wanted.id << " 1.0.0. Next:\n\n  cd " << wanted.folder
              << "\n  cmake -B build && cmake --build build && ctest --test-dir build\n\nIts README.md says what to change first.\n";
}

}

void add_plugin_new(CLI::App& plugin)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const verb = plugin.add_subcommand("new", "Makes a folder with a plugin that builds and passes its check, to change into one's own");
    verb->add_option("NAME", wanted->name, "of the utility, in small letters, digits and hyphens: riverside")->required();
    std::vector<std::string> names;
    for (auto const& one : templates())
        names.push_back(one.name);
    verb->add_option("--from", wanted->from, "what the billing system delivers")->check(CLI::IsMember(names))->capture_default_str();
    verb->add_option("--folder", wanted->folder, "where; it must not be there yet (./NAME)")->type_name("DIR");
    verb->add_option("--id", wanted->id, "the plugin's own name among all plugins (example.NAME)")->type_name("ID");
    verb->callback([wanted] { make(*wanted); });
}

}
