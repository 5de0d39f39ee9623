// SHA-256, HMAC-SHA-256 and comparison without a clock to read.
#pragma once

#include "base/secret.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace portal::crypto {

// 64 hexadecimal characters. This is how tokens are kept: they are random, so they need no slow hash.
std::string sha256_hex(std::string_view bytes);

// The same over a stream, for files. One thread at a time.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void add(std::string_view bytes);
    // The digest of all that was added; then it starts anew.
    std::string hex();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Each part goes in with its length before it, so ("ab","c") and ("a","bc") differ. 64 hexadecimal characters.
std::string hmac_hex(Secret const& key, std::initializer_list<std::string_view> parts);

// Takes as long for a wrong first byte as for a wrong last one; different lengths are simply unequal.
bool equal_constant_time(std::string_view left, std::string_view right);

}
