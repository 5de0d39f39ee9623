// Which version of its plugin each utility runs: the one that somebody chose with portalctl plugin use, or else the one that its file
// names (docs/decisions/0050).
#pragma once

#include "tenants/plugin_choice.h"
#include "tenants/registry.h"

#include <functional>
#include <mutex>

namespace portal::tenants {

// The version that counts, given a utility's row (nullopt: there is none).
std::string version_in_force(Tenant const& tenant, std::optional<PluginChoice> const& choice);

// Thread-safe.
class PluginVersions {
public:
    // Reads the rows. Both outlive it.
    PluginVersions(db::Database& database, Registry const& registry);

    // The utility as its plugin is opened for it now. `today`: its business day.
    plugins::Target target(Tenant const& tenant, Date today) const;
    std::string version(Tenant const& tenant) const;

    // Whether the plugin opens for a utility as somebody has chosen it.
    using Opens = std::function<bool(plugins::Target const&, PluginChoice const&)>;
    // Reads the rows anew. For each utility whose row has changed since, `opens` is asked with the new version and the settings as its file
    // has them by now; where it says no, the utility stays with what it has, and is tried again next time.
    void refresh(std::function<Date(Tenant const&)> const& today, Opens const& opens);

private:
    struct Running {
        PluginChoice choice;
        std::string version;
        std::map<std::string, std::string> settings;
    };
    static Running running(Tenant const& tenant, PluginChoice const& choice);

    db::Database& m_database;
    Registry const& m_registry;
    mutable std::mutex m_mutex;
    std::map<TenantId, Running> m_running; // of every utility
};

}
