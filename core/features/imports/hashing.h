// The two quick hashes of an import: a row's fingerprint, which is stored, and the hash of a key, which lives in memory only.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace portal::imports {

// Of the whole content of a row. Stored, so this must give the same for ever; if it must change one day, the next delivery
// replaces every row once. Not secret and not keyed: no plain security code may be part of it (RowFacts::code_hash is).
inline std::int64_t fingerprint_of(std::string_view content) { return static_cast<std::int64_t>(XXH3_64bits(content.data(), content.size())); }

// Seeded anew in each process, so that no delivery can be written whose keys meet on purpose.
inline std::uint64_t key_hash(std::string_view key, std::string_view second = {})
{
    static std::uint64_t const s_seed = [] {
        std::random_device device;
        return (static_cast<std::uint64_t>(device()) << 32) | device();
    }();
    auto const first = XXH3_64bits_withSeed(key.data(), key.size(), s_seed);
    return second.empty() ? first : XXH3_64bits_withSeed(second.data(), second.size(), first);
}

}
