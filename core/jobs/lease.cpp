#include "jobs/lease.h"

#include "base/log.h"
#include "jobs/process_name.h"
#include "jobs/queries.h"

#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace portal::jobs {

namespace {

bool is_free(db::Row const& row, Instant now, Due due)
{
    bool const is_held = !row.text_view(0).empty() && row.instant(1) > now && !is_gone(row.text_view(0));
    return !is_held && (due == Due::at_once || row.instant(3) <= now);
}

}

std::unique_ptr<Lease> Lease::take(db::Database& database, Clock const& clock, std::string name, Due due, LeaseTimes times)
{
    if (name.empty() || name.size() > 80)
        throw std::logic_error("a lease's name has 1 to 80 characters");
    // A look without a lock first: nodes ask often and are mostly told no.
    auto const seen = database.read([&](db::Session& session) { return session.one(sql::state_of_job, name); });
    if (seen && !is_free(*seen, clock.now(), due))
        return nullptr;
    if (!seen)
        database.transact([&](db::Transaction& transaction) { transaction.execute(sql::make_row, name); });
    auto const fence = database.transact([&](db::Transaction& transaction) -> std::int64_t {
        auto const row = transaction.one(sql::lock_job, name);
        auto const now = clock.now();
        if (!row || !is_free(*row, now, due))
            return 0;
        transaction.execute(sql::take_job, this_process(), now + times.length, row->integer(2) + 1, name);
        return row->integer(2) + 1;
    });
    if (fence == 0)
        return nullptr;
    return std::unique_ptr<Lease> { new Lease { database, clock, std::move(name), fence, times } };
}

Lease::Lease(db::Database& database, Clock const& clock, std::string name, std::int64_t fence, LeaseTimes times)
    : m_database(database)
    , m_clock(clock)
    , m_name(std::move(name))
    , m_fence(fence)
    , m_times(times)
{
}

Lease::~Lease()
{
    if (m_is_given_back)
        return;
    try {
        m_database.transact([&](db::Transaction& transaction) { transaction.execute(sql::give_back_job_as_due, m_name, m_fence); });
    } catch (std::exception const& problem) {
        // It runs out by itself.
        log::warning("job.lease_not_given_back", { { "job", m_name }, { "message", problem.what() } });
    }
}

bool Lease::still_mine(db::Transaction& transaction) const { return transaction.one(sql::lock_own_job, m_name, m_fence).has_value(); }

bool Lease::renew()
{
    bool const is_mine = m_database.transact([&](db::Transaction& transaction) {
        if (!still_mine(transaction))
            return false;
        transaction.execute(sql::renew_job, m_clock.now() + m_times.length, m_name, m_fence);
        return true;
    });
    if (!is_mine && !m_is_lost.exchange(true))
        log::warning("job.lease_lost", { { "job", m_name } });
    return is_mine;
}

void Lease::finish(Instant next_due)
{
    m_database.transact([&](db::Transaction& transaction) { transaction.execute(sql::give_back_job, next_due, m_name, m_fence); });
    m_is_given_back = true;
}

LeaseKeeper::LeaseKeeper(Lease& lease, std::chrono::microseconds renewal)
    : m_thread([&lease, renewal](std::stop_token stop) {
        std::mutex mutex;
        std::condition_variable_any ended;
        std::unique_lock lock { mutex };
        while (!ended.wait_for(lock, stop, renewal, [] { return false; }) && !stop.stop_requested()) {
            try {
                if (!lease.renew())
                    return;
            } catch (std::exception const& problem) {
                // The database may be back before the lease has run out.
                log::warning("job.lease_not_renewed", { { "job", lease.name() }, { "message", problem.what() } });
            }
        }
    })
{
}

}
