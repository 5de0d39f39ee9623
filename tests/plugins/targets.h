// The plugins that were built, and tenants on them.
#pragma once

#include "plugins/plugins.h"

#include <cstdlib>
#include <string>

namespace portal::plugins::test {

inline std::string built(std::string const& path) { return std::string { std::getenv("PORTAL_BUILD") } + "/" + path; }

inline Options options(std::string const& plugins_path = built("plugins"))
{
    Options options;
    options.host_program = built("bin/portal-plugin-host");
    options.plugins_path = plugins_path;
    return options;
}

inline Target target(std::int64_t tenant, std::string const& plugin, std::map<std::string, std::string> settings = {})
{
    return { TenantId { tenant }, "tenant-" + std::to_string(tenant), plugin, "1.0.0", "Europe/Ljubljana", "sl", "EUR",
        Date { std::chrono::year { 2018 }, std::chrono::June, std::chrono::day { 2 } }, std::move(settings) };
}

inline Target logatec() { return target(1, "si.kp-logatec"); }

}
