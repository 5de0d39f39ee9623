// What a fuzz program holds to be true of every input; a crash is how libFuzzer learns of it.
#pragma once

#include <cstdio>
#include <cstdlib>

inline void check(bool holds, char const* rule)
{
    if (!holds) {
        std::fprintf(stderr, "broken: %s\n", rule);
        std::abort();
    }
}
