// The right to do a named piece of work: held by one process of all nodes at a time, for as long as it is renewed.
#pragma once

#include "base/time.h"
#include "db/database.h"

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace portal::jobs {

struct LeaseTimes {
    std::chrono::microseconds length = std::chrono::seconds { 60 }; // a node that died is replaced after this
    std::chrono::microseconds renewal = std::chrono::seconds { 20 };
};

// What a lease leaves when it is given back; a name without a row is due at once.
enum class Due { at_once, by_row };

// A lease has a number (the fence) that grows with every take. Clocks of nodes may differ and a process may be stopped for
// minutes, so holding a lease proves nothing by itself: every transaction that writes for the job asks still_mine() in it.
class Lease {
public:
    // nullptr: somebody else holds it, or (Due::by_row) it is not due yet. `name` has at most 80 characters.
    static std::unique_ptr<Lease> take(db::Database& database, Clock const& clock, std::string name, Due due, LeaseTimes times = {});
    // Gives it back with the due time that the row has.
    ~Lease();
    Lease(Lease const&) = delete;
    Lease& operator=(Lease const&) = delete;

    std::string const& name() const { return m_name; }
    std::int64_t fence() const { return m_fence; }

    // Locks the lease's row until the transaction ends, so that nobody can take it before what is written with it is committed.
    bool still_mine(db::Transaction& transaction) const;
    // false: it is lost. Any thread.
    bool renew();
    // Gives it back; the job is due again then.
    void finish(Instant next_due);

    // Long work looks here between its steps: the program is ending, or the lease is known to be lost.
    bool should_stop() const { return m_is_lost || m_stop.stop_requested(); }
    void stop_with(std::stop_token stop) { m_stop = std::move(stop); }

private:
    Lease(db::Database& database, Clock const& clock, std::string name, std::int64_t fence, LeaseTimes times);

    db::Database& m_database;
    Clock const& m_clock;
    std::string const m_name;
    std::int64_t const m_fence;
    LeaseTimes const m_times;
    std::stop_token m_stop;
    std::atomic<bool> m_is_lost { false };
    bool m_is_given_back = false;
};

// Renews a lease from a thread of its own as long as it lives. The lease must live longer.
class LeaseKeeper {
public:
    LeaseKeeper(Lease& lease, std::chrono::microseconds renewal);

private:
    std::jthread m_thread;
};

}
