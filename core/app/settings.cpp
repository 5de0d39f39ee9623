#include "app/settings.h"

#include "base/text.h"

#include <array>
#include <filesystem>
#include <stdexcept>

#include <unistd.h>

namespace portal::app {

std::vector<KeyInfo> const& known_keys()
{
    static std::vector<KeyInfo> const s_keys {
        { "portal.name", "mojupravljalec.si", "what the portal calls itself" },
        { "portal.url", "http://localhost:8080", "its address for customers, as it stands in mails; https behind a proxy" },
        { "portal.hosts", "", "further host names it answers under, separated by commas" },
        { "portal.help.name", "", "whom to call before a utility is known; empty: portal.name" },
        { "portal.help.phone", "", "" },
        { "portal.help.email", "", "" },
        { "http.bind", "127.0.0.1", "the address to listen on; a proxy that speaks TLS stands in front" },
        { "http.port", "8080", "0: a free one" },
        { "http.workers", "0", "requests answered at the same time; 0: four for each core with SQLite, eight with MariaDB" },
        { "http.trusted_proxies", "", "addresses whose X-Forwarded-For is believed, separated by commas" },
        { "http.log_requests", "false", "a line for every request; otherwise only for failed and slow ones" },
        { "http.drain_seconds", "10", "how long running requests may take to finish at the end" },
        { "database.url", "sqlite:var/portal.db", "sqlite:PATH or mysql://user:password@host:port/name" },
        { "database.password_file", "", "a file of mode 0600 with the password, so that it need not stand in database.url" },
        { "database.sessions", "24", "connections at most" },
        { "jobs.lease_seconds", "60", "how long after a node's sudden end another one, or the same one started again, takes over its job" },
        { "secrets.path", "var/secrets", "a folder of mode 0700 with the server's key; the nodes of one portal share it" },
        { "mail.transport", "smtp", "smtp or files" },
        { "mail.from", "portal@localhost.localdomain", "the sender's address" },
        { "mail.smtp.host", "localhost", "" },
        { "mail.smtp.port", "587", "" },
        { "mail.smtp.security", "starttls", "starttls, tls, or none (this machine only)" },
        { "mail.smtp.user", "", "empty: the relay asks for no sign-in" },
        { "mail.smtp.password_file", "", "a file of mode 0600" },
        { "mail.smtp.ca_file", "", "PEM; empty: the system's authorities" },
        { "mail.files.path", "var/mails", "where mail.transport=files puts .eml files" },
        { "tenants.path", "", "a folder for each utility; empty: the program's own" },
        { "themes.path", "", "empty: the program's own" },
        { "themes.name", "default", "a theme beside default overrides what differs" },
        { "catalogues.path", "", "compiled texts; empty: the program's own" },
        { "assets.path", "", "built style sheets and fonts; empty: the program's own" },
        { "plugins.path", "", "<id>/<version>/plugin.so; empty: the program's own" },
        { "plugins.owner", "", "who may own plugins' files and folders beside root; empty: the user that the portal runs as" },
        { "plugins.trusted_keys", "", "public keys, separated by commas: only plugins that one of them has signed run; empty: no signature is asked for" },
        { "plugins.import_hours", "4", "how long an import may wait for its plugin, all its waits together" },
        { "plugins.allow_without_landlock", "false", "true: plugins run on a system without Landlock, too; one could read the portal's files while it loads" },
        { "imports.path", "var/imports", "where each utility's folder for deliveries may lie under its name; what is not there is not watched" },
        { "imports.settle_seconds", "10", "a file in a watched folder that was not moved in is complete when it has not changed for so long" },
        { "imports.most_megabytes", "1024", "the largest delivery that comes by HTTP or through a watched folder" },
        { "imports.spool", "var/spool", "a folder of this machine for the delivery that is being read" },
        { "plugins.host", "", "the program portal-plugin-host; empty: the one beside this program" },
        { "demo.today", "", "a demonstration: fixes the business date (2018-06-02), and /demo/mail shows the mails of mail.transport=files" },
        { "log.level", "info", "debug, info, warning or error" },
    };
    return s_keys;
}

Settings load_settings(std::optional<std::string> const& file, std::vector<std::string> const& definitions)
{
    return { known_keys(), layered(known_keys(), file, definitions, environ) };
}

std::vector<std::string> listed(Settings const& settings, std::string_view key)
{
    std::vector<std::string> parts;
    auto const whole = settings.text(key);
    for (auto const part : split(whole, ','))
        if (!trimmed(part).empty())
            parts.emplace_back(trimmed(part));
    return parts;
}

namespace {

struct Place {
    std::string_view key;
    std::string_view installed; // below PREFIX
    std::string_view in_source; // below the source tree; empty: not there
    std::string_view in_build; // below the build tree
};

constexpr std::array<Place, 6> s_places { {
    { "tenants.path", "share/portal/tenants", "tenants", "" },
    { "themes.path", "share/portal/themes", "themes", "" },
    { "catalogues.path", "share/portal/locale", "", "locale" },
    { "assets.path", "share/portal/assets", "", "assets" },
    { "plugins.path", "lib/portal/plugins", "", "plugins" },
    { "plugins.host", "bin/portal-plugin-host", "", "bin/portal-plugin-host" },
} };

// The folder above bin/, in which this program stands.
std::filesystem::path own_prefix() { return std::filesystem::canonical("/proc/self/exe").parent_path().parent_path(); }

bool is_installed(std::filesystem::path const& prefix) { return std::filesystem::is_directory(prefix / "share/portal/themes"); }

}

std::string place(Settings const& settings, std::string_view key)
{
    if (auto given = settings.text(key); !given.empty())
        return given;
    auto const prefix = own_prefix();
    for (auto const& known : s_places)
        if (known.key == key) {
            if (is_installed(prefix))
                return prefix / known.installed;
            return known.in_source.empty() ? prefix / known.in_build : std::filesystem::path { PORTAL_SOURCE_FOLDER } / known.in_source;
        }
    throw std::logic_error("no place for " + std::string { key });
}

std::string sdk_prefix() { return own_prefix(); }

std::string plugin_templates()
{
    auto const prefix = own_prefix();
    return is_installed(prefix) ? prefix / "share/portal/sdk/template" : std::filesystem::path { PORTAL_SOURCE_FOLDER } / "plugins/sdk/template";
}

}
