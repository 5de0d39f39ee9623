#include "limits/limits.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace portal::limits {

namespace {

std::string block(int family, unsigned char const* address, std::size_t size, std::size_t kept)
{
    std::array<unsigned char, 16> bytes {};
    std::copy_n(address, kept, bytes.begin());
    std::array<char, INET6_ADDRSTRLEN> text {};
    ::inet_ntop(family, bytes.data(), text.data(), text.size());
    return kept == size ? text.data() : std::string { text.data() } + "/" + std::to_string(8 * kept);
}

AddressBlocks ipv4_blocks(unsigned char const* address) { return { block(AF_INET, address, 4, 4), block(AF_INET, address, 4, 3) }; }

}

AddressBlocks address_blocks(std::string_view address)
{
    std::string const text { address };
    std::array<unsigned char, 16> bytes {};
    if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
        return ipv4_blocks(bytes.data());
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
        return { "unknown", "unknown" };
    static constexpr std::array<unsigned char, 12> mapped { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF }; // RFC 4291 section 2.5.5.2
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin()))
        return ipv4_blocks(bytes.data() + mapped.size());
    return { block(AF_INET6, bytes.data(), 16, 8), block(AF_INET6, bytes.data(), 16, 6) };
}

}
