// Passwords: Argon2id with bounded memory, and what a password must be.
#pragma once

#include "base/secret.h"
#include "crypto/turnstile.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portal::crypto {

// Argon2id, m = 19 MiB, t = 2 (OWASP's first choice): about 28 ms and 19 MiB each. Thread-safe.
class PasswordHasher {
public:
    // At most `at_once` hashes are computed at a time (give the number of cores) and eight times as many may wait; that
    // bounds the memory and keeps a wait below half a second.
    explicit PasswordHasher(int at_once);

    // "$argon2id$..." of at most 127 characters. nullopt: too busy, ask the customer to try again in a moment.
    std::optional<std::string> hash(Secret const& password);
    // nullopt: too busy. A text that is no hash is false, after the same work as for a real one.
    std::optional<bool> verify(std::string const& hash, Secret const& password);
    // Whether the hash was made with other parameters than today's: hash again at the next sign-in.
    static bool needs_rehash(std::string const& hash);
    // What no password matches. Verify against it when there is no account, so that the answer takes as long.
    static std::string const& nobody();

    // How many were computed so far, verifications included; tests compare the work of two paths by it.
    std::int64_t computed() const { return m_computed; }

private:
    Turnstile m_turnstile;
    std::atomic<std::int64_t> m_computed { 0 };
};

// The catalogue key of what is wrong with a new password, nullopt when nothing is: "password.too_short" (less than 8
// characters), "password.too_long" (more than 200 bytes), "password.too_common" (in common_passwords.txt, also with up to
// four digits or signs behind it, or one character repeated) or "password.like_email" (the address or the part before @).
std::optional<std::string_view> password_problem(Secret const& password, std::string_view email = {});

}
