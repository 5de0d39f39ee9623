// Runs named jobs on their intervals, shared with every other node on the same database. One thread runs them one after
// another; long work of other kinds takes a Lease of its own.
#pragma once

#include "jobs/lease.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace portal::jobs {

class Runner {
public:
    // May throw: that is logged, and the job is tried again after 5 s, then 10 s, and so on up to 10 minutes.
    using Work = std::function<void(Lease&)>;

    Runner(db::Database& database, Clock const& clock, LeaseTimes times = {});
    ~Runner();

    // Before start(). The interval counts from the end of a run, over all nodes.
    void add(std::string name, std::chrono::microseconds interval, Work work);
    void start();
    // Run it now, or right after the run that is under way here or elsewhere. Any thread; names nobody added are a bug.
    void wake(std::string_view name);
    // Lets the running job come to its end (it sees should_stop()), then returns. Leases are given back.
    void stop();

    // One round on the caller's thread, for tests and for portalctl: runs what is due or woken, and gives the number run.
    // Not while started.
    int run_due();

private:
    struct Job {
        std::string name;
        std::chrono::microseconds interval;
        Work work;
        bool is_woken = false;
        int failures = 0;
    };

    bool run(Job& job, bool is_woken);
    void loop(std::stop_token const& stop);

    db::Database& m_database;
    Clock const& m_clock;
    LeaseTimes const m_times;
    std::vector<Job> m_jobs;
    std::mutex m_mutex; // guards is_woken
    std::condition_variable_any m_woken;
    std::stop_source m_stop;
    std::jthread m_thread;
};

}
