// The two quick hashes of an import: a row's fingerprint, which is stored, and the hash of a key, which lives in memory only.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace portal::imports {

// Stored, so this must give the same for ever; if it must change one day, the next delivery replaces every row once. Not secret and
// not keyed: no plain security code may be part of it (RowFacts::code_hash is).
inline std::int64_t fingerprint_of(std::string_view content) { return static_cast<std::int64_t>(XXH3_64bits(content.data(), content.size())); }

// The whole content of a row, column by column, for its fingerprint.
class RowContent {
public:
    void clear() { m_bytes.clear(); }
    // The length goes in front, so that a text cannot slip into its neighbour unseen.
    void add(std::string_view text)
    {
        m_bytes += static_cast<char>(text.size() & 0xff);
        m_bytes += static_cast<char>(text.size() >> 8);
        m_bytes += text;
    }
    void add(std::int64_t value)
    {
        char bytes[8];
        for (std::size_t i = 0; i < sizeof bytes; ++i)
            bytes[i] = static_cast<char>(value >> (8 * i));
        m_bytes.append(bytes, sizeof bytes);
    }
    void add_null() { m_bytes += 'n'; }
    // What is no column of the row: a bill's code_hash.
    void also(std::string_view content) { m_bytes += content; }

    std::int64_t fingerprint() const { return fingerprint_of(m_bytes); }

private:
    std::string m_bytes;
};

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
