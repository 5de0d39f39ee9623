#include "demo/chance.h"

namespace demo {

std::uint64_t chance(std::initializer_list<std::uint64_t> what)
{
    // SplitMix64 (Steele, Lea, Flood 2014), fed with one number after the other.
    std::uint64_t state = 0x9E3779B97F4A7C15;
    for (auto const one : what) {
        state += one * 0xD1342543DE82EF95 + 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        state ^= state >> 31;
    }
    return state;
}

}
