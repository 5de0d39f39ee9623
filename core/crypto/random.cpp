#include "crypto/random.h"

#include <sodium.h>

#include <stdexcept>

namespace portal::crypto {

void start()
{
    if (sodium_init() < 0)
        throw std::runtime_error("the system gives no random numbers");
}

std::string random_bytes(std::size_t count)
{
    start();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string random_token() { return base64url(random_bytes(32)); }

std::string random_code(std::size_t length)
{
    static constexpr std::string_view signs = "23456789abcdefghjkmnpqrstuvwxyz";
    start();
    std::string code(length, ' ');
    for (auto& sign : code)
        sign = signs[randombytes_uniform(signs.size())];
    return code;
}

std::string base64url(std::string_view bytes)
{
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), variant);
    text.pop_back(); // the encoder ends with a NUL
    return text;
}

}
