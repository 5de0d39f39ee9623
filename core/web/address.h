// Where a request comes from: an IP address, and the blocks of addresses that limits and proxies are counted by.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr;

namespace portal::web {

// IPv4 addresses are kept in their IPv6-mapped form, so one client is one address however the socket was opened.
class Address {
public:
    Address() = default;
    static std::optional<Address> parse(std::string_view text); // "192.0.2.7", "2001:db8::1"; no port, no brackets
    static Address of(sockaddr const& socket_address); // all zeros for another family than IPv4 and IPv6

    bool is_ipv4() const;
    std::string text() const;
    // The address with only its leading bits, written as a block: block(24, 48) is "192.0.2.0/24" or "2001:db8::/48".
    std::string block(int ipv4_bits, int ipv6_bits) const;
    Address masked(int mapped_bits) const; // bits of the 128

    auto operator<=>(Address const&) const = default;

private:
    std::array<std::uint8_t, 16> m_bytes {};
};

// Addresses or blocks ("127.0.0.1", "10.0.0.0/8", "fd00::/8") whose X-Forwarded-For is believed.
class TrustedProxies {
public:
    TrustedProxies() = default;
    explicit TrustedProxies(std::vector<std::string> const& blocks); // std::invalid_argument names the wrong one

    bool contains(Address address) const;
    // The client behind `peer`: walks the header from the right past trusted proxies. An untrusted peer is the client
    // itself whatever it sends; so is a trusted one whose header is missing or unreadable.
    Address client(Address peer, std::vector<std::string_view> const& forwarded_for) const;

private:
    struct Block {
        Address network;
        int bits;
    };
    std::vector<Block> m_blocks;
};

}
