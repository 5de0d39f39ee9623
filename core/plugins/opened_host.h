// Starting a host for a target and opening the plugin in it; shared by residents, imports and checks.
#pragma once

#include "plugins/host_process.h"

#include <variant>

namespace portal::plugins {

// "si.kp-logatec@1.0.0", as it stands in every event.
std::string plugin_name(Target const& target);

// Logs an event about a plugin: plugin@version, tenant and a message.
void log_plugin(bool is_failure, std::string_view event, Target const& target, std::string const& message);

struct OpenedHost {
    std::unique_ptr<HostProcess> process;
    bool code_is_document_number = false;
};

enum class Life { resident, one_job };

// `files` are descriptors of a delivery's files. A Rejection says which setting is wrong. Throws HostFailure and PluginUnavailable. Logs plugin.started and
// plugin.degraded; failures are the caller's to log.
std::variant<OpenedHost, Rejection> open_host(Options const& options, Target const& target, Life life, std::vector<int> const& files = {});

// The failure of a call as the portal's value. PORTAL_INTERNAL and anything unknown throw HostFailure (refused).
Rejection rejection_of(wire::Failure const& failure);

// Logs plugin.crashed, plugin.timeout or plugin.refused.
void log_failure(Target const& target, HostFailure const& failure);

// What a plugin says as one line: UTF-8, no controls, at most `most` bytes; "" when it is not.
std::string plain_text(std::string const& text, std::size_t most);

}
