// Randomness from the operating system, as bytes and as tokens for links and cookies.
#pragma once

#include <string>
#include <string_view>

namespace portal::crypto {

// Prepares libsodium; whatever here needs it calls it by itself, any number of times and from any thread. Throws
// std::runtime_error when the system has no randomness.
void start();

std::string random_bytes(std::size_t count);

// 32 random bytes as 43 characters of base64url: for links and cookies. Keep only sha256_hex(token).
std::string random_token();

// Lower-case letters and digits that cannot be mistaken for each other (no 0 1 i l o), for codes that people copy by hand:
// 4.95 bits a sign.
std::string random_code(std::size_t length);

// RFC 4648 section 5, without padding.
std::string base64url(std::string_view bytes);

}
