#include "tenants/plugin_choice.h"

#include "base/text.h"
#include "tenants/queries.h"

namespace portal::tenants {

namespace {

constexpr std::size_t s_longest_failure = 400;

PluginChoice choice_of(db::Row const& row) { return { row.text(1), row.text(2), row.text(3), row.instant(4) }; }

}

std::map<TenantId, PluginChoice> plugin_choices(db::Session& session)
{
    std::map<TenantId, PluginChoice> found;
    for (auto const row : session.query(sql::plugin_choices))
        found.emplace(row.id<TenantId>(0), choice_of(row));
    return found;
}

std::optional<PluginChoice> plugin_choice(db::Session& session, std::string const& slug)
{
    auto const row = session.one(sql::plugin_choice_by_slug, slug);
    return row ? std::optional { choice_of(*row) } : std::nullopt;
}

void choose_plugin_version(db::Transaction& transaction, TenantId tenant, std::string const& plugin, std::string const& version, Instant now)
{
    auto const row = transaction.one(sql::plugin_choice, tenant);
    auto const before = row ? choice_of(*row) : PluginChoice {};
    transaction.execute(sql::choose_plugin_version, tenant, plugin, version, before.plugin == plugin ? before.version : std::string {}, now);
    end_plugin_quarantine(transaction, tenant);
}

std::map<TenantId, plugins::Quarantine> plugin_quarantines(db::Session& session)
{
    std::map<TenantId, plugins::Quarantine> found;
    for (auto const row : session.query(sql::plugin_quarantines)) {
        auto const tenant = row.id<TenantId>(0);
        found[tenant] = { tenant, row.text(1), row.text(2), static_cast<int>(row.integer(3)), row.text(4), row.instant(5), row.instant(6) };
    }
    return found;
}

void put_plugin_quarantine(db::Transaction& transaction, plugins::Quarantine const& quarantine)
{
    auto why = quarantine.last_failure.substr(0, s_longest_failure);
    while (!is_utf8(why))
        why.pop_back();
    transaction.execute(sql::put_plugin_quarantine, quarantine.tenant, quarantine.plugin_id, quarantine.plugin_version, quarantine.failures, why,
        quarantine.since, quarantine.until);
}

bool end_plugin_quarantine(db::Transaction& transaction, TenantId tenant) { return transaction.execute(sql::end_plugin_quarantine, tenant) > 0; }

}
