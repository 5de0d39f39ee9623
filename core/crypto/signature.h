// Ed25519 signatures (the pre-hashed form, RFC 8032 Ed25519ph) over several parts, for files that somebody else delivers.
#pragma once

#include "base/secret.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace portal::crypto {

// Both keys and signatures as lower-case hexadecimal: 64, 64 and 128 characters.
Secret make_signing_key();
// What belongs to a signing key and may be known to everybody. Throws std::invalid_argument when it is no signing key.
std::string public_key_of(Secret const& signing_key);
bool is_public_key(std::string_view text);

// Each part goes in with its length before it, so ("ab","c") and ("a","bc") differ. Throws std::invalid_argument for a wrong key.
std::string sign(Secret const& signing_key, std::initializer_list<std::string_view> parts);
// False for whatever is no signature by that key over these parts.
bool is_signed_by(std::string_view public_key, std::string_view signature, std::initializer_list<std::string_view> parts);

}
