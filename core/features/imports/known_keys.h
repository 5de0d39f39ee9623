// Remembers which parents are there, in a fixed amount of memory: what it has forgotten is asked of the database again.
#pragma once

#include <cstdint>
#include <vector>

namespace portal::imports {

class KnownKeys {
public:
    void add(std::uint64_t hash)
    {
        if (m_slots.empty())
            m_slots.resize(s_slots);
        m_slots[hash % s_slots] = hash;
    }
    bool has(std::uint64_t hash) const { return !m_slots.empty() && m_slots[hash % s_slots] == hash; }

private:
    static constexpr std::size_t s_slots = 1 << 18; // 2 MB
    std::vector<std::uint64_t> m_slots;
};

}
