#include "web/throttle.h"

#include <algorithm>

namespace portal::web {

std::chrono::seconds Throttle::take(std::string const& key, int count, std::chrono::seconds window, Time now)
{
    auto const one_call = std::chrono::duration_cast<Time::duration>(window) / count;
    std::lock_guard const lock { m_mutex };
    auto const known = m_empty_at.find(key);
    auto const empty_at = std::max(known == m_empty_at.end() ? now : known->second, now) + one_call;
    if (empty_at - now > window)
        return std::chrono::ceil<std::chrono::seconds>(empty_at - now - window);
    if (known != m_empty_at.end()) {
        known->second = empty_at;
    } else {
        if (m_empty_at.size() >= m_most_keys)
            make_room(now);
        m_empty_at.emplace(key, empty_at);
    }
    return std::chrono::seconds { 0 };
}

// Empty buckets say nothing. When all are in use, everything is forgotten: a crowd of that size is not held back by limits
// on single addresses anyway, and memory stays bounded.
void Throttle::make_room(Time now)
{
    std::erase_if(m_empty_at, [&](auto const& entry) { return entry.second <= now; });
    if (m_empty_at.size() >= m_most_keys)
        m_empty_at.clear();
}

std::size_t Throttle::keys() const
{
    std::lock_guard const lock { m_mutex };
    return m_empty_at.size();
}

}
