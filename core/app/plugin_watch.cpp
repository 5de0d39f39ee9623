#include "app/plugin_watch.h"

#include "base/log.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace portal::app {

namespace {

constexpr std::chrono::seconds s_pause { 2 };
constexpr std::chrono::minutes s_pause_after_failure { 1 };

}

bool PluginWatch::opens(plugins::Target const& target, tenants::PluginChoice const& choice)
{
    auto const now = m_platform.clock().now();
    auto const failed = m_failed.find(target.tenant);
    if (failed != m_failed.end() && failed->second.choice == choice && now < failed->second.when + s_pause_after_failure)
        return false;
    auto const name = target.plugin_id + "@" + target.plugin_version;
    std::string why;
    try {
        auto const prepared = m_platform.plugins().prepare(target);
        if (prepared) {
            log::info("plugin.switched", { { "tenant", target.slug }, { "plugin", name } });
            m_failed.erase(target.tenant);
            return true;
        }
        why = "setting " + prepared.refusal().field + ": " + prepared.refusal().detail;
    } catch (plugins::PluginUnavailable const& error) {
        why = error.what();
    }
    log::error("plugin.not_switched", { { "tenant", target.slug }, { "plugin", name }, { "message", "the version before goes on here: " + why } });
    m_failed[target.tenant] = { choice, now };
    return false;
}

// A portal serves all the other utilities, so it starts; but its admin shall not hear it from a customer.
void PluginWatch::tell_what_cannot_run() const
{
    auto const installed = m_platform.plugins().installed();
    for (auto const* tenant : m_platform.tenants().all()) {
        auto const version = m_platform.plugin_versions().version(*tenant);
        auto const found = std::ranges::find_if(installed, [&](auto const& one) { return one.id == tenant->plugin_id && one.version == version; });
        auto const why = found == installed.end() ? "it is not installed" : found->refusal;
        if (!why.empty())
            log::error("plugin.refused",
                { { "tenant", tenant->slug }, { "plugin", tenant->plugin_id + "@" + version },
                    { "message", "nobody can register with this utility here: " + why } });
    }
}

void PluginWatch::start()
{
    m_thread = std::jthread { [this](std::stop_token const& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock { mutex };
        bool is_first = true;
        bool is_well = true;
        while (!stop.stop_requested()) {
            try {
                if (std::exchange(is_first, false))
                    tell_what_cannot_run();
                look();
                is_well = true;
            } catch (std::exception const& problem) { // the database is away: everything stays as it is
                if (std::exchange(is_well, false))
                    log::warning("plugin.watch", { { "message", problem.what() } });
            }
            stopped.wait_for(lock, stop, s_pause, [] { return false; });
        }
    } };
}

void PluginWatch::look()
{
    follow_choices();
    share_quarantines();
    m_platform.plugins().end_idle();
}

void PluginWatch::follow_choices()
{
    m_platform.plugin_versions().refresh([this](tenants::Tenant const& tenant) { return m_platform.calendar().today(tenant); },
        [this](plugins::Target const& target, tenants::PluginChoice const& choice) { return opens(target, choice); });
}

// A quarantine that began or grew here becomes a row; one that ended here takes its row away. A row that came from elsewhere counts here
// too, and one that somebody took away (portalctl plugin release, or a node on which the plugin answers again) ends it here.
void PluginWatch::share_quarantines()
{
    auto& plugins = m_platform.plugins();
    auto& database = m_platform.database();
    auto rows = database.read([](db::Session& session) { return tenants::plugin_quarantines(session); });
    std::map<TenantId, plugins::Quarantine> here;
    for (auto& quarantine : plugins.quarantines())
        here[quarantine.tenant] = std::move(quarantine);

    for (auto const& [tenant, quarantine] : here) {
        auto const row = rows.find(tenant);
        if (row == rows.end() && m_known.contains(tenant) && m_known.at(tenant).plugin_version == quarantine.plugin_version)
            plugins.release(tenant);
        else if (row == rows.end() || row->second.until < quarantine.until) {
            database.transact([&](db::Transaction& transaction) { tenants::put_plugin_quarantine(transaction, quarantine); });
            rows[tenant] = quarantine;
        }
    }
    for (auto const* tenant : m_platform.tenants().all()) {
        auto const row = rows.find(tenant->id);
        if (row == rows.end())
            continue;
        auto const target = m_platform.plugin_versions().target(*tenant, m_platform.calendar().today(*tenant));
        if (row->second.plugin_id != target.plugin_id || row->second.plugin_version != target.plugin_version)
            continue;
        if (!here.contains(tenant->id) && m_known.contains(tenant->id) && m_known.at(tenant->id) == row->second) {
            database.transact([&](db::Transaction& transaction) { tenants::end_plugin_quarantine(transaction, tenant->id); });
            rows.erase(row);
        } else if (!here.contains(tenant->id) || here.at(tenant->id).until < row->second.until)
            plugins.take_over(target, row->second);
    }
    m_known = std::move(rows);
}

}
