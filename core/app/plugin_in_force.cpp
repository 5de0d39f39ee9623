#include "app/plugin_in_force.h"

namespace portal::app {

PluginInForce plugin_in_force(Platform& platform, tenants::Tenant const& tenant)
{
    std::optional<tenants::PluginChoice> choice;
    try {
        choice = platform.database().read([&](db::Session& session) { return tenants::plugin_choice(session, tenant.slug); });
    } catch (db::Error const&) {
        return { tenant.plugin_version, "as its file says; the database could not be asked whether another one was chosen" };
    }
    auto version = tenants::version_in_force(tenant, choice);
    if (!choice || choice->version.empty())
        return { std::move(version), "as its file says" };
    auto const chosen = "portalctl plugin use, " + instant_to_iso(choice->since);
    if (choice->plugin != tenant.plugin_id)
        return { std::move(version),
            "as its file says; " + choice->plugin + "@" + choice->version + " was chosen (" + chosen + "), but the file names another plugin" };
    if (version == tenant.plugin_version)
        return { std::move(version), "chosen (" + chosen + "); its file says the same" };
    return { std::move(version), "chosen (" + chosen + "); its file says " + tenant.plugin_version };
}

}
