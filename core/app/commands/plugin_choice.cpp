// portalctl plugin use, rollback, release: which version a utility runs, and the end of a quarantine.
#include "app/commands/context.h"

#include "app/plugin_trial.h"
#include "base/text.h"
#include "features/audit/audit.h"

#include <iostream>

namespace portal::app {

namespace {

struct Wanted {
    std::string tenant;
    std::string plugin; // "si.kp-logatec@1.1.0", or "file"
    std::vector<std::string> delivery;
    bool only_check = false;
    bool anyway = false;
};

std::string shown(tenants::Tenant const& tenant, std::string const& version) { return tenant.plugin_id + "@" + version; }

// Of another plugin the settings are other ones, and they stand in the file; so the file says which plugin it is.
std::string version_asked_for(tenants::Tenant const& tenant, std::string const& plugin)
{
    if (plugin == "file")
        return {};
    auto const parts = split(plugin, '@');
    if (parts.size() != 2 || !plugins::is_plugin_id(std::string { parts[0] }) || !plugins::is_plugin_version(std::string { parts[1] }))
        throw SettingsError("\"" + plugin + "\" is no PLUGIN@VERSION such as " + shown(tenant, tenant.plugin_version) + "; portalctl plugin list shows them");
    if (parts[0] != tenant.plugin_id)
        throw SettingsError(
            tenant.slug + " runs " + tenant.plugin_id + ": another plugin has other settings, so it is named in " + tenant.folder + "/tenant.properties");
    return std::string { parts[1] };
}

plugins::Target target_of(Platform& platform, tenants::Tenant const& tenant, std::string const& version)
{
    auto target = platform.plugin_versions().target(tenant, platform.calendar().today(tenant));
    target.plugin_version = version.empty() ? tenant.plugin_version : version;
    target.settings = tenant.plugin_settings;
    return target;
}

// False: there are problems, and nobody insists.
bool may_go_on(Context& context, std::vector<PluginFinding> const& findings, bool anyway)
{
    bool is_good = true;
    for (auto const& [is_problem, words] : findings) {
        std::cout << (is_problem ? "PROBLEM  " : "ok       ") << words << '\n';
        is_good = is_good && !is_problem;
    }
    if (!is_good)
        context.exit_code = problems_in_data;
    return is_good || anyway;
}

void choose(Context& context, tenants::Tenant const& tenant, std::string const& version, std::string_view event)
{
    auto& platform = context.platform();
    auto const before = platform.plugin_versions().version(tenant);
    auto const now = platform.clock().now();
    platform.database().transact([&](db::Transaction& transaction) {
        tenants::choose_plugin_version(transaction, tenant.id, tenant.plugin_id, version, now);
        audit::record(transaction, now,
            { .tenant = tenant.id,
                .actor = audit::Actor::portalctl,
                .event = std::string { event },
                .subject = shown(tenant, version.empty() ? tenant.plugin_version : version),
                .detail = "before: " + before });
    });
    context.exit_code = done;
    std::cout << tenant.slug << " runs " << shown(tenant, version.empty() ? tenant.plugin_version : version) << " now; before it was " << before
              << ". Running portals follow within seconds (plugin.switched in their logs). Back: portalctl plugin rollback " << tenant.slug << '\n';
}

void use(Context& context, Wanted const& wanted)
{
    auto& platform = context.platform();
    auto const& tenant = context.tenant(wanted.tenant);
    auto const version = version_asked_for(tenant, wanted.plugin);
    auto const running = target_of(platform, tenant, platform.plugin_versions().version(tenant));
    if (!may_go_on(context, try_plugin(platform, tenant, running, target_of(platform, tenant, version), wanted.delivery), wanted.anyway))
        std::cout << "Nothing was changed; " << tenant.slug << " goes on with " << shown(tenant, running.plugin_version) << ".\n";
    else if (wanted.only_check)
        std::cout << "Only checked, nothing was changed.\n";
    else
        choose(context, tenant, version, "plugin.chosen");
}

void roll_back(Context& context, Wanted const& wanted)
{
    auto& platform = context.platform();
    auto const& tenant = context.tenant(wanted.tenant);
    auto const choice = platform.database().read([&](db::Session& session) { return tenants::plugin_choice(session, tenant.slug); });
    if (!choice || choice->plugin != tenant.plugin_id)
        throw SettingsError("there is no way back: no version was chosen for " + tenant.slug + " with portalctl plugin use");
    // Only that it opens: whoever goes back is in a hurry, and it ran before.
    if (may_go_on(context, { try_opening(platform, target_of(platform, tenant, choice->previous)) }, wanted.anyway))
        choose(context, tenant, choice->previous, "plugin.rolled_back");
    else
        std::cout << "Nothing was changed. A setting that only the newer version knows has to go from tenant.properties first.\n";
}

void release(Context& context, std::string const& name)
{
    auto& platform = context.platform();
    auto const rows = platform.database().read([](db::Session& session) { return tenants::plugin_quarantines(session); });
    int ended = 0;
    for (auto const* tenant : platform.tenants().all()) {
        auto const row = rows.find(tenant->id);
        if (row == rows.end() || (tenant->slug != name && row->second.plugin_id != name))
            continue;
        auto const plugin = row->second.plugin_id + "@" + row->second.plugin_version;
        platform.database().transact([&](db::Transaction& transaction) {
            if (tenants::end_plugin_quarantine(transaction, tenant->id))
                audit::record(transaction, platform.clock().now(),
                    { .tenant = tenant->id, .actor = audit::Actor::portalctl, .event = "plugin.released", .subject = plugin });
        });
        std::cout << "Released " << plugin << " for " << tenant->slug << "; running portals follow within seconds.\n";
        ++ended;
    }
    if (ended == 0) {
        std::cout << "Neither a utility nor a plugin \"" << name << "\" is in quarantine; portalctl plugin list shows which are.\n";
        context.exit_code = problems_in_data;
    }
}

}

void add_plugin_choice(CLI::App& plugin, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const use_verb = plugin.add_subcommand("use", "Tries a version on a utility's settings and bills, and lets it run; no restart is needed");
    use_verb->add_option("tenant", wanted->tenant, "its folder's name")->required();
    use_verb->add_option("plugin", wanted->plugin, "PLUGIN@VERSION, or file: the version that tenant.properties names")->required();
    use_verb->add_option("--delivery", wanted->delivery, "reads this delivery, without storing anything; without it the newest one that the portal has kept")
        ->type_name("FILE");
    use_verb->add_flag("--check", wanted->only_check, "only says what would be found");
    use_verb->add_flag("--anyway", wanted->anyway, "in spite of problems");
    use_verb->callback([&context, wanted] { use(context, *wanted); });

    auto* const back_verb = plugin.add_subcommand("rollback", "Back to the version that ran before the last plugin use");
    back_verb->add_option("tenant", wanted->tenant, "its folder's name")->required();
    back_verb->add_flag("--anyway", wanted->anyway, "even if it does not open");
    back_verb->callback([&context, wanted] { roll_back(context, *wanted); });

    auto* const release_verb = plugin.add_subcommand("release", "Ends a quarantine before its time");
    release_verb->add_option("name", wanted->tenant, "a utility, or a plugin for all utilities that run it")->required();
    release_verb->callback([&context, wanted] { release(context, wanted->tenant); });
}

}
