#include "web/address.h"

#include "base/text.h"

#include <algorithm>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace portal::web {

namespace {

constexpr int s_mapped_prefix_bits = 96; // ::ffff:0:0/96 holds the IPv4 addresses

}

std::optional<Address> Address::parse(std::string_view text)
{
    std::string const terminated { text };
    Address address;
    in_addr ipv4 {};
    if (::inet_pton(AF_INET, terminated.c_str(), &ipv4) == 1) {
        address.m_bytes[10] = address.m_bytes[11] = 0xff;
        std::copy_n(reinterpret_cast<std::uint8_t const*>(&ipv4), 4, address.m_bytes.begin() + 12);
        return address;
    }
    if (::inet_pton(AF_INET6, terminated.c_str(), address.m_bytes.data()) == 1)
        return address;
    return std::nullopt;
}

Address Address::of(sockaddr const& socket_address)
{
    Address address;
    if (socket_address.sa_family == AF_INET) {
        auto const& ipv4 = reinterpret_cast<sockaddr_in const&>(socket_address).sin_addr;
        address.m_bytes[10] = address.m_bytes[11] = 0xff;
        std::copy_n(reinterpret_cast<std::uint8_t const*>(&ipv4), 4, address.m_bytes.begin() + 12);
    } else if (socket_address.sa_family == AF_INET6) {
        auto const& ipv6 = reinterpret_cast<sockaddr_in6 const&>(socket_address).sin6_addr;
        std::copy_n(ipv6.s6_addr, 16, address.m_bytes.begin());
    }
    return address;
}

bool Address::is_ipv4() const
{
    return std::all_of(m_bytes.begin(), m_bytes.begin() + 10, [](auto byte) { return byte == 0; }) && m_bytes[10] == 0xff && m_bytes[11] == 0xff;
}

std::string Address::text() const
{
    char buffer[INET6_ADDRSTRLEN] {};
    if (is_ipv4())
        ::inet_ntop(AF_INET, m_bytes.data() + 12, buffer, sizeof buffer);
    else
        ::inet_ntop(AF_INET6, m_bytes.data(), buffer, sizeof buffer);
    return buffer;
}

Address Address::masked(int mapped_bits) const
{
    Address result = *this;
    for (int bit = std::max(mapped_bits, 0); bit < 128; ++bit)
        result.m_bytes[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~(0x80 >> (bit % 8)));
    return result;
}

std::string Address::block(int ipv4_bits, int ipv6_bits) const
{
    if (is_ipv4())
        return masked(s_mapped_prefix_bits + ipv4_bits).text() + '/' + std::to_string(ipv4_bits);
    return masked(ipv6_bits).text() + '/' + std::to_string(ipv6_bits);
}

TrustedProxies::TrustedProxies(std::vector<std::string> const& blocks)
{
    for (auto const& text : blocks) {
        auto const parts = split(text, '/');
        auto const address = Address::parse(parts.front());
        int const most = address && address->is_ipv4() ? 32 : 128;
        auto const bits = parts.size() == 2 ? parse_integer(parts[1]) : std::optional<std::int64_t> { most };
        if (!address || parts.size() > 2 || !bits || *bits < 0 || *bits > most)
            throw std::invalid_argument("\"" + text + "\" is neither an IP address nor a block like 10.0.0.0/8");
        int const mapped_bits = static_cast<int>(*bits) + (address->is_ipv4() ? s_mapped_prefix_bits : 0);
        m_blocks.push_back({ address->masked(mapped_bits), mapped_bits });
    }
}

bool TrustedProxies::contains(Address address) const
{
    return std::any_of(m_blocks.begin(), m_blocks.end(), [&](Block const& block) { return address.masked(block.bits) == block.network; });
}

Address TrustedProxies::client(Address peer, std::vector<std::string_view> const& forwarded_for) const
{
    // Each proxy appends the address it saw, so only what our own proxies appended, at the right, can be believed.
    Address client = peer;
    for (auto header = forwarded_for.rbegin(); header != forwarded_for.rend(); ++header) {
        auto const hops = split(*header, ',');
        for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
            if (!contains(client))
                return client;
            auto const address = Address::parse(trimmed(*hop));
            if (!address)
                return client;
            client = *address;
        }
    }
    return client;
}

}
