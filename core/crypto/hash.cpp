#include "crypto/hash.h"

#include "base/text.h"

#include <openssl/evp.h>
#include <openssl/params.h>
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

namespace {

// One a thread, because making one takes longer than using it. A bill of a delivery costs one sum, and OpenSSL's takes a third of
// libsodium's.
class HmacSha256 {
public:
    static HmacSha256& of_this_thread()
    {
        thread_local HmacSha256 s_one;
        return s_one;
    }
    HmacSha256(HmacSha256 const&) = delete;
    HmacSha256& operator=(HmacSha256 const&) = delete;

    void begin(std::string_view key) { require(EVP_MAC_init(m_context.get(), reinterpret_cast<unsigned char const*>(key.data()), key.size(), nullptr)); }
    void add(void const* bytes, std::size_t size) { require(EVP_MAC_update(m_context.get(), static_cast<unsigned char const*>(bytes), size)); }
    std::string hex()
    {
        std::array<unsigned char, 32> mac {};
        std::size_t size = 0;
        require(EVP_MAC_final(m_context.get(), mac.data(), &size, mac.size()));
        return portal::hex({ reinterpret_cast<char const*>(mac.data()), size });
    }

private:
    struct Free {
        void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
        void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
    };

    HmacSha256()
        : m_mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr))
        , m_context(EVP_MAC_CTX_new(m_mac.get()))
    {
        char digest[] = "SHA256";
        OSSL_PARAM const parameters[] { OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end() };
        require(m_context ? EVP_MAC_CTX_set_params(m_context.get(), parameters) : 0);
    }
    static void require(int done)
    {
        if (done != 1)
            throw std::runtime_error("HMAC-SHA-256 is not available");
    }

    std::unique_ptr<EVP_MAC, Free> m_mac;
    std::unique_ptr<EVP_MAC_CTX, Free> m_context;
};

}

std::string hmac_hex(Secret const& key, std::initializer_list<std::string_view> parts)
{
    if (key.size() < 16)
        throw std::logic_error("a key of less than 128 bits");
    auto& sum = HmacSha256::of_this_thread();
    sum.begin(key.reveal());
    for (auto const part : parts) {
        std::array<unsigned char, 8> length {};
        for (std::size_t i = 0; i < length.size(); ++i)
            length[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(part.size()) >> (8 * i));
        sum.add(length.data(), length.size());
        sum.add(part.data(), part.size());
    }
    return sum.hex();
}

bool equal_constant_time(std::string_view left, std::string_view right)
{
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}
