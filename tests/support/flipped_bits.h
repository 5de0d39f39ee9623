// What a disk or a line does to a file: one bit the other way round.
#pragma once

#include <random>
#include <string>

namespace portal::tests {

inline constexpr int flipped_copies = 1'000;

// The same generator gives the same copies.
inline std::string with_a_flipped_bit(std::string content, std::mt19937& random)
{
    auto& byte = content[random() % content.size()];
    byte = static_cast<char>(byte ^ (1 << random() % 8));
    return content;
}

}
