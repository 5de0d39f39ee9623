#include "plugins/plugins.h"

#include "base/log.h"
#include "plugins/import_call.h"
#include "plugins/resident.h"

namespace portal::plugins {

struct Plugins::Implementation {
    Options options;
    Clock const& clock;
    std::mutex mutex;
    std::map<TenantId, std::unique_ptr<Resident>> residents; // never erased, so a Resident may be used without the mutex

    Resident& resident(Target const& target)
    {
        std::lock_guard const lock { mutex };
        auto& found = residents[target.tenant];
        if (!found)
            found = std::make_unique<Resident>(options, clock);
        return *found;
    }

    std::vector<Resident*> all()
    {
        std::lock_guard const lock { mutex };
        std::vector<Resident*> found;
        for (auto const& [tenant, one] : residents)
            found.push_back(one.get());
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
    return m_implementation->resident(target).call(target, wire::NORMALISE_REFERENCE, typed);
}

Result<std::string, Rejection> Plugins::display_reference(Target const& target, std::string_view canonical)
{
    return m_implementation->resident(target).call(target, wire::DISPLAY_REFERENCE, canonical);
}

Result<std::string, Rejection> Plugins::customer_of_reference(Target const& target, std::string_view canonical)
{
    return m_implementation->resident(target).call(target, wire::CUSTOMER_OF_REFERENCE, canonical);
}

Result<Secret, Rejection> Plugins::normalise_code(Target const& target, Secret const& typed)
{
    auto answer = m_implementation->resident(target).call(target, wire::NORMALISE_CODE, typed.reveal());
    if (!answer)
        return refuse(answer.refusal());
    return Secret { std::move(*answer) };
}

bool Plugins::code_is_document_number(Target const& target) { return m_implementation->resident(target).code_is_document_number(target); }

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
    return run_import(m_implementation->options, target, paths, sink, stop);
}

void Plugins::listen(std::function<void(std::string const& words)> plugin_says) { m_implementation->options.plugin_says = std::move(plugin_says); }

std::vector<Manifest> Plugins::installed() const
{
    std::vector<std::string> problems;
    auto found = read_manifests(m_implementation->options.plugins_path, problems);
    for (auto const& problem : problems)
        log::warning("plugin.refused", { { "message", problem } });
    return found;
}

void Plugins::end_idle()
{
    auto const since = m_implementation->clock.now() - m_implementation->options.idle;
    for (auto* const resident : m_implementation->all())
        resident->end_if_idle_since(since);
}

std::size_t Plugins::running_hosts() const
{
    std::size_t count = 0;
    for (auto* const resident : m_implementation->all())
        count += resident->is_running() ? 1 : 0;
    return count;
}

}
