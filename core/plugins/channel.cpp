#include "plugins/channel.h"

#include <google/protobuf/message_lite.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace portal::plugins {

namespace {

constexpr std::size_t s_head = 4;

void put_length(char* to, std::size_t length)
{
    for (std::size_t i = 0; i < s_head; ++i)
        to[i] = static_cast<char>((length >> (8 * i)) & 0xFF);
}

std::size_t length_at(char const* from)
{
    std::size_t length = 0;
    for (std::size_t i = 0; i < s_head; ++i)
        length |= static_cast<std::size_t>(static_cast<unsigned char>(from[i])) << (8 * i);
    return length;
}

}

Channel::Channel(int descriptor)
    : m_descriptor(descriptor)
    , m_in(256 * 1024)
{
}

Channel::~Channel() { ::close(m_descriptor); }

Io Channel::wait(short events, Deadline deadline, int stop_descriptor) const
{
    std::array<pollfd, 2> waited { pollfd { m_descriptor, events, 0 }, pollfd { stop_descriptor, POLLIN, 0 } };
    while (true) {
        int left = -1;
        if (deadline) {
            auto const time = std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now()).count();
            if (time <= 0)
                return Io::timed_out;
            left = static_cast<int>(std::min<std::int64_t>(time, 3'600'000));
        }
        int const ready = ::poll(waited.data(), stop_descriptor < 0 ? 1 : 2, left);
        if (ready < 0 && errno != EINTR)
            return Io::closed;
        if (ready > 0)
            return waited[1].revents != 0 ? Io::stopped : Io::done;
    }
}

Io Channel::send(google::protobuf::MessageLite const& message, Deadline deadline)
{
    auto const size = message.ByteSizeLong();
    if (size > largest_frame)
        return Io::garbage;
    m_out.resize(s_head + size);
    put_length(m_out.data(), size);
    message.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(m_out.data()) + s_head);
    for (std::size_t sent = 0; sent < m_out.size();) {
        auto const now = ::send(m_descriptor, m_out.data() + sent, m_out.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (now > 0)
            sent += static_cast<std::size_t>(now);
        else if (errno == EAGAIN) {
            if (auto const waited = wait(POLLOUT, deadline, -1); waited != Io::done)
                return waited;
        } else if (errno != EINTR)
            return Io::closed;
    }
    return Io::done;
}

Io Channel::receive(google::protobuf::MessageLite& message, Deadline deadline, int stop_descriptor)
{
    while (true) {
        std::size_t const held = m_end - m_begin;
        if (held >= s_head) {
            std::size_t const length = length_at(m_in.data() + m_begin);
            if (length > largest_frame)
                return Io::garbage;
            if (held >= s_head + length) {
                bool const understood = message.ParseFromArray(m_in.data() + m_begin + s_head, static_cast<int>(length));
                m_begin += s_head + length;
                if (m_begin == m_end)
                    m_begin = m_end = 0;
                return understood ? Io::done : Io::garbage;
            }
            if (m_in.size() < s_head + length)
                m_in.resize(s_head + length);
        }
        if (m_begin > 0 && m_end == m_in.size()) {
            std::memmove(m_in.data(), m_in.data() + m_begin, held);
            m_begin = 0;
            m_end = held;
        }
        auto const got = ::recv(m_descriptor, m_in.data() + m_end, m_in.size() - m_end, MSG_DONTWAIT);
        if (got > 0)
            m_end += static_cast<std::size_t>(got);
        else if (got == 0)
            return Io::closed;
        else if (errno == EAGAIN) {
            if (auto const waited = wait(POLLIN, deadline, stop_descriptor); waited != Io::done)
                return waited;
        } else if (errno != EINTR)
            return Io::closed;
    }
}

}
