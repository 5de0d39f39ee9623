#include "crypto/signature.h"

#include "base/text.h"
#include "crypto/random.h"

#include <sodium.h>

#include <array>
#include <optional>
#include <stdexcept>

namespace portal::crypto {

namespace {

unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::optional<std::string> from_hex(std::string_view text, std::size_t size)
{
    std::string binary(size, '\0');
    std::size_t made = 0;
    if (text.size() != 2 * size || sodium_hex2bin(bytes(binary), size, text.data(), text.size(), nullptr, &made, nullptr) != 0 || made != size)
        return std::nullopt;
    return binary;
}

struct KeyPair {
    std::string public_key = std::string(crypto_sign_PUBLICKEYBYTES, '\0');
    std::string secret_key = std::string(crypto_sign_SECRETKEYBYTES, '\0');

    explicit KeyPair(Secret const& signing_key)
    {
        start();
        auto seed = from_hex(signing_key.reveal(), crypto_sign_SEEDBYTES);
        if (!seed)
            throw std::invalid_argument("a signing key is 64 hexadecimal characters");
        crypto_sign_seed_keypair(bytes(public_key), bytes(secret_key), bytes(*seed));
        sodium_memzero(seed->data(), seed->size());
    }
    KeyPair(KeyPair const&) = delete;
    KeyPair& operator=(KeyPair const&) = delete;
    ~KeyPair() { sodium_memzero(secret_key.data(), secret_key.size()); }
};

crypto_sign_state hashed(std::initializer_list<std::string_view> parts)
{
    crypto_sign_state state;
    crypto_sign_init(&state);
    for (auto const part : parts) {
        std::array<unsigned char, 8> length {};
        for (std::size_t i = 0; i < length.size(); ++i)
            length[i] = static_cast<unsigned char>(part.size() >> (8 * i));
        crypto_sign_update(&state, length.data(), length.size());
        crypto_sign_update(&state, bytes(part), part.size());
    }
    return state;
}

}

Secret make_signing_key() { return Secret { hex(random_bytes(crypto_sign_SEEDBYTES)) }; }

std::string public_key_of(Secret const& signing_key) { return hex(KeyPair { signing_key }.public_key); }

bool is_public_key(std::string_view text) { return from_hex(text, crypto_sign_PUBLICKEYBYTES).has_value(); }

std::string sign(Secret const& signing_key, std::initializer_list<std::string_view> parts)
{
    KeyPair const keys { signing_key };
    auto state = hashed(parts);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_final_create(&state, bytes(signature), nullptr, bytes(std::string_view { keys.secret_key }));
    return hex(signature);
}

bool is_signed_by(std::string_view public_key, std::string_view signature, std::initializer_list<std::string_view> parts)
{
    start();
    auto const key = from_hex(public_key, crypto_sign_PUBLICKEYBYTES);
    auto const given = from_hex(signature, crypto_sign_BYTES);
    if (!key || !given)
        return false;
    auto state = hashed(parts);
    return crypto_sign_final_verify(&state, bytes(std::string_view { *given }), bytes(std::string_view { *key })) == 0;
}

}
