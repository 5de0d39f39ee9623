#include "crypto/password.h"

#include "base/text.h"
#include "crypto/common_passwords.h"
#include "crypto/random.h"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace portal::crypto {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19UL * 1024 * 1024;

bool is_common_word(std::string_view word) { return std::find(std::begin(common_passwords), std::end(common_passwords), word) != std::end(common_passwords); }

bool is_letter(char sign) { return (sign >= 'a' && sign <= 'z') || static_cast<unsigned char>(sign) >= 0x80; }

bool is_common(std::string_view password)
{
    if (std::all_of(password.begin(), password.end(), [&](char sign) { return sign == password.front(); }) || is_common_word(password))
        return true;
    for (int cut = 0; cut < 4 && !password.empty() && !is_letter(password.back()); ++cut) {
        password.remove_suffix(1);
        if (is_common_word(password))
            return true;
    }
    return false;
}

}

PasswordHasher::PasswordHasher(int at_once)
    : m_turnstile(std::max(at_once, 1), 8 * std::max(at_once, 1))
{
    start();
}

std::optional<std::string> PasswordHasher::hash(Secret const& password)
{
    auto const turn = m_turnstile.enter();
    if (!turn)
        return std::nullopt;
    ++m_computed;
    char text[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(text, password.reveal().data(), password.size(), passes, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    return std::string { text };
}

std::optional<bool> PasswordHasher::verify(std::string const& hash, Secret const& password)
{
    auto const turn = m_turnstile.enter();
    if (!turn)
        return std::nullopt;
    ++m_computed;
    auto const& known = hash.starts_with("$argon2id$") ? hash : nobody();
    return crypto_pwhash_str_verify(known.c_str(), password.reveal().data(), password.size()) == 0;
}

bool PasswordHasher::needs_rehash(std::string const& hash) { return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory) != 0; }

std::string const& PasswordHasher::nobody()
{
    // Well-formed, but the digest is all zeros: to find its password one would have to invert Argon2.
    static std::string const hash = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9iYg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    return hash;
}

std::optional<std::string_view> password_problem(Secret const& password, std::string_view email)
{
    auto const& text = password.reveal();
    if (text.size() > 200)
        return "password.too_long";
    if (character_count(text) < 8)
        return "password.too_short";
    Secret const lower { ascii_lower(text) };
    if (is_common(lower.reveal()))
        return "password.too_common";
    auto const address = ascii_lower(email);
    if (!address.empty() && (lower.reveal() == address || lower.reveal() == address.substr(0, address.find('@'))))
        return "password.like_email";
    return std::nullopt;
}

}
