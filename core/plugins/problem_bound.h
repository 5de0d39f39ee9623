// How much of a delivery may be wrong before nothing of it counts. The importer decides by it, and portal-plugin-check tells the plugin's author.
#pragma once

#include <cstdint>

namespace portal::plugins {

inline constexpr std::int64_t tolerated_problems = 20;
inline constexpr std::int64_t tolerated_percent = 10;

// rows: all that came, the wrong ones included.
constexpr bool has_too_many_problems(std::int64_t problems, std::int64_t rows)
{
    return problems > tolerated_problems && problems * 100 > rows * tolerated_percent;
}

}
