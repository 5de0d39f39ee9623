#include "app/platform.h"

#include "app/plugin_signature.h"
#include "base/log.h"
#include "base/text.h"
#include "crypto/random.h"
#include "crypto/signature.h"
#include "mail/files_transport.h"
#include "mail/smtp_transport.h"

#include <pwd.h>

namespace portal::app {

namespace {

std::optional<Date> demo_today(Settings const& settings)
{
    auto const text = settings.text("demo.today");
    if (text.empty())
        return std::nullopt;
    auto const date = date_from_iso(text);
    if (!date)
        settings.reject("demo.today", "expected a date such as 2018-06-02");
    return date;
}

log::Level log_level(Settings const& settings)
{
    auto const text = settings.text("log.level");
    if (text == "debug")
        return log::Level::debug;
    if (text == "info")
        return log::Level::info;
    if (text == "warning")
        return log::Level::warning;
    if (text == "error")
        return log::Level::error;
    settings.reject("log.level", "expected debug, info, warning or error");
}

db::Location database_location(Settings const& settings)
{
    try {
        auto location = db::parse_location(settings.text("database.url"));
        if (auto const file = settings.text("database.password_file"); !file.empty())
            location.password = crypto::read_secret_file(file).reveal();
        return location;
    } catch (std::invalid_argument const& error) {
        throw SettingsError(settings.origin("database.url") + ": " + error.what());
    }
}

plugins::Trust plugin_trust(Settings const& settings)
{
    plugins::Trust trust;
    if (auto const name = settings.text("plugins.owner"); !name.empty()) {
        auto const* const user = ::getpwnam(name.c_str()); // once, while nothing else runs
        if (!user)
            settings.reject("plugins.owner", "there is no user \"" + name + "\" on this machine");
        trust.owner = user->pw_uid;
    }
    auto keys = listed(settings, "plugins.trusted_keys");
    for (auto const& key : keys)
        if (!crypto::is_public_key(key))
            settings.reject("plugins.trusted_keys", "\"" + key + "\" is no public key; portalctl plugin keygen prints one");
    if (!keys.empty())
        trust.signature_problem = [keys = std::move(keys)](plugins::SignedFiles const& files) { return signature_problem(files, keys); };
    return trust;
}

std::unique_ptr<mail::Transport> make_transport(Settings const& settings)
{
    auto const kind = settings.text("mail.transport");
    if (kind == "files")
        return std::make_unique<mail::FilesTransport>(settings.text("mail.files.path"));
    if (kind != "smtp")
        settings.reject("mail.transport", "expected smtp or files");
    auto const security = mail::parse_security(settings.text("mail.smtp.security"));
    if (!security)
        settings.reject("mail.smtp.security", "expected starttls, tls or none");
    mail::SmtpOptions options;
    options.host = settings.text("mail.smtp.host");
    options.port = static_cast<std::uint16_t>(settings.integer("mail.smtp.port", 1, 65535));
    options.security = *security;
    options.ca_file = settings.text("mail.smtp.ca_file");
    options.user = settings.text("mail.smtp.user");
    if (auto const file = settings.text("mail.smtp.password_file"); !file.empty())
        options.password = crypto::read_secret_file(file);
    return std::make_unique<mail::SmtpTransport>(std::move(options));
}

}

Platform::Platform(Settings settings, std::chrono::seconds longest_answer)
    : m_settings(std::move(settings))
    , m_longest_answer(longest_answer)
    , m_demo_today(demo_today(m_settings))
{
    log::set_level(log_level(m_settings));
    crypto::start();
}

Platform::~Platform() = default;

db::Database& Platform::database()
{
    if (!m_database) {
        db::Database::Options options;
        options.longest_answer = m_longest_answer;
        options.most_sessions = static_cast<std::size_t>(m_settings.integer("database.sessions", 4, 1000));
        m_database = std::make_unique<db::Database>(database_location(m_settings), options);
    }
    return *m_database;
}

db::Database& Platform::patient_database()
{
    // On SQLite one queue of writers serves all; there, answers are not bounded anyway.
    if (m_longest_answer.count() == 0 || database().backend() == db::Backend::sqlite)
        return database();
    if (!m_patient_database)
        m_patient_database = std::make_unique<db::Database>(database().location());
    return *m_patient_database;
}

crypto::KeyRing const& Platform::keys()
{
    if (!m_keys)
        m_keys = std::make_unique<crypto::KeyRing>(crypto::KeyRing::load_or_make(m_settings.text("secrets.path")));
    return *m_keys;
}

tenants::Registry const& Platform::tenants()
{
    if (!m_tenants)
        m_tenants = std::make_unique<tenants::Registry>(tenants::Registry::load(place(m_settings, "tenants.path"), database(), m_clock));
    return *m_tenants;
}

tenants::BusinessCalendar const& Platform::calendar()
{
    if (!m_calendar)
        m_calendar = std::make_unique<tenants::BusinessCalendar>(m_clock, m_demo_today);
    return *m_calendar;
}

plugins::Plugins& Platform::plugins()
{
    if (!m_plugins) {
        plugins::Options options;
        options.host_program = place(m_settings, "plugins.host");
        options.plugins_path = place(m_settings, "plugins.path");
        options.trust = plugin_trust(m_settings);
        options.import_wait = std::chrono::hours { m_settings.integer("plugins.import_hours", 1, 1000) };
        options.may_lack_landlock = m_settings.flag("plugins.allow_without_landlock");
        m_plugins = std::make_unique<plugins::Plugins>(std::move(options), m_clock);
    }
    return *m_plugins;
}

tenants::PluginVersions& Platform::plugin_versions()
{
    if (!m_plugin_versions)
        m_plugin_versions = std::make_unique<tenants::PluginVersions>(database(), tenants());
    return *m_plugin_versions;
}

outbox::Outbox const& Platform::outbox()
{
    if (!m_outbox)
        m_outbox = std::make_unique<outbox::Outbox>(keys(), m_clock, m_settings.text("mail.from"));
    return *m_outbox;
}

mail::Transport& Platform::transport()
{
    if (!m_transport)
        m_transport = make_transport(m_settings);
    return *m_transport;
}

}
