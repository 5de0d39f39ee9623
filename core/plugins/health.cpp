#include "plugins/health.h"

#include "plugins/opened_host.h"

#include <algorithm>

namespace portal::plugins {

namespace {

using namespace std::chrono_literals;

constexpr int s_first_pause = 2;
constexpr int s_first_quarantine = 5;
constexpr std::chrono::seconds s_longest_quarantine = 1h;

std::chrono::seconds rest_after(int failures)
{
    if (failures < s_first_pause)
        return 0s;
    if (failures < s_first_quarantine)
        return 1s * (1 << (failures - s_first_pause));
    return std::min(s_longest_quarantine, std::chrono::seconds { 1min } * (1 << std::min(failures - s_first_quarantine, 6)));
}

}

bool Health::is_of(Target const& target) const
{
    return m_target.plugin_id == target.plugin_id && m_target.plugin_version == target.plugin_version && m_target.settings == target.settings;
}

void Health::require_rested(Instant now) const
{
    std::lock_guard const lock { m_mutex };
    if (now < m_until)
        throw PluginUnavailable("the plugin is in its pause after " + std::to_string(m_failures) + " failures, until " + instant_to_iso(m_until));
}

bool Health::is_quarantined(Instant now) const
{
    std::lock_guard const lock { m_mutex };
    return m_failures >= s_first_quarantine && now < m_until;
}

void Health::failed(std::optional<wire::Function> function, std::string const& why, Instant now)
{
    std::lock_guard const lock { m_mutex };
    ++m_failures;
    m_failing = function;
    m_last_failure = why;
    m_until = now + rest_after(m_failures);
    if (m_failures < s_first_quarantine)
        return;
    if (m_failures == s_first_quarantine)
        m_since = now;
    log_plugin(
        true, "plugin.quarantined", m_target, std::to_string(m_failures) + " failures in a row, until " + instant_to_iso(m_until) + "; the last: " + why);
}

void Health::answered(std::optional<wire::Function> function)
{
    std::lock_guard const lock { m_mutex };
    if (!function || m_failures == 0 || (m_failing && m_failing != function))
        return;
    if (m_failures >= s_first_quarantine)
        log_plugin(false, "plugin.recovered", m_target, "it answers again after " + std::to_string(m_failures) + " failures");
    m_failures = 0;
    m_until = {}; // another process may have found a longer one meanwhile
}

std::optional<Quarantine> Health::quarantine() const
{
    std::lock_guard const lock { m_mutex };
    if (m_failures < s_first_quarantine)
        return std::nullopt;
    return Quarantine { m_target.tenant, m_target.plugin_id, m_target.plugin_version, m_failures, m_last_failure, m_since, m_until };
}

void Health::take_over(Quarantine const& other)
{
    std::lock_guard const lock { m_mutex };
    if (m_failures >= s_first_quarantine && m_until >= other.until)
        return;
    m_failures = std::max(other.failures, s_first_quarantine);
    m_failing.reset();
    m_last_failure = other.last_failure;
    m_since = other.since;
    m_until = other.until;
}

void Health::release()
{
    std::lock_guard const lock { m_mutex };
    m_failures = 0;
    m_until = {};
    log_plugin(false, "plugin.released", m_target, "its quarantine was ended");
}

}
