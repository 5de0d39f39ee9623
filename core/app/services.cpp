#include "app/services.h"

#include "db/migrate.h"
#include "features/meters/meter_mail.h"

#include <thread>

namespace portal::app {

namespace {

Platform& with_current_schema(Platform& platform)
{
    db::require_current_schema(platform.database());
    return platform;
}

view::ThemeSources theme_sources(Settings const& settings)
{
    view::ThemeSources sources;
    sources.themes = place(settings, "themes.path");
    sources.name = settings.text("themes.name");
    sources.catalogues = place(settings, "catalogues.path");
    sources.assets = place(settings, "assets.path");
    return sources;
}

web::SiteOptions site_options(Platform const& platform)
{
    auto const& settings = platform.settings();
    web::SiteOptions options;
    options.portal_name = settings.text("portal.name");
    options.portal_url = settings.text("portal.url");
    if (options.portal_url.ends_with('/'))
        options.portal_url.pop_back();
    if (!options.portal_url.starts_with("http://") && !options.portal_url.starts_with("https://"))
        settings.reject("portal.url", "expected http://... or https://...");
    options.help = { settings.text("portal.help.name").empty() ? options.portal_name : settings.text("portal.help.name"), settings.text("portal.help.phone"),
        settings.text("portal.help.email"), "" };
    options.demo = platform.is_demo();
    return options;
}

}

jobs::LeaseTimes lease_times(Settings const& settings)
{
    std::chrono::seconds const length { settings.integer("jobs.lease_seconds", 1, 3600) };
    return { length, std::chrono::microseconds { length } / 3 };
}

int cores() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

Services::Services(Platform& platform)
    : wake_mail([] {})
    , themes(theme_sources(with_current_schema(platform).settings()))
    , site(site_options(platform), themes, platform.tenants())
    , hasher(cores())
    , sessions(platform.database(), platform.clock())
    , account_mails(site)
    , accounts({ platform.database(), platform.clock(), hasher, platform.keys(), sessions, platform.outbox(), account_mails, [this] { wake_mail(); },
          themes.platform()->languages() })
    , bill_paper(platform.plugins(), platform.plugin_versions(), platform.calendar())
    , claim_mails(site, platform.outbox())
    , claims({ platform.database(), platform.clock(), platform.keys(), bill_paper, claim_mails, [this] { wake_mail(); } })
    , registration(
          { platform.database(), platform.clock(), platform.keys(), hasher, sessions, claim_mails, platform.tenants(), claims, [this] { wake_mail(); } })
    , handover({ platform.database(), platform.clock(), platform.tenants(), claim_mails, [this] { wake_mail(); } })
    , meters(platform.database(), platform.tenants(), platform.calendar(), platform.clock())
    , receipts(platform.database(), platform.clock(),
          [this, &platform](db::Transaction& transaction, meters::RejectedReading const& rejected) {
              auto const& tenant = platform.tenants().get(rejected.tenant);
              auto const open = meters.window(tenant.id);
              auto const is_open = open.start && *open.start == rejected.window_start;
              platform.outbox().put(transaction, meters::rejection_mail(site, tenant, rejected, is_open ? open.end : std::nullopt));
          })
    , imports(platform.patient_database(), platform.plugins(), platform.keys(), platform.clock())
    , payments(platform.patient_database(), platform.plugins(), imports)
    , tokens(platform.database(), platform.keys(), platform.clock())
{
}

}
