#include "jobs/runner.h"

#include "base/log.h"

#include <algorithm>
#include <stdexcept>

namespace portal::jobs {

namespace {

using namespace std::chrono_literals;

// How often the thread looks whether something became due; a job that was woken while another node runs it is asked for
// more often, because what it was woken for may have come after that node looked.
constexpr std::chrono::microseconds calm_look = 2s;
constexpr std::chrono::microseconds eager_look = 200ms;

std::chrono::microseconds after_failures(int failures) { return std::min<std::chrono::microseconds>(5s * (1 << std::min(failures - 1, 10)), 10min); }

}

Runner::Runner(db::Database& database, Clock const& clock, LeaseTimes times)
    : m_database(database)
    , m_clock(clock)
    , m_times(times)
{
}

Runner::~Runner() { stop(); }

void Runner::add(std::string name, std::chrono::microseconds interval, Work work) { m_jobs.push_back({ std::move(name), interval, std::move(work) }); }

void Runner::start()
{
    m_thread = std::jthread { [this] { loop(m_stop.get_token()); } };
}

void Runner::wake(std::string_view name)
{
    {
        std::lock_guard const lock { m_mutex };
        auto const job = std::find_if(m_jobs.begin(), m_jobs.end(), [&](Job const& known) { return known.name == name; });
        if (job == m_jobs.end())
            throw std::logic_error("no such job: " + std::string { name });
        job->is_woken = true;
    }
    m_woken.notify_one();
}

void Runner::stop()
{
    m_stop.request_stop();
    m_woken.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

int Runner::run_due()
{
    int count = 0;
    for (auto& job : m_jobs) {
        bool is_woken = false;
        {
            std::lock_guard const lock { m_mutex };
            is_woken = std::exchange(job.is_woken, false);
        }
        if (m_stop.stop_requested())
            break;
        if (run(job, is_woken)) {
            ++count;
        } else if (is_woken) {
            std::lock_guard const lock { m_mutex };
            job.is_woken = true;
        }
    }
    return count;
}

// false: it was not due, or somebody else has it.
bool Runner::run(Job& job, bool is_woken)
{
    auto const lease = Lease::take(m_database, m_clock, job.name, is_woken ? Due::at_once : Due::by_row, m_times);
    if (!lease)
        return false;
    lease->stop_with(m_stop.get_token());
    auto pause = job.interval;
    {
        LeaseKeeper const keeper { *lease, m_times.renewal };
        try {
            job.work(*lease);
            job.failures = 0;
        } catch (std::exception const& problem) {
            ++job.failures;
            pause = after_failures(job.failures);
            log::error("job.failed", { { "job", job.name }, { "failures", std::to_string(job.failures) }, { "message", problem.what() } });
        }
    }
    lease->finish(m_clock.now() + pause);
    return true;
}

void Runner::loop(std::stop_token const& stop)
{
    int troubles = 0;
    while (!stop.stop_requested()) {
        auto pause = calm_look;
        try {
            run_due();
            troubles = 0;
        } catch (std::exception const& problem) {
            // The database is away; jobs are not what finds that out, so one line a round is enough.
            pause = after_failures(++troubles);
            log::error("job.round_failed", { { "message", problem.what() } });
        }
        std::unique_lock lock { m_mutex };
        auto const is_woken = [&] { return std::any_of(m_jobs.begin(), m_jobs.end(), [](Job const& job) { return job.is_woken; }); };
        if (troubles > 0)
            m_woken.wait_for(lock, stop, pause, [] { return false; });
        else if (is_woken())
            m_woken.wait_for(lock, stop, eager_look, [] { return false; });
        else
            m_woken.wait_for(lock, stop, pause, is_woken);
    }
}

}
