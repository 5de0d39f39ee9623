// The rows that say which version of its plugin a utility runs, where somebody chose one (docs/decisions/0050), and which plugins are in
// quarantine. The platform's own tables: portalctl and every node read and write them.
#pragma once

#include "db/database.h"
#include "plugins/plugins.h"

#include <map>
#include <optional>
#include <string>

namespace portal::tenants {

struct PluginChoice {
    std::string plugin; // counts only while the utility's file names the same one
    std::string version; // empty: what the file says
    std::string previous; // what was chosen before; empty: what the file said
    Instant since {};
    bool operator==(PluginChoice const&) const = default;
};

std::map<TenantId, PluginChoice> plugin_choices(db::Session& session);
std::optional<PluginChoice> plugin_choice(db::Session& session, std::string const& slug);
// What was chosen so far becomes `previous`; a quarantine ends.
void choose_plugin_version(db::Transaction& transaction, TenantId tenant, std::string const& plugin, std::string const& version, Instant now);

std::map<TenantId, plugins::Quarantine> plugin_quarantines(db::Session& session);
void put_plugin_quarantine(db::Transaction& transaction, plugins::Quarantine const& quarantine);
// False: there was none.
bool end_plugin_quarantine(db::Transaction& transaction, TenantId tenant);

}
