#include "crypto/seal.h"

#include "crypto/random.h"

#include <sodium.h>

#include <stdexcept>

namespace portal::crypto {

namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void require_size(Secret const& key)
{
    if (key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
        throw std::logic_error("a sealing key has 32 bytes");
}

}

std::string seal(Secret const& key, std::string_view plain, std::string_view associated)
{
    require_size(key);
    std::string sealed = random_bytes(nonce_size); // 192 bits: random ones do not meet
    std::string const nonce = sealed;
    sealed.resize(nonce_size + plain.size() + tag_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + nonce_size, nullptr, bytes(plain), plain.size(), bytes(associated), associated.size(), nullptr,
        bytes(std::string_view { nonce }), bytes(std::string_view { key.reveal() }));
    return sealed;
}

std::optional<std::string> open_sealed(Secret const& key, std::string_view sealed, std::string_view associated)
{
    require_size(key);
    if (sealed.size() < nonce_size + tag_size)
        return std::nullopt;
    std::string plain(sealed.size() - nonce_size - tag_size, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), nullptr, nullptr, bytes(sealed) + nonce_size, sealed.size() - nonce_size, bytes(associated),
            associated.size(), bytes(sealed), bytes(std::string_view { key.reveal() }))
        != 0)
        return std::nullopt;
    return plain;
}

}
