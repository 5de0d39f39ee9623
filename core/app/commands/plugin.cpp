// portalctl plugin: what reads the utilities' references and files. The other verbs stand in plugin_*.cpp.
#include "app/commands/context.h"

#include "app/plugin_in_force.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <algorithm>
#include <iostream>

namespace portal::app {

namespace {

// A version on disk, or one that a utility should run and that is not there.
struct Line {
    plugins::InstalledVersion installed;
    std::vector<std::string> tenants, reasons; // who runs it, and why
    std::vector<std::pair<std::string, plugins::Quarantine>> quarantines; // of which tenant
};

Line& line_of(std::vector<Line>& lines, std::string const& id, std::string const& version)
{
    auto const found = std::ranges::find_if(lines, [&](Line const& line) { return line.installed.id == id && line.installed.version == version; });
    if (found != lines.end())
        return *found;
    lines.push_back({ { id, version, {}, "is not installed" }, {}, {}, {} });
    return lines.back();
}

std::vector<Line> all_lines(Platform& platform)
{
    std::vector<Line> lines;
    for (auto& installed : platform.plugins().installed())
        lines.push_back({ std::move(installed), {}, {}, {} });
    try {
        auto const quarantines = platform.database().read([](db::Session& session) { return tenants::plugin_quarantines(session); });
        for (auto const* tenant : platform.tenants().all()) {
            auto const [version, why] = plugin_in_force(platform, *tenant);
            auto& line = line_of(lines, tenant->plugin_id, version);
            line.tenants.push_back(tenant->slug);
            line.reasons.push_back(tenant->slug + ": " + why);
            auto const row = quarantines.find(tenant->id);
            if (row != quarantines.end() && row->second.plugin_id == tenant->plugin_id && row->second.plugin_version == version)
                line.quarantines.emplace_back(tenant->slug, row->second);
        }
    } catch (db::Error const& error) {
        std::cerr << "portalctl: which utilities run them, and how they fare, is in the database: " << error.what() << '\n';
    }
    return lines;
}

std::string state_of(Line const& line)
{
    if (!line.installed.refusal.empty())
        return line.installed.refusal == "is not installed" ? "missing" : "refused";
    return line.quarantines.empty() ? "ok" : "quarantine";
}

std::string joined(std::vector<std::string> const& parts, std::string_view separator)
{
    std::string all;
    for (auto const& part : parts)
        all += (all.empty() ? "" : std::string { separator }) + part;
    return all;
}

void print_json(std::vector<Line> const& lines)
{
    Poco::JSON::Array all;
    for (auto const& line : lines) {
        Poco::JSON::Object one;
        one.set("plugin", line.installed.id);
        one.set("version", line.installed.version);
        one.set("name", line.installed.manifest.name);
        one.set("state", state_of(line));
        one.set("refusal", line.installed.refusal);
        Poco::JSON::Array tenants;
        for (auto const& tenant : line.tenants)
            tenants.add(tenant);
        one.set("tenants", tenants);
        Poco::JSON::Array settings;
        for (auto const& setting : line.installed.manifest.settings)
            settings.add(setting.key);
        one.set("settings", settings);
        Poco::JSON::Array quarantines;
        for (auto const& [tenant, quarantine] : line.quarantines) {
            Poco::JSON::Object rest;
            rest.set("tenant", tenant);
            rest.set("failures", quarantine.failures);
            rest.set("last_failure", quarantine.last_failure);
            rest.set("since", instant_to_iso(quarantine.since));
            rest.set("until", instant_to_iso(quarantine.until));
            quarantines.add(rest);
        }
        one.set("quarantines", quarantines);
        all.add(one);
    }
    all.stringify(std::cout);
    std::cout << '\n';
}

void print_text(std::vector<Line> const& lines)
{
    std::vector<std::vector<std::string>> rows { { "plugin", "version", "state", "utilities", "settings" } };
    for (auto const& line : lines) {
        std::vector<std::string> keys;
        for (auto const& setting : line.installed.manifest.settings)
            keys.push_back(setting.key);
        rows.push_back({ line.installed.id, line.installed.version, state_of(line), joined(line.tenants, ", "), joined(keys, ", ") });
    }
    std::cout << table(rows);
    for (auto const& line : lines) {
        if (!line.installed.refusal.empty())
            std::cout << "\n" << line.installed.id << "@" << line.installed.version << " does not run: " << line.installed.refusal << '\n';
        for (auto const& reason : line.reasons)
            if (!reason.ends_with(": as its file says"))
                std::cout << "\n" << line.installed.id << "@" << line.installed.version << ", " << reason << '\n';
        for (auto const& [tenant, quarantine] : line.quarantines)
            std::cout << "\n"
                      << line.installed.id << "@" << line.installed.version << " is in quarantine for " << tenant << " since "
                      << instant_to_iso(quarantine.since) << ": " << quarantine.failures << " failures in a row.\n    The last: " << quarantine.last_failure
                      << "\n    The next try is at " << instant_to_iso(quarantine.until) << ", or after: portalctl plugin release " << tenant << '\n';
    }
}

void list(Context& context, bool json)
{
    auto const lines = all_lines(context.platform());
    json ? print_json(lines) : print_text(lines);
    bool const is_all_well = std::ranges::all_of(lines, [](Line const& line) { return line.tenants.empty() || state_of(line) == "ok"; });
    context.exit_code = is_all_well ? done : problems_in_data;
}

}

void add_plugin(CLI::App& program, Context& context)
{
    auto* const plugin = program.add_subcommand("plugin", "What reads the utilities' references and files")->require_subcommand(1);
    auto* const list_verb = plugin->add_subcommand(
        "list", "The installed plugins, who runs them and how they fare; exit code 1 when a utility's does not run. None is run for it");
    auto const json = std::make_shared<bool>(false);
    list_verb->add_flag("--json", *json, "for scripts");
    list_verb->callback([&context, json] { list(context, *json); });
    add_plugin_new(*plugin);
    add_plugin_choice(*plugin, context);
    add_plugin_signatures(*plugin, context);
}

}
