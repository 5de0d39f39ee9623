#include "base/id.h"

#include <atomic>
#include <chrono>
#include <random>
#include <stdexcept>

namespace portal {

namespace {

constexpr std::string_view s_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t s_length = 13;
constexpr int s_counter_bits = 22;
constexpr std::int64_t s_epoch_ms = 1'420'070'400'000; // 2015-01-01T00:00:00Z

}

std::string id_to_text(std::int64_t value)
{
    if (value < 0)
        throw std::invalid_argument("an id is not negative");
    std::string text(s_length, '0');
    for (std::size_t position = s_length; position > 0; --position) {
        text[position - 1] = s_alphabet[static_cast<std::size_t>(value & 31)];
        value >>= 5;
    }
    return text;
}

std::optional<std::int64_t> id_from_text(std::string_view text)
{
    if (text.size() != s_length)
        return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t position = 0; position < s_length; ++position) {
        char const upper = text[position] >= 'a' && text[position] <= 'z' ? static_cast<char>(text[position] - 32) : text[position];
        auto const digit = s_alphabet.find(upper);
        // 63 bits fit 12 characters and three bits of the first.
        if (digit == std::string_view::npos || (position == 0 && digit > 7))
            return std::nullopt;
        value = (value << 5) | digit;
    }
    return static_cast<std::int64_t>(value);
}

std::int64_t new_id()
{
    // The last id given; the next is the clock's or one more, so ids of one process never repeat or go back.
    static std::atomic<std::int64_t> s_last { 0 };
    thread_local std::mt19937_64 random { std::random_device {}() };
    auto const now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    // Nodes that make ids in the same millisecond differ by the random start; a clash is caught by the primary key.
    auto const low = static_cast<std::int64_t>(random() & ((1U << s_counter_bits) - 1));
    std::int64_t const fresh = ((now - s_epoch_ms) << s_counter_bits) | low;
    std::int64_t last = s_last.load(std::memory_order_relaxed);
    std::int64_t next = 0;
    do {
        next = fresh > last ? fresh : last + 1;
    } while (!s_last.compare_exchange_weak(last, next, std::memory_order_relaxed));
    return next;
}

}
