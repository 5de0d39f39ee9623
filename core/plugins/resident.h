// The host that answers a tenant's interactive calls: started on first use, started again after a crash, ended when idle.
#pragma once

#include "plugins/health.h"
#include "plugins/opened_host.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <semaphore>

namespace portal::plugins {

// For one target: another version, other settings and another day have a Resident of their own, so that calls in progress end where
// they began. Thread-safe: callers queue.
class Resident {
public:
    Resident(Options const& options, Clock const& clock, Target target, std::shared_ptr<Health> health)
        : m_options(options)
        , m_clock(clock)
        , m_target(std::move(target))
        , m_health(std::move(health))
    {
    }
    Target const& target() const { return m_target; }
    std::shared_ptr<Health> const& health() const { return m_health; }

    // All throw PluginUnavailable.
    // Opens the plugin now rather than with the first call; a refusal names the wrong setting.
    Result<Done, Rejection> start();
    Result<std::string, Rejection> call(wire::Function function, std::string_view text);
    bool code_is_document_number();

    // Ends the host if nobody has used it since then.
    void end_if_idle_since(Instant when);
    bool is_running();

private:
    struct EndTurn {
        void operator()(Resident* one) const { one->end_turn(); }
    };
    using Turn = std::unique_ptr<Resident, EndTurn>;
    Turn turn_within(std::chrono::milliseconds wait); // nullptr: others had it all that time
    Turn turn();
    void end_turn();
    bool is_slow() const;
    template <typename Act> auto guarded(std::optional<wire::Function> function, Act act);
    void start_if_needed();

    Options const& m_options;
    Clock const& m_clock;
    Target const m_target;
    std::shared_ptr<Health> const m_health;
    std::atomic<int> m_waiting = 0;
    std::atomic<std::chrono::steady_clock::time_point> m_turn_began {}; // the epoch: nobody has it
    std::atomic<bool> m_was_slow = false; // the turn before
    std::binary_semaphore m_turn { 1 }; // no std::timed_mutex: ThreadSanitizer does not see how g++ 12 locks it
    OpenedHost m_host;
    Instant m_last_use {};
};

}
