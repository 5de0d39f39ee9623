// The library as a file, its one function, its static tables.
#include "plugin_check/elf_symbols.h"
#include "plugin_check/library.h"
#include "plugin_check/suite.h"

#include "base/text.h"

#include <portal/setting_key.hpp>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace portal::plugin_check {

namespace {

constexpr std::string_view s_entry = "portal_plugin_entry_v1";

void exports_one_symbol(Probe& probe)
{
    std::ifstream file { probe.subject().library, std::ios::binary };
    std::ostringstream whole;
    whole << file.rdbuf();
    std::string others;
    for (auto const& symbol : exported_symbols(whole.str())) {
        probe.require(!symbol.is_unique, "symbols.unique", "no symbol that is unique in the whole process", escaped(symbol.name));
        if (!symbol.is_unique && symbol.name != s_entry && others.size() < 200)
            others += (others.empty() ? "" : ", ") + escaped(symbol.name);
    }
    probe.require(others.empty(), "symbols.exported", "only portal_plugin_entry_v1 is exported", others);
}

std::string or_null(char const* text) { return text ? in_quotes(text) : "NULL"; }

bool is_plain(char const* text, std::size_t most)
{
    std::string_view const view = text ? text : "";
    return !view.empty() && view.size() <= most && is_utf8(view) && !has_control_characters(view);
}

// As the manifest's reader wants it: the id and the version become folders.
bool is_name(char const* text, std::string_view signs)
{
    std::string_view const name = text ? text : "";
    return is_plain(text, 64) && name.front() != '.' && name.find("..") == std::string_view::npos && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
    });
}

bool is_version(char const* text)
{
    if (!is_name(text, ".-+"))
        return false;
    auto const parts = split(std::string_view { text }.substr(0, std::string_view { text }.find_first_of("-+")), '.');
    return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) { return parse_integer(part).value_or(-1) >= 0; });
}

void can_be_loaded(Probe& probe)
{
    auto const entry = load_in_cage(probe);
    if (!entry)
        return;
    auto const* const plugin = entry();
    if (!plugin)
        return probe.find("entry.null", "the plugin's table", "NULL");
    probe.require(entry() == plugin, "entry.not_static", "the same static table at every call", "another address at the second call");
    if (plugin->size < plugin_1_0)
        return probe.find("entry.too_small", "a portal_plugin of at least " + std::to_string(plugin_1_0) + " bytes", std::to_string(plugin->size) + " bytes");
    if (plugin->abi_major != PORTAL_ABI_MAJOR)
        return probe.find("entry.other_major", "major version " + std::to_string(PORTAL_ABI_MAJOR) + " of the border", std::to_string(plugin->abi_major));
    if (!plugin->open || !plugin->close || !plugin->capability)
        return probe.find("entry.no_function", "open, close and capability", "one of them is NULL");
    if (plugin->setting_count > 0 && (!plugin->settings || plugin->settings->size < sizeof(portal_setting_info)))
        return probe.find("entry.settings",
            std::to_string(plugin->setting_count) + " settings, each of at least " + std::to_string(sizeof(portal_setting_info)) + " bytes",
            plugin->settings ? "size " + std::to_string(plugin->settings->size) : "NULL");
    probe.facts().sound = true;
}

// <id>/<version>/{manifest.json,plugin.so} is how the portal finds a plugin; elsewhere its folder says nothing.
void lies_in_its_folder(Probe& probe, portal_plugin const& plugin, std::filesystem::path const& folder)
{
    auto const expected = folder.parent_path().filename().string() + " " + folder.filename().string();
    auto const seen = std::string { plugin.id ? plugin.id : "" } + " " + (plugin.version ? plugin.version : "");
    probe.require(seen == expected, "text.folder", "what its folder says: " + expected, escaped(seen));
}

void says_who_it_is(Probe& probe)
{
    auto const folder = std::filesystem::path { probe.subject().library }.parent_path();
    bool const is_installed = std::filesystem::exists(folder / "manifest.json");
    auto const& plugin = *load_in_cage(probe)();
    probe.doing("");
    // The portal's own plugin has no domain.
    probe.require(
        is_name(plugin.id, ".-_") && (std::string_view { plugin.id }.find('.') != std::string_view::npos || std::string_view { plugin.id } == "generic"),
        "text.id", "an id such as si.kp-logatec: small letters, digits, points, dashes, the utility's domain first", or_null(plugin.id));
    probe.require(is_version(plugin.version), "text.version", "a semantic version such as 1.0.0", or_null(plugin.version));
    probe.require(is_plain(plugin.name, 120), "text.name", "a name to be shown, at most 120 bytes of UTF-8", or_null(plugin.name));
    probe.require(is_plain(plugin.contact, 254), "text.contact", "a security contact: a mail address or a URL", or_null(plugin.contact));
    if (is_installed)
        lies_in_its_folder(probe, plugin, folder);
    auto const keep = [](char const* text, auto& kept) { escaped(text ? text : "", 64).copy(kept.data(), kept.size() - 1); };
    keep(plugin.id, probe.facts().id);
    keep(plugin.version, probe.facts().version);
}

