// Frames over a stream socket, with deadlines. Both sides use it: the portal, which waits for nobody longer than it said, and the host.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace google::protobuf {
class MessageLite;
}

namespace portal::plugins {

using Deadline = std::optional<std::chrono::steady_clock::time_point>; // nullopt: for ever

enum class Io {
    done,
    closed, // the other side is gone
    timed_out,
    stopped, // the stop descriptor became readable
    garbage, // no message, or a frame larger than 1 MiB
};

// One thread at a time.
class Channel {
public:
    static constexpr std::size_t largest_frame = 1U << 20;

    // Owns the descriptor.
    explicit Channel(int descriptor);
    ~Channel();
    Channel(Channel const&) = delete;
    Channel& operator=(Channel const&) = delete;

    Io send(google::protobuf::MessageLite const& message, Deadline deadline);
    // stop_descriptor: an eventfd that ends the waiting; -1: none.
    Io receive(google::protobuf::MessageLite& message, Deadline deadline, int stop_descriptor = -1);

private:
    Io wait(short events, Deadline deadline, int stop_descriptor) const;

    int m_descriptor;
    std::string m_out;
    std::vector<char> m_in;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

}
