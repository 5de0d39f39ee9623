#include "crypto/hash.h"

#include "base/text.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace portal::crypto {

// OpenSSL's SHA-256 uses the processor's instructions, libsodium's does not; a delivery is read as fast as the disk gives it.
struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }

    void begin()
    {
        if (!context || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1)
            throw std::runtime_error("SHA-256 is not available");
    }
};

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
    m_state->begin();
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes)
{
    if (EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size()) != 1)
        throw std::runtime_error("SHA-256 failed");
}

std::string Sha256::hex()
{
    std::array<unsigned char, 32> digest {};
    if (EVP_DigestFinal_ex(m_state->context, digest.data(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    m_state->begin();
    return portal::hex({ reinterpret_cast<char const*>(digest.data()), digest.size() });
}

std::string sha256_hex(std::string_view bytes)
{
    Sha256 sum;
    sum.add(bytes);
    return sum.hex();
}

std::string hmac_hex(Secret const& key, std::initializer_list<std::string_view> parts)
{
    if (key.size() < 16)
        throw std::logic_error("a key of less than 128 bits");
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<unsigned char const*>(key.reveal().data()), key.size());
    for (auto const part : parts) {
        std::array<unsigned char, 8> length {};
        for (std::size_t i = 0; i < length.size(); ++i)
            length[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(part.size()) >> (8 * i));
        crypto_auth_hmacsha256_update(&state, length.data(), length.size());
        crypto_auth_hmacsha256_update(&state, reinterpret_cast<unsigned char const*>(part.data()), part.size());
    }
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac {};
    crypto_auth_hmacsha256_final(&state, mac.data());
    return portal::hex({ reinterpret_cast<char const*>(mac.data()), mac.size() });
}

bool equal_constant_time(std::string_view left, std::string_view right)
{
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}
