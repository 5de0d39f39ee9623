#include "app/website.h"

#include "app/demo_mail.h"
#include "app/site_pages.h"
#include "base/log.h"
#include "base/text.h"
#include "db/migrate.h"
#include "features/meters/meter_pages.h"
#include "features/meters/meter_service.h"
#include "limits/limits.h"

#include <Poco/URI.h>

#include <filesystem>
#include <thread>

namespace portal::app {

namespace {

using namespace std::chrono_literals;

constexpr auto s_mail_pause = 20s;
constexpr auto s_cleaning_pause = 1h;
constexpr auto s_keep_failures = std::chrono::hours { 24 * 35 }; // the longest window is 30 days
constexpr auto s_keep_done_mail = std::chrono::hours { 24 * 90 };

Platform& with_current_schema(Platform& platform)
{
    db::require_current_schema(platform.database());
    for (auto const& problem : platform.tenants().problems())
        log::error("tenant.broken", { { "tenant", problem.slug }, { "message", problem.what } });
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

std::vector<std::string> listed(Settings const& settings, std::string_view key)
{
    std::vector<std::string> parts;
    auto const whole = settings.text(key);
    for (auto const part : split(whole, ','))
        if (!trimmed(part).empty())
            parts.emplace_back(trimmed(part));
    return parts;
}

int cores()
{
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

web::ServerOptions server_options(Platform& platform)
{
    auto const& settings = platform.settings();
    web::ServerOptions options;
    options.bind = settings.text("http.bind");
    options.port = static_cast<std::uint16_t>(settings.integer("http.port", 0, 65535));
    options.workers = static_cast<int>(settings.integer("http.workers", 0, 256));
    if (options.workers == 0)
        options.workers = 4 * cores();
    options.hosts = listed(settings, "portal.hosts");
    Poco::URI const url { settings.text("portal.url") };
    options.hosts.push_back(ascii_lower(url.getHost()));
    for (auto const* tenant : platform.tenants().all())
        options.hosts.insert(options.hosts.end(), tenant->hosts.begin(), tenant->hosts.end());
    options.trusted_proxies = listed(settings, "http.trusted_proxies");
    options.behind_https = url.getScheme() == "https";
    return options;
}

}

struct Website::Features {
    explicit Features(Website& site)
        : meters(site.m_platform.database(), site.m_platform.tenants(), site.m_platform.calendar(), site.m_platform.clock())
    {
    }

    meters::MeterService meters;
};

Website::Website(Platform& platform)
    : m_platform(with_current_schema(platform))
    , m_themes(theme_sources(platform.settings()))
    , m_site(site_options(platform), m_themes, platform.tenants())
    , m_hasher(cores())
    , m_sessions(platform.database(), platform.clock())
    , m_jobs(platform.database(), platform.clock())
    , m_sender(platform.database(), platform.keys(), platform.clock(), platform.transport())
    , m_features(std::make_unique<Features>(*this))
{
    add_files();
    add_site_routes(m_router, m_site, platform.tenants(), platform.database());
    meters::add_routes(m_router, { m_features->meters, m_site, platform.tenants() });
    if (platform.is_demo() && platform.settings().text("mail.transport") == "files")
        add_demo_mail_routes(m_router, m_site, platform.settings().text("mail.files.path"));
    add_jobs();

    web::FrontOptions front;
    front.log_requests = platform.settings().flag("http.log_requests");
    m_front = std::make_unique<web::Front>(front, m_router, m_sessions, platform.keys().key("csrf"), error_pages(m_site));
    m_server = std::make_unique<web::Server>(server_options(platform), [this](web::Request& request) { return m_front->answer(request); });
}

Website::~Website() = default;

void Website::add_files()
{
    m_files.add_folder("/assets", place(m_platform.settings(), "assets.path"));
    for (auto const* tenant : m_platform.tenants().all())
        if (auto const folder = tenant->folder + "/theme"; std::filesystem::is_directory(folder))
            m_files.add_folder("/utilities/" + tenant->slug, folder);
    auto const answer = [this](web::Request& request) { return m_files.answer(request); };
    m_router.get("/assets/{file...}", answer).bare();
    m_router.get("/utilities/{utility}/{file...}", answer).bare();
}

void Website::add_jobs()
{
    m_jobs.add("mail", s_mail_pause, [this](jobs::Lease& lease) {
        m_sender.run({ [&](db::Transaction& transaction) { return lease.still_mine(transaction); }, [&] { return lease.should_stop(); } });
    });
    m_jobs.add("cleaning", s_cleaning_pause, [this](jobs::Lease& lease) {
        m_platform.database().transact([&](db::Transaction& transaction) {
            if (!lease.still_mine(transaction))
                return;
            auto const now = m_platform.clock().now();
            m_sessions.remove_expired(transaction);
            limits::purge(transaction, now - s_keep_failures);
            outbox::Sender::purge(transaction, now - s_keep_done_mail);
        });
    });
}

void Website::start()
{
    m_server->start();
    m_jobs.start();
    log::info("portald.ready",
        { { "port", std::to_string(m_server->port()) }, { "url", m_site.options().portal_url }, { "tenants", std::to_string(m_platform.tenants().all().size()) } });
}

bool Website::stop()
{
    auto const drained = m_server->stop(std::chrono::seconds { m_platform.settings().integer("http.drain_seconds", 0, 3600) });
    m_jobs.stop();
    return drained;
}

}
