// A tenant's resident host: started on first use, started again after a crash (with a growing pause), ended when idle.
#pragma once

#include "plugins/opened_host.h"

#include <mutex>

namespace portal::plugins {

// Thread-safe: callers queue.
class Resident {
public:
    Resident(Options const& options, Clock const& clock)
        : m_options(options)
        , m_clock(clock)
    {
    }

    // All throw PluginUnavailable.
    Result<std::string, Rejection> call(Target const& target, wire::Function function, std::string_view text);
    bool code_is_document_number(Target const& target);

    // Ends the host if nobody has used it since then.
    void end_if_idle_since(Instant when);
    bool is_running();

private:
    std::unique_lock<std::timed_mutex> turn();
    template <typename Act> auto guarded(Target const& target, Act act);
    void start_if_needed(Target const& target);
    std::chrono::seconds pause() const;

    Options const& m_options;
    Clock const& m_clock;
    std::timed_mutex m_mutex;
    Target m_target;
    OpenedHost m_host;
    int m_failures = 0; // since the last answer
    Instant m_not_before {};
    Instant m_last_use {};
};

}
