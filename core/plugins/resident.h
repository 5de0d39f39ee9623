// A tenant's resident host: started on first use, started again after a crash (with a growing pause), ended when idle.
#pragma once

#include "plugins/opened_host.h"

#include <memory>
#include <semaphore>

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
    struct EndTurn {
        void operator()(std::binary_semaphore* one) const { one->release(); }
    };
    using Turn = std::unique_ptr<std::binary_semaphore, EndTurn>;
    Turn turn_within(std::chrono::milliseconds wait); // nullptr: others had it all that time
    Turn turn();
    template <typename Act> auto guarded(Target const& target, Act act);
    void start_if_needed(Target const& target);
    std::chrono::seconds pause() const;

    Options const& m_options;
    Clock const& m_clock;
    std::binary_semaphore m_turn { 1 }; // no std::timed_mutex: ThreadSanitizer does not see how g++ 12 locks it
    Target m_target;
    OpenedHost m_host;
    int m_failures = 0; // since the last answer
    Instant m_not_before {};
    Instant m_last_use {};
};

}
