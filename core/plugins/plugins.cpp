#include "plugins/plugins.h"

#include "base/log.h"
#include "plugins/export_call.h"
#include "plugins/import_call.h"
#include "plugins/resident.h"

namespace portal::plugins {

struct Plugins::Implementation {
    Options options;
    Clock const& clock;
    std::mutex mutex;
    std::map<TenantId, std::shared_ptr<Resident>> residents; // of each tenant the one for the newest target; never null

    // Only another target needs a new one. Whoever still calls the one before keeps it until his answer is there.
    std::shared_ptr<Resident> resident(Target const& target)
    {
        std::shared_ptr<Resident> before; // ends after the lock is given back: ending a process takes its time
        std::lock_guard const lock { mutex };
        auto const current = residents.find(target.tenant);
        if (current == residents.end())
            return residents.emplace(target.tenant, made(target)).first->second;
        if (current->second->target() != target)
            before = std::exchange(current->second, made(target));
        return current->second;
    }
    std::shared_ptr<Resident> made(Target const& target)
    {
        auto const current = residents.find(target.tenant);
        auto health = current != residents.end() && current->second->health()->is_of(target) ? current->second->health() : std::make_shared<Health>(target);
        return std::make_shared<Resident>(options, clock, target, std::move(health));
    }

    std::vector<std::shared_ptr<Resident>> all()
    {
        std::lock_guard const lock { mutex };
        std::vector<std::shared_ptr<Resident>> found;
        for (auto const& [tenant, one] : residents)
            found.push_back(one);
        return found;
    }
};

Plugins::Plugins(Options options, Clock const& clock)
    : m_implementation(new Implementation { std::move(options), clock, {}, {} })
{
}

Plugins::~Plugins() = default;

Result<std::string, Rejection> Plugins::normalise_reference(Target const& target, std::string_view typed)
{
    return m_implementation->resident(target)->call(wire::NORMALISE_REFERENCE, typed);
}

Result<std::string, Rejection> Plugins::display_reference(Target const& target, std::string_view canonical)
{
    return m_implementation->resident(target)->call(wire::DISPLAY_REFERENCE, canonical);
}

Result<std::string, Rejection> Plugins::customer_of_reference(Target const& target, std::string_view canonical)
{
    return m_implementation->resident(target)->call(wire::CUSTOMER_OF_REFERENCE, canonical);
}

Result<Secret, Rejection> Plugins::normalise_code(Target const& target, Secret const& typed)
{
    auto answer = m_implementation->resident(target)->call(wire::NORMALISE_CODE, typed.reveal());
    if (!answer)
        return refuse(answer.refusal());
    return Secret { std::move(*answer) };
}

bool Plugins::code_is_document_number(Target const& target) { return m_implementation->resident(target)->code_is_document_number(); }

Result<Done, Rejection> Plugins::check(Target const& target)
{
    try {
        auto const opened = open_host(m_implementation->options, target, Life::one_job);
        if (auto const* const wrong = std::get_if<Rejection>(&opened))
            return refuse(*wrong);
        return Done {};
    } catch (HostFailure const& failure) {
        log_failure(target, failure);
        throw;
    }
}

Result<ImportSummary, Rejection> Plugins::import(Target const& target, std::vector<std::string> const& paths, RowSink& sink, std::stop_token stop)
{
    return run_import(m_implementation->options, target, Reader::plugin, paths, sink, stop);
}

Result<ImportSummary, Rejection> Plugins::read_statements(Target const& target, std::vector<std::string> const& paths, RowSink& sink, std::stop_token stop)
{
    return run_import(m_implementation->options, target, Reader::statements, paths, sink, stop);
}

Result<Done, Rejection> Plugins::export_readings(Target const& target, std::function<std::vector<ExportedReading>()> const& next, ExportFiles& files)
{
    return run_export(m_implementation->options, target, next, files);
}

void Plugins::listen(std::function<void(std::string const& words)> plugin_says) { m_implementation->options.plugin_says = std::move(plugin_says); }

Result<Done, Rejection> Plugins::prepare(Target const& target)
{
    std::shared_ptr<Resident> next;
    {
        std::lock_guard const lock { m_implementation->mutex };
        next = m_implementation->made(target);
    }
    if (auto started = next->start(); !started)
        return started;
    std::lock_guard const lock { m_implementation->mutex };
    // `next` now holds the one before, which ends after the lock is given back.
    std::swap(m_implementation->residents[target.tenant], next);
    return Done {};
}

bool Plugins::is_quarantined(Target const& target) const
{
    std::lock_guard const lock { m_implementation->mutex };
    auto const found = m_implementation->residents.find(target.tenant);
    return found != m_implementation->residents.end() && found->second->health()->is_of(target)
        && found->second->health()->is_quarantined(m_implementation->clock.now());
}

std::vector<Quarantine> Plugins::quarantines() const
{
    std::vector<Quarantine> found;
    for (auto const& resident : m_implementation->all())
        if (auto quarantine = resident->health()->quarantine())
            found.push_back(std::move(*quarantine));
    return found;
}

void Plugins::take_over(Target const& target, Quarantine const& quarantine) { m_implementation->resident(target)->health()->take_over(quarantine); }

void Plugins::release(TenantId tenant)
{
    for (auto const& resident : m_implementation->all())
        if (resident->target().tenant == tenant)
            resident->health()->release();
}

std::vector<InstalledVersion> Plugins::installed() const { return installed_versions(m_implementation->options.plugins_path, m_implementation->options.trust); }

void Plugins::end_idle()
{
    auto const since = m_implementation->clock.now() - m_implementation->options.idle;
    for (auto const& resident : m_implementation->all())
        resident->end_if_idle_since(since);
}

std::size_t Plugins::running_hosts() const
{
    std::size_t count = 0;
    for (auto const& resident : m_implementation->all())
        count += resident->is_running() ? 1 : 0;
    return count;
}

}
