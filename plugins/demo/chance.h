// Chance that is the same in every run: a number that depends only on the seed and on what it is for.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace demo {

// Evenly distributed over 64 bits.
std::uint64_t chance(std::initializer_list<std::uint64_t> what);

// 0 to count less one.
inline int pick(int count, std::initializer_list<std::uint64_t> what) { return static_cast<int>(chance(what) % static_cast<std::uint64_t>(count)); }

}
