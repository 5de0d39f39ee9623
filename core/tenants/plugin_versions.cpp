#include "tenants/plugin_versions.h"

#include "base/log.h"
#include "tenants/plugin_target.h"
#include "tenants/tenant_file.h"

namespace portal::tenants {

std::string version_in_force(Tenant const& tenant, std::optional<PluginChoice> const& choice)
{
    bool const is_chosen = choice && choice->plugin == tenant.plugin_id && !choice->version.empty();
    return is_chosen ? choice->version : tenant.plugin_version;
}

PluginVersions::Running PluginVersions::running(Tenant const& tenant, PluginChoice const& choice)
{
    return { choice, version_in_force(tenant, choice), tenant.plugin_settings };
}

PluginVersions::PluginVersions(db::Database& database, Registry const& registry)
    : m_database(database)
    , m_registry(registry)
{
    auto rows = database.read([](db::Session& session) { return plugin_choices(session); });
    for (auto const* tenant : registry.all()) {
        auto const& choice = rows[tenant->id];
        auto const& now = m_running[tenant->id] = running(*tenant, choice);
        if (now.version != tenant->plugin_version)
            log::warning("plugin.version",
                { { "tenant", tenant->slug }, { "plugin", tenant->plugin_id + "@" + now.version },
                    { "message", "chosen with portalctl plugin use; tenant.properties says " + tenant->plugin_version } });
        else if (!choice.plugin.empty() && choice.plugin != tenant->plugin_id)
            log::warning("plugin.version",
                { { "tenant", tenant->slug }, { "plugin", tenant->plugin_id + "@" + now.version },
                    { "message", "from tenant.properties; the version that was chosen is one of " + choice.plugin } });
    }
}

plugins::Target PluginVersions::target(Tenant const& tenant, Date today) const
{
    auto target = plugin_target(tenant, today);
    std::lock_guard const lock { m_mutex };
    if (auto const found = m_running.find(tenant.id); found != m_running.end()) {
        target.plugin_version = found->second.version;
        target.settings = found->second.settings;
    }
    return target;
}

std::string PluginVersions::version(Tenant const& tenant) const
{
    std::lock_guard const lock { m_mutex };
    auto const found = m_running.find(tenant.id);
    return found == m_running.end() ? tenant.plugin_version : found->second.version;
}

void PluginVersions::refresh(std::function<Date(Tenant const&)> const& today, Opens const& opens)
{
    auto rows = m_database.read([](db::Session& session) { return plugin_choices(session); });
    for (auto const* tenant : m_registry.all()) {
        auto const& choice = rows[tenant->id];
        {
            std::lock_guard const lock { m_mutex };
            if (m_running[tenant->id].choice == choice)
                continue;
        }
        auto next = running(*tenant, choice);
        // A new version may need a new setting; the file has it by now.
        if (auto file = read_tenant(tenant->folder); file.problems.empty())
            next.settings = std::move(file.tenant.plugin_settings);
        else
            log::warning("plugin.version", { { "tenant", tenant->slug }, { "message", "settings as at the start, because " + file.problems.front() } });
        auto target = plugin_target(*tenant, today(*tenant));
        target.plugin_version = next.version;
        target.settings = next.settings;
        if (!opens(target, choice))
            continue;
        std::lock_guard const lock { m_mutex };
        m_running[tenant->id] = std::move(next);
    }
}

}
