#include "tenants/tenant_file.h"

#include "base/text.h"
#include "plugins/manifest.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

namespace portal::tenants {

namespace {

bool consists_of(std::string_view text, std::string_view allowed) { return text.find_first_not_of(allowed) == std::string_view::npos; }

// Gets value after value and collects what is wrong with each, so that an admin sees everything at once.
class Reader {
public:
    Reader(Settings const& settings, std::vector<std::string>& problems)
        : m_settings(settings)
        , m_problems(problems)
    {
    }

    template <typename Value> void get(Value& value, std::function<Value()> const& read)
    {
        try {
            value = read();
        } catch (SettingsError const& error) {
            m_problems.emplace_back(error.what());
        }
    }

    // fits() gives "" or what is expected.
    void text(std::string& value, std::string_view key, std::function<std::string(std::string const&)> const& fits)
    {
        get<std::string>(value, [&] {
            auto given = m_settings.text(key);
            if (auto const expected = has_control_characters(given) ? "has a control character" : fits(given); !expected.empty())
                m_settings.reject(key, expected);
            return given;
        });
    }

private:
    Settings const& m_settings;
    std::vector<std::string>& m_problems;
};

using Fits = std::function<std::string(std::string const&)>;

Fits required(std::size_t longest)
{
    return [longest](std::string const& text) {
        if (text.empty())
            return std::string { "is missing" };
        return character_count(text) > longest ? "has more than " + std::to_string(longest) + " characters" : std::string {};
    };
}

std::string any(std::string const& text) { return character_count(text) > 120 ? "has more than 120 characters" : ""; }

std::string phone(std::string const& text)
{
    if (text.empty())
        return "is missing; customers are told to call it";
    return consists_of(text, "0123456789 +/-()") ? "" : "expected digits, spaces and + / - ( )";
}

std::string email(std::string const& text) { return text.empty() || parse_email(text) ? "" : "is no e-mail address"; }

std::string web(std::string const& text)
{
    bool const is_address = text.starts_with("https://") || text.starts_with("http://");
    return text.empty() || (is_address && text.find_first_of(" \"<>") == std::string::npos) ? "" : "expected an address that begins with https://";
}

std::string plugin_id(std::string const& text)
{
    return plugins::is_plugin_id(text) ? "" : "expected a plugin's name such as si.kp-logatec; portalctl plugin list shows the installed ones";
}

std::string plugin_version(std::string const& text) { return plugins::is_plugin_version(text) && text.size() <= 32 ? "" : "expected a version such as 1.0.0"; }

std::string folder(std::string const& text) { return text.empty() || text.starts_with('/') ? "" : "expected a path from the root, such as /srv/deliveries"; }

std::string language(std::string const& text) { return text == "sl" || text == "en" ? "" : "expected sl or en"; }

std::string terms_version(std::string const& text)
{
    return !text.empty() && text.size() <= 20 && consists_of(text, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-")
        ? ""
        : "expected a short name such as 2018-05-01";
}

std::vector<std::string> hosts(Settings const& settings)
{
    std::vector<std::string> names;
    auto const given = settings.text("hosts");
    for (auto const part : split(given, ',')) {
        auto name = ascii_lower(trimmed(part));
        if (name.empty())
            continue;
        if (!consists_of(name, "abcdefghijklmnopqrstuvwxyz0123456789.-"))
            settings.reject("hosts", "\"" + name + "\" is no host name");
        names.push_back(std::move(name));
    }
    return names;
}

void read_values(Settings const& settings, Tenant& tenant, std::vector<std::string>& problems)
{
    Reader reader { settings, problems };
    reader.text(tenant.name, "name", required(120));
    reader.text(tenant.short_name, "short_name", any);
    if (tenant.short_name.empty())
        tenant.short_name = tenant.name;
    reader.text(tenant.plugin_id, "plugin", plugin_id);
    reader.text(tenant.plugin_version, "plugin.version", plugin_version);
    tenant.plugin_settings = settings.below("plugin.setting.");
    reader.text(tenant.contact.phone, "help.phone", phone);
    reader.text(tenant.contact.email, "help.email", email);
    reader.text(tenant.contact.hours, "help.hours", any);
    reader.text(tenant.contact.web, "web", web);
    reader.text(tenant.contact.street, "address.street", any);
    reader.text(tenant.contact.postal_code, "address.postal_code", any);
    reader.text(tenant.contact.town, "address.town", any);
    reader.text(tenant.language, "languages.default", language);
    reader.text(tenant.terms_version, "terms.version", terms_version);
    reader.text(tenant.import_folder, "imports.folder", folder);
    reader.get<TimeZone>(tenant.time_zone, [&] {
        try {
            return TimeZone { settings.text("time_zone") };
        } catch (std::invalid_argument const&) {
            settings.reject("time_zone", "expected a name such as Europe/Ljubljana");
        }
    });
    reader.get<Currency>(tenant.currency, [&] {
        if (auto const currency = Currency::parse(settings.text("currency")))
            return *currency;
        settings.reject("currency", "expected three capital letters such as EUR");
    });
    reader.get<ReadingWindow>(tenant.window, [&] {
        if (auto const window = ReadingWindow::parse(settings.text("reading.window")))
            return *window;
        settings.reject("reading.window", "expected two days of the month such as 25-3");
    });
    reader.get<int>(tenant.largest_change, [&] { return static_cast<int>(settings.integer("imports.largest_change", 1, 100)); });
    reader.get<std::uint64_t>(
        tenant.largest_document, [&] { return static_cast<std::uint64_t>(settings.integer("imports.largest_document", 1, 8'192)) << 10; });
    reader.get<int>(tenant.unusual_percent, [&] { return static_cast<int>(settings.integer("reading.unusual_percent", 101, 10'000)); });
    reader.get<std::int64_t>(tenant.unusual_least, [&] { return settings.integer("reading.unusual_least", 0, 1'000'000); });
    reader.get<bool>(tenant.always_asks_total, [&] {
        auto const ask = settings.text("claim.ask_total");
        if (ask != "auto" && ask != "always")
            settings.reject("claim.ask_total", "expected auto or always");
        return ask == "always";
    });
    reader.get<bool>(tenant.active, [&] { return settings.flag("active"); });
    reader.get<std::vector<std::string>>(tenant.hosts, [&] { return hosts(settings); });
}

// Nobody may agree to terms that are not there.
void check_terms(Tenant const& tenant, std::vector<std::string>& problems)
{
    auto const path = tenant.folder + "/terms/" + tenant.language + ".md";
    std::ifstream file { path, std::ios::binary };
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()) || trimmed(text.str()).empty())
        problems.push_back(path + ": the terms of use are missing");
    else if (!is_utf8(text.str()))
        problems.push_back(path + ": is not UTF-8");
}

}

bool is_slug(std::string_view text)
{
    return !text.empty() && text.size() <= 40 && text.front() >= 'a' && text.front() <= 'z' && text.back() != '-'
        && consists_of(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
}

std::vector<KeyInfo> const& tenant_keys()
{
    static std::vector<KeyInfo> const keys {
        { "name", "", "the utility's full name, as customers know it" },
        { "short_name", "", "a shorter one for narrow places; the name when empty" },
        { "active", "true", "false: nobody can register any more; registered customers go on" },
        { "hosts", "", "host names, separated by commas, that show this utility's colours at once" },
        { "plugin", "", "the plugin that knows this utility's bills" },
        { "plugin.version", "1.0.0", "which of its installed versions runs, unless portalctl plugin use has chosen another one" },
        { "plugin.setting.*", "", "a setting of that plugin, as its manifest lists them" },
        { "help.phone", "", "the number that a customer in trouble may call" },
        { "help.email", "", "the address that answers customers" },
        { "help.hours", "", "when the phone is answered" },
        { "web", "", "the utility's own pages" },
        { "address.street", "", "street and house number" },
        { "address.postal_code", "", "postal code" },
        { "address.town", "", "town" },
        { "languages.default", "sl", "for mails to people whose language is not known: sl or en" },
        { "time_zone", "Europe/Ljubljana", "decides which day it is" },
        { "currency", "EUR", "of all bills" },
        { "imports.largest_change", "30", "a delivery that would change or remove more per cent of the customers, bills ... asks first; 100: never" },
        { "imports.largest_document", "8192", "kB (1024 bytes) of the original of a bill that is kept for its customer; a larger one is listed as a problem" },
        { "reading.window", "25-3", "first and last day of the month on which readings are taken; may cross the month's end" },
        { "reading.unusual_percent", "250", "above so many per cent of the usual use the customer is asked for a second yes" },
        { "reading.unusual_least", "10", "and only when it is so many units more at least" },
        { "claim.ask_total", "auto", "auto: the bill's total is asked for when somebody tries out codes; always" },
        { "imports.folder", "", "a folder that is watched for deliveries; empty: the one of the utility's name below the portal's imports.path" },
        { "terms.version", "", "name it anew whenever terms/*.md change in substance; what a customer accepted is kept with it" },
    };
    return keys;
}

TenantFile read_tenant(std::string const& folder)
{
    TenantFile file;
    auto& tenant = file.tenant;
    tenant.folder = folder;
    tenant.slug = std::filesystem::path { folder }.filename().string();
    if (!is_slug(tenant.slug))
        file.problems.push_back(folder + ": a tenant's folder is named with small letters, digits and hyphens, a letter first, at most 40");
    try {
        Settings const settings { tenant_keys(), read_properties(folder + "/tenant.properties") };
        read_values(settings, tenant, file.problems);
    } catch (SettingsError const& error) {
        file.problems.emplace_back(error.what());
        return file;
    }
    check_terms(tenant, file.problems);
    return file;
}

std::vector<std::string> check_tenant(std::string const& folder) { return read_tenant(folder).problems; }

}
