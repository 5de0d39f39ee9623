#include "plugin_check/edge_buffer.h"

#include <cerrno>
#include <system_error>

#include <sys/mman.h>
#include <unistd.h>

namespace portal::plugin_check {

namespace {

std::size_t page() { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

}

EdgeBuffer::EdgeBuffer()
{
    void* const memory = ::mmap(nullptr, capacity + page(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        throw std::system_error(errno, std::generic_category(), "mmap");
    m_begin = static_cast<char*>(memory);
    m_edge = m_begin + capacity;
    if (::mprotect(m_edge, page(), PROT_NONE) != 0)
        throw std::system_error(errno, std::generic_category(), "mprotect");
}

EdgeBuffer::~EdgeBuffer() { ::munmap(m_begin, capacity + page()); }

portal_text EdgeBuffer::hold(std::string_view text)
{
    if (text.empty())
        return { nullptr, 0 };
    text = text.substr(0, capacity);
    text.copy(m_edge - text.size(), text.size());
    return { m_edge - text.size(), text.size() };
}

}
