#include "app/website.h"

#include "app/demo_mail.h"
#include "app/site_pages.h"
#include "base/log.h"
#include "base/text.h"
#include "features/accounts/accounts_pages.h"
#include "features/claims/claim_routes.h"
#include "features/intake/intake_pages.h"
#include "features/invoices/invoices_pages.h"
#include "features/meters/meter_pages.h"
#include "features/meters/readings_api.h"
#include "features/overview/overview_pages.h"
#include "features/overview/settings_pages.h"
#include "features/transactions/transactions_pages.h"
#include "limits/limits.h"

#include <Poco/URI.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

namespace portal::app {

namespace {

using namespace std::chrono_literals;

constexpr auto s_mail_pause = 20s;
constexpr auto s_cleaning_pause = 1h;
constexpr auto s_keep_failures = std::chrono::hours { 24 * 35 }; // the longest window is 30 days
constexpr auto s_keep_done_mail = std::chrono::hours { 24 * 90 };

web::ServerOptions server_options(Platform& platform)
{
    auto const& settings = platform.settings();
    web::ServerOptions options;
    options.bind = settings.text("http.bind");
    options.port = static_cast<std::uint16_t>(settings.integer("http.port", 0, 65535));
    options.workers = static_cast<int>(settings.integer("http.workers", 0, 256));
    if (options.workers == 0)
        // While MariaDB answers, a worker waits: with more of them the processors change threads less often (docs/decisions/0040).
        options.workers = (platform.database().location().backend == db::Backend::mysql ? 8 : 4) * cores();
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

Website::Website(Platform& platform)
    : m_platform(platform)
    , m_services(platform)
    , m_claims { platform.database(), platform.clock(), m_services.site, m_services.sessions, platform.tenants(), platform.calendar(), m_services.bill_paper,
        m_services.registration, m_services.claims, m_services.handover }
    , m_jobs(platform.database(), platform.clock(), lease_times(platform.settings()))
    , m_sender(platform.database(), platform.keys(), platform.clock(), platform.transport())
    , m_intake(platform, m_services.payments)
    , m_plugin_watch(platform)
{
    m_services.wake_mail = [this] { m_jobs.wake("mail"); };
    add_files();
    add_routes();
    add_jobs();

    web::FrontOptions front;
    // A utility whose folder is broken has no entry: its customers' other utilities go on.
    front.is_served = [&tenants = platform.tenants()](TenantId tenant) { return tenants.find(tenant) != nullptr; };
    front.find_machine = [this](web::Request const& request, std::string_view right) { return m_services.tokens.find(request, right); };
    front.log_requests = platform.settings().flag("http.log_requests");
    m_front = std::make_unique<web::Front>(front, m_router, m_services.sessions, platform.keys().key("csrf"), error_pages(m_services.site));
    m_server = std::make_unique<web::Server>(
        server_options(platform), [this](web::Request& request) { return m_front->answer(request); },
        [this](web::Request& request) { return m_front->start_upload(request); });
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

void Website::add_routes()
{
    auto const& site = m_services.site;
    auto const& tenants = m_platform.tenants();
    add_site_routes(m_router, site, tenants, m_platform.database());
    accounts::add_routes(m_router, { m_services.accounts, site });
    claims::add_routes(m_router, m_claims);
    invoices::add_routes(m_router, { m_platform.database(), site, m_platform.calendar() });
    transactions::add_routes(m_router, { m_platform.database(), site, m_platform.calendar() });
    overview::add_routes(m_router, { m_platform.database(), site, m_platform.calendar(), m_services.meters });
    overview::add_settings_routes(m_router, { m_platform.database(), site, m_services.sessions, m_services.accounts });
    meters::add_routes(m_router, { m_services.meters, site, tenants, m_platform.outbox(), [this] { m_jobs.wake("mail"); }, m_platform.clock() });
    intake::add_routes(m_router,
        { m_platform.database(), m_platform.clock(), static_cast<std::uint64_t>(m_platform.settings().integer("imports.most_megabytes", 1, 1'000'000)) << 20,
            [this] { m_intake.wake(); } });
    meters::add_api_routes(m_router, { m_platform.database(), m_services.receipts, [this] { m_jobs.wake("mail"); } });
    if (m_platform.is_demo() && m_platform.settings().text("mail.transport") == "files")
        add_demo_mail_routes(m_router, site, m_platform.settings().text("mail.files.path"));
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
            m_services.sessions.remove_expired(transaction);
            accounts::remove_expired_links(transaction, now);
            limits::purge(transaction, now - s_keep_failures);
            outbox::Sender::purge(transaction, now - s_keep_done_mail);
        });
        m_services.registration.remove_expired();
        for (auto const* tenant : m_platform.tenants().all())
            m_services.claims.remove_old_tries(tenant->id);
    });
}

void Website::start()
{
    m_server->start();
    m_jobs.wake("mail"); // a process that was killed may have left some
    m_jobs.start();
    m_plugin_watch.start();
    m_intake.start();
    log::info("portald.ready",
        { { "port", std::to_string(m_server->port()) }, { "url", m_services.site.options().portal_url },
            { "tenants", std::to_string(m_platform.tenants().all().size()) } });
}

bool Website::stop()
{
    auto const drained = m_server->stop(std::chrono::seconds { m_platform.settings().integer("http.drain_seconds", 0, 3600) });
    m_intake.stop();
    m_jobs.stop();
    m_plugin_watch.stop();
    return drained;
}

}
