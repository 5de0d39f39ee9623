#include "app/intake_watch.h"

#include "app/services.h"
#include "base/log.h"

#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

namespace portal::app {

namespace {

constexpr std::chrono::seconds s_pause { 1 };
constexpr int s_turn = 10; // deliveries of one utility before the next one's

}

IntakeWatch::IntakeWatch(Platform& platform, payments::PaymentService& payments)
    : m_platform(platform)
    , m_words(place(platform.settings(), "catalogues.path"), "en")
    , m_work({ .database = platform.patient_database(),
          .clock = platform.clock(),
          .payments = payments,
          .spool = platform.settings().text("imports.spool"),
          .lease_times = lease_times(platform.settings()),
          .before_reading =
              [this](TenantId tenant) {
                  in_folder_of(tenant, [](intake::WatchedFolder& folder) {
                      folder.take_all();
                      return true;
                  });
              },
          .when_done =
              [this](TenantId tenant, intake::Received const& received) {
                  if (received.way == intake::Way::folder)
                      in_folder_of(tenant, [&](intake::WatchedFolder& folder) {
                          folder.put_away(received);
                          return true;
                      });
              } })
{
    add_folders();
}

// What is not there is not watched; who makes it later starts portald again.
void IntakeWatch::add_folders()
{
    auto const& settings = m_platform.settings();
    for (auto const* tenant : m_platform.tenants().all()) {
        auto const path = tenant->import_folder.empty() ? settings.text("imports.path") + "/" + tenant->slug : tenant->import_folder;
        if (std::error_code error; !std::filesystem::is_directory(path, error)) {
            if (!tenant->import_folder.empty())
                log::warning("intake.no_folder", { { "tenant", tenant->slug }, { "folder", path } });
            continue;
        }
        m_folders[tenant->id]
            = std::make_unique<intake::WatchedFolder>(intake::WatchedFolder::Parts { m_platform.database(), m_platform.clock(),
                                                          std::chrono::seconds { settings.integer("imports.settle_seconds", 0, 3600) },
                                                          static_cast<std::uint64_t>(settings.integer("imports.most_megabytes", 1, 1'000'000)) << 20,
                                                          [this](std::string_view reason) { return m_words.get_or(reason, "row.other"); } },
                TenantScope::assume(tenant->id), path);
    }
}

bool IntakeWatch::in_folder_of(TenantId tenant, std::function<bool(intake::WatchedFolder&)> const& act)
{
    auto const folder = m_folders.find(tenant);
    if (folder == m_folders.end())
        return false;
    try {
        bool const done = act(*folder->second);
        m_unwell.erase(tenant);
        return done;
    } catch (db::Error const&) {
        throw; // the database is away for all
    } catch (std::exception const& problem) { // one utility's folder stops nobody else
        if (m_unwell.insert(tenant).second)
            log::error("intake.folder", { { "tenant", m_platform.tenants().get(tenant).slug }, { "message", problem.what() } });
        return false;
    }
}

void IntakeWatch::start()
{
    m_thread = std::jthread { [this](std::stop_token const& stop) { run(stop); } };
}

void IntakeWatch::stop() { m_thread = {}; }

void IntakeWatch::wake()
{
    {
        std::lock_guard const lock { m_mutex };
        m_is_woken = true;
    }
    m_changed.notify_one();
}

bool IntakeWatch::look(std::stop_token const& stop)
{
    m_work.take_out_broken_off();
    auto with_work = m_work.waiting();
    for (auto const& [tenant, folder] : m_folders)
        if (in_folder_of(tenant, [](intake::WatchedFolder& watched) { return watched.has_work(); }))
            with_work.insert(tenant);
    bool is_more = false;
    for (auto const& id : with_work)
        if (auto const* const tenant = m_platform.tenants().find(id); tenant && !stop.stop_requested())
            is_more |= m_work.read_some(m_platform.plugin_versions().target(*tenant, m_platform.calendar().today(*tenant)),
                { .largest_change = tenant->largest_change, .largest_document = tenant->largest_document }, s_turn, stop);
    return is_more;
}

void IntakeWatch::run(std::stop_token const& stop)
{
    bool is_well = true;
    while (!stop.stop_requested()) {
        try {
            bool const is_more = look(stop);
            is_well = true;
            if (is_more)
                continue;
        } catch (std::exception const& problem) { // the database is away: what was received stays received
            if (std::exchange(is_well, false))
                log::warning("intake.watch", { { "message", problem.what() } });
        }
        std::unique_lock lock { m_mutex };
        m_changed.wait_for(lock, stop, s_pause, [&] { return m_is_woken; });
        m_is_woken = false;
    }
}

}
