// An open descriptor that closes itself, and how many of them the system lets us have.
#pragma once

#include <cstddef>
#include <utility>

#include <unistd.h>

namespace portal::web {

class FileDescriptor {
public:
    explicit FileDescriptor(int number = -1)
        : m_number(number)
    {
    }
    FileDescriptor(FileDescriptor&& other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {
    }
    FileDescriptor& operator=(FileDescriptor other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~FileDescriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    int number() const { return m_number; }

private:
    int m_number;
};

// Takes what a system call gave; std::system_error with `what` when that was an error.
FileDescriptor checked(int descriptor, char const* what);

// Raises the process's limit for `wanted` connections and everything else it opens; fewer than that when it may not.
std::size_t connections_we_may_have(std::size_t wanted);

}