void describes_its_settings(Probe& probe)
{
    auto const& plugin = *load_in_cage(probe)();
    probe.doing("");
    std::vector<std::string> keys;
    for (std::uint32_t i = 0; i < plugin.setting_count; ++i) {
        auto const& info = setting_info(plugin, i);
        auto const which = "setting " + std::to_string(i + 1) + " (" + or_null(info.key) + ")";
        std::string_view const type = info.type ? info.type : "";
        probe.require(
            info.size >= sizeof(portal_setting_info), "setting.size", "size is sizeof(portal_setting_info)", which + ": " + std::to_string(info.size));
        if (!is_name(info.key, "._-*")) {
            probe.find(
                "setting.key", "a key such as reference.model: small letters, digits, points, underscores, a star for a name that the tenant chooses", which);
            continue;
        }
        probe.require(std::find(keys.begin(), keys.end(), info.key) == keys.end(), "setting.twice", "each setting once", which + " is described twice");
        keys.emplace_back(info.key);
        probe.require(type == "text" || type == "integer" || type == "flag", "setting.type", "text, integer or flag", which + ": " + or_null(info.type));
        probe.require(is_plain(info.help, 1000), "setting.help", "a sentence that tells an admin what to set", which + ": " + or_null(info.help));
    }
    for (auto const& [key, value] : probe.subject().tenant.settings)
        probe.require(std::any_of(keys.begin(), keys.end(), [&](std::string const& declared) { return sdk::stands_for(declared, key); }), "setting.unknown",
            "settings that the plugin describes", "the settings file sets " + in_quotes(key));
}

template <typename Table> Table const* asked_twice(Probe& probe, portal_plugin const& plugin, char const* id, std::size_t least)
{
    probe.doing(std::string { "capability(" } + in_quotes(id) + ")");
    auto const* const found = static_cast<Table const*>(plugin.capability(id));
    probe.require(found == plugin.capability(id), "capability.not_static", "the same static table at every call", "another address at the second call");
    if (found && found->size < least)
        probe.find("capability.too_small", "a table of at least " + std::to_string(least) + " bytes", std::to_string(found->size) + " bytes");
    return found && found->size >= least ? found : nullptr;
}

void has_whole_tables(Probe& probe)
{
    auto const& plugin = *load_in_cage(probe)();
    for (char const* const id : { "", "portal.reference/2", "portal.reference", "portal.nothing/1", "\xff" }) {
        probe.doing(std::string { "capability(" } + in_quotes(id) + ")");
        probe.require(plugin.capability(id) == nullptr, "capability.unknown", "NULL for what the plugin does not know", "a table");
    }
    auto const* const reference = asked_twice<portal_reference>(probe, plugin, PORTAL_REFERENCE, reference_1_0);
    probe.require(!reference || (reference->normalise && reference->display), "capability.no_function", "normalise and display", "one of them is NULL");
    auto const* const code = asked_twice<portal_security_code>(probe, plugin, PORTAL_SECURITY_CODE, code_1_0);
    probe.require(!code || code->normalise, "capability.no_function", "normalise", "NULL");
    probe.require(!code || code->is_document_number == 0 || code->is_document_number == 1, "capability.flag", "is_document_number is 0 or 1",
        code ? std::to_string(code->is_document_number) : "");
    auto const* const import = asked_twice<portal_billing_import>(probe, plugin, PORTAL_BILLING_IMPORT, import_1_0);
    probe.require(!import || import->run, "capability.no_function", "run", "NULL");
    auto const* const readings = asked_twice<portal_readings_export>(probe, plugin, PORTAL_READINGS_EXPORT, export_1_0);
    probe.require(!readings || readings->run, "capability.no_function", "run", "NULL");
    auto const* const receipt = asked_twice<portal_billing_import>(probe, plugin, PORTAL_READINGS_RECEIPT, import_1_0);
    probe.doing("");
    probe.require(reference || code || import || readings || receipt, "capability.none", "at least one capability", "the plugin offers nothing");
    // A table without its function is not called any further.
    probe.facts().has_reference = reference && reference->normalise && reference->display;
    probe.facts().has_code = code && code->normalise;
    probe.facts().has_import = import && import->run;
    probe.facts().has_export = readings && readings->run;
}

}

std::vector<Test> entry_tests()
{
    return {
        { "entry.symbols", "one symbol is exported", Needs::nothing, exports_one_symbol },
        { "entry.loads", "the library can be loaded and has its table", Needs::nothing, can_be_loaded },
        { "entry.texts", "id, version, name and contact are what they should be", Needs::sound_tables, says_who_it_is },
        { "entry.settings", "every setting is described", Needs::sound_tables, describes_its_settings },
        { "entry.capabilities", "the tables of what it offers are whole", Needs::sound_tables, has_whole_tables },
    };
}

}
