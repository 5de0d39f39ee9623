#include "plugins/opened_host.h"

#include "base/log.h"
#include "base/text.h"

#include <portal/portal_plugin.h>

namespace portal::plugins {

std::string plugin_name(Target const& target) { return target.plugin_id + "@" + target.plugin_version; }

void log_plugin(bool is_failure, std::string_view event, Target const& target, std::string const& message)
{
    log::write(
        is_failure ? log::Level::error : log::Level::info, event, { { "tenant", target.slug }, { "plugin", plugin_name(target) }, { "message", message } });
}

void log_failure(Target const& target, HostFailure const& failure)
{
    static constexpr std::string_view s_events[] { "plugin.crashed", "plugin.timeout", "plugin.refused" };
    log_plugin(true, s_events[static_cast<std::size_t>(failure.kind())], target, failure.what());
}

std::string plain_text(std::string const& text, std::size_t most)
{
    return text.size() <= most && is_utf8(text) && !has_control_characters(text) ? text : std::string {};
}

Rejection rejection_of(wire::Failure const& failure)
{
    Rejection rejection { plain_text(failure.key(), 64), plain_text(failure.field(), 64), plain_text(failure.detail(), 256) };
    auto const status = failure.status();
    if ((status == PORTAL_REJECTED || status == PORTAL_BAD_SETTINGS || status == PORTAL_BAD_DATA) && !rejection.key.empty())
        return rejection;
    auto const& why = rejection.detail.empty() ? rejection.key : rejection.detail;
    if (rejection.key == "plugin.refused") // by its host, before it was asked anything
        throw HostFailure(HostFailure::Kind::refused, "the plugin cannot be used: " + why);
    throw HostFailure(HostFailure::Kind::refused, "the plugin gave status " + std::to_string(status) + (why.empty() ? " without a reason" : ": " + why));
}

std::variant<OpenedHost, Rejection> open_host(Options const& options, Target const& target, Life life, std::vector<int> const& files)
{
    InstalledPlugin plugin;
    try {
        plugin = open_installed(options.plugins_path, target.plugin_id, target.plugin_version, options.trust);
    } catch (ManifestError const& error) {
        throw HostFailure(HostFailure::Kind::refused, error.what());
    }
    std::vector<int> inherited { plugin.library.number() };
    inherited.insert(inherited.end(), files.begin(), files.end());
    OpenedHost opened { std::make_unique<HostProcess>(options.host_program, inherited) };
    opened.process->log = [target, says = options.plugin_says](int level, std::string const& text) {
        if (says)
            return says(plain_text(text, 500));
        log::write(level >= PORTAL_LOG_WARNING ? log::Level::warning : log::Level::info, "plugin.log",
            { { "tenant", target.slug }, { "plugin", plugin_name(target) }, { "message", plain_text(text, 500) } });
    };
    wire::ToHost message;
    auto& open = *message.mutable_open();
    open.set_library(plugin.manifest.library);
    open.set_id(target.plugin_id);
    open.set_version(target.plugin_version);
    open.set_slug(target.slug);
    open.set_time_zone(target.time_zone);
    open.set_language(target.language);
    open.set_currency(target.currency);
    open.set_today(date_to_number(target.today));
    for (auto const& [key, value] : target.settings) {
        auto& setting = *open.add_settings();
        setting.set_key(key);
        setting.set_value(value);
    }
    open.set_memory(options.memory);
    open.set_may_lack_landlock(options.may_lack_landlock);
    open.set_files(static_cast<std::uint32_t>(files.size()));
    if (life == Life::one_job)
        open.set_cpu_seconds(static_cast<std::uint64_t>(options.import_cpu.count()));
    auto const deadline = std::chrono::steady_clock::now() + options.start_time;
    opened.process->send(message, deadline);
    auto const& reply = *opened.process->receive(deadline);
    if (reply.has_failure())
        return rejection_of(reply.failure());
    if (!reply.has_opened())
        throw HostFailure(HostFailure::Kind::crashed, "the plugin host sent what is no answer");
    opened.code_is_document_number = reply.opened().code_is_document_number();
    if (reply.opened().lacks_landlock())
        log::warning("plugin.degraded",
            { { "tenant", target.slug }, { "plugin", plugin_name(target) },
                { "message", "this system offers no Landlock: while it loads, a plugin can read every file that the portal's user can" } });
    log_plugin(false, "plugin.started", target, "host " + std::to_string(opened.process->id()) + (life == Life::resident ? ", resident" : ", for one job"));
    return opened;
}

}
