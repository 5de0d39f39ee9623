// A plain socket that speaks as much HTTP as a test tells it to: for what a well-behaved client would never send.
#pragma once

#include "base/text.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace portal::tests {

struct HttpAnswer {
    int status = 0;
    std::string head; // with the status line
    std::string body;

    // The first header of that name; "" when there is none.
    std::string header(std::string const& name) const
    {
        auto const lower = ascii_lower(head);
        auto const at = lower.find("\r\n" + ascii_lower(name) + ": ");
        if (at == std::string::npos)
            return {};
        auto const begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

// Everything waits at most ten seconds and then fails the test.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port)
        : HttpClient()
    {
        connect(port);
    }
    HttpClient() // not connected yet
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        if (m_socket < 0)
            throw std::runtime_error("no socket");
        timeval const ten_seconds { 10, 0 };
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &ten_seconds, sizeof ten_seconds);
        ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &ten_seconds, sizeof ten_seconds);
    }
    HttpClient(HttpClient&& other) noexcept
        : m_socket(std::exchange(other.m_socket, -1))
        , m_received(std::move(other.m_received))
    {
    }
    HttpClient& operator=(HttpClient&&) = delete;
    ~HttpClient()
    {
        if (m_socket >= 0)
            ::close(m_socket);
    }

    void connect(std::uint16_t port)
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }

    // False when the other end is gone.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            auto const sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void send_no_more() { ::shutdown(m_socket, SHUT_WR); }

    // One answer with its body by Content-Length; nullopt when the connection ends before it is whole.
    std::optional<HttpAnswer> read(bool has_body = true)
    {
        auto end = m_received.find("\r\n\r\n");
        for (; end == std::string::npos; end = m_received.find("\r\n\r\n"))
            if (!receive())
                return std::nullopt;
        HttpAnswer answer { static_cast<int>(parse_integer(m_received.substr(9, 3)).value_or(0)), m_received.substr(0, end + 2), {} };
        m_received.erase(0, end + 4);
        auto const size = has_body ? static_cast<std::size_t>(parse_integer(answer.header("Content-Length")).value_or(0)) : 0;
        while (m_received.size() < size)
            if (!receive())
                return std::nullopt;
        answer.body = m_received.substr(0, size);
        m_received.erase(0, size);
        return answer;
    }
    HttpAnswer ask(std::string_view request)
    {
        send(request);
        auto answer = read();
        if (!answer)
            throw std::runtime_error("the server ended the connection without an answer");
        return *answer;
    }
    // True once the server has ended the connection; what it still said is read over.
    bool ends()
    {
        while (receive())
            m_received.clear();
        return m_ended;
    }
    // Is there something to read, or the end, within that time?
    bool is_readable_within(int milliseconds)
    {
        pollfd poll { m_socket, POLLIN, 0 };
        return ::poll(&poll, 1, milliseconds) > 0;
    }

private:
    bool receive()
    {
        std::array<char, 65536> buffer; // NOLINT: filled by recv
        auto const count = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (count > 0)
            m_received.append(buffer.data(), static_cast<std::size_t>(count));
        // An error other than our own time-out is an end as well: a server that closes with bytes unread resets.
        m_ended = count == 0 || (count < 0 && errno != EAGAIN);
        return count > 0;
    }

    int m_socket;
    std::string m_received;
    bool m_ended = false;
};

}
