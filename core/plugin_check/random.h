// Random numbers that are the same on every machine for the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace portal::plugin_check {

class Random {
public:
    explicit Random(std::uint64_t seed)
        : m_engine(seed)
    {
    }
    // 0 to below - 1. Not std::uniform_int_distribution, whose numbers differ between libraries.
    std::size_t below(std::size_t count) { return count == 0 ? 0 : static_cast<std::size_t>(m_engine() % count); }
    char byte() { return static_cast<char>(below(256)); }
    char of(std::string_view signs) { return signs[below(signs.size())]; }

private:
    std::mt19937_64 m_engine;
};

}
