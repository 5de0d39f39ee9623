// What portald and portalctl share: settings, database, keys, tenants, plugins, mail. Made in order, each on first use, so
// that a verb that needs only the database asks for no more.
#pragma once

#include "app/settings.h"
#include "crypto/key_ring.h"
#include "db/database.h"
#include "mail/transport.h"
#include "outbox/outbox.h"
#include "plugins/plugins.h"
#include "tenants/business_calendar.h"
#include "tenants/plugin_versions.h"
#include "tenants/registry.h"

#include <memory>
#include <optional>

namespace portal::app {

// One thread makes what is not there yet; after that every part is as thread-safe as it says itself.
class Platform {
public:
    // longest_answer: how long the database may take for one; see db::Database::Options.
    explicit Platform(Settings settings, std::chrono::seconds longest_answer = std::chrono::seconds { 0 });
    ~Platform();

    Settings const& settings() const { return m_settings; }
    Clock const& clock() const { return m_clock; }
    db::Database& database();
    // For imports, whose statements may take as long as they need. The same one where nothing bounds them.
    db::Database& patient_database();
    crypto::KeyRing const& keys();
    tenants::Registry const& tenants(); // needs a current schema
    tenants::BusinessCalendar const& calendar();
    plugins::Plugins& plugins();
    tenants::PluginVersions& plugin_versions(); // needs a current schema
    outbox::Outbox const& outbox();
    mail::Transport& transport();
    bool is_demo() const { return m_demo_today.has_value(); }

private:
    Settings m_settings;
    std::chrono::seconds m_longest_answer;
    SystemClock m_clock;
    std::optional<Date> m_demo_today;
    std::unique_ptr<db::Database> m_database;
    std::unique_ptr<db::Database> m_patient_database;
    std::unique_ptr<crypto::KeyRing> m_keys;
    std::unique_ptr<tenants::Registry> m_tenants;
    std::unique_ptr<tenants::BusinessCalendar> m_calendar;
    std::unique_ptr<plugins::Plugins> m_plugins;
    std::unique_ptr<tenants::PluginVersions> m_plugin_versions;
    std::unique_ptr<outbox::Outbox> m_outbox;
    std::unique_ptr<mail::Transport> m_transport;
};

}
