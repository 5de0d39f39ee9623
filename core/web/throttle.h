// How often one client may call one route on this node; in memory, bounded.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace portal::web {

// A leaky bucket a key, kept as one instant (generic cell rate algorithm): the bucket is empty at that instant. Thread-safe.
class Throttle {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Throttle(std::size_t most_keys = 20'000)
        : m_most_keys(most_keys)
    {
    }

    // Zero when the call may go on (and then counts it), else how long to wait.
    std::chrono::seconds take(std::string const& key, int count, std::chrono::seconds window, Time now);
    std::size_t keys() const;

private:
    void make_room(Time now);

    std::size_t const m_most_keys;
    mutable std::mutex m_mutex;
    std::map<std::string, Time> m_empty_at;
};

}
