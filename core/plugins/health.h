// How a version of a plugin fares for one tenant: a single failure costs one call; after some in a row it rests, longer each time.
#pragma once

#include "plugins/plugins.h"
#include "plugins/protocol.pb.h"

#include <mutex>
#include <optional>

namespace portal::plugins {

// Thread-safe. Two failures in a row, of whatever function, make a pause of 1 s, then 2 s, 4 s; from the fifth on it is quarantined: 1 minute, then 2, 4
// ... 60. When the time is over, one call is tried. An answer of the function that failed last makes everything good: one that always fails must not hide
// behind another that answers in between.
class Health {
public:
    explicit Health(Target const& target)
        : m_target(target)
    {
    }
    // Another day is no other plugin.
    bool is_of(Target const& target) const;

    // Throws PluginUnavailable while it rests.
    void require_rested(Instant now) const;
    bool is_quarantined(Instant now) const;
    // `function`: nullopt where none of the plugin's was called. Both log when a quarantine begins, goes on or ends.
    void failed(std::optional<wire::Function> function, std::string const& why, Instant now);
    void answered(std::optional<wire::Function> function);
    // nullopt: no quarantine, or one that an answer or a release has ended.
    std::optional<Quarantine> quarantine() const;
    // What another process found; the longer one of the two counts.
    void take_over(Quarantine const& other);
    void release();

private:
    Target m_target;
    mutable std::mutex m_mutex;
    int m_failures = 0; // in a row
    std::optional<wire::Function> m_failing; // nullopt: not known, any answer will do
    std::string m_last_failure;
    Instant m_since {}; // of the quarantine
    Instant m_until {};
};

}
