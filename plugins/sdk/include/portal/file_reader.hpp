// Lines out of one file of a delivery, as a stream with one buffer.
#pragma once

#include <portal/values.hpp>

#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace portal::sdk {

// The next bytes of the open file of a delivery; 0 at its end.
inline std::size_t read_some(portal_delivery& delivery, void* buffer, std::size_t capacity)
{
    auto const got = delivery.read(delivery.ctx, buffer, capacity);
    if (got == -2)
        throw Stopped(PORTAL_STOPPED);
    if (got < 0)
        throw BadDelivery("delivery.unreadable");
    return static_cast<std::size_t>(got);
}

// The bytes of one file of a delivery.
class FileReader {
public:
    explicit FileReader(portal_delivery& delivery)
        : m_delivery(delivery)
        , m_buffer(std::make_unique<char[]>(capacity))
    {
    }
    // The next line without its end, good until the next call; nullopt at the end. Of a line longer than `most` bytes the first
    // bytes come, more than `most` of them.
    std::optional<std::string_view> line(std::size_t most)
    {
        while (true) {
            auto const* const start = m_buffer.get() + m_begin;
            if (auto const* const end = static_cast<char const*>(std::memchr(start, '\n', m_end - m_begin)); end != nullptr) {
                m_begin += static_cast<std::size_t>(end - start) + 1;
                if (std::exchange(m_in_long_line, false))
                    continue;
                return std::string_view { start, static_cast<std::size_t>(end - start) };
            }
            if (m_at_end) {
                std::string_view const last { start, m_end - m_begin };
                m_begin = m_end;
                if (last.empty() || m_in_long_line)
                    return std::nullopt;
                return last;
            }
            if (m_end - m_begin > most) {
                std::string_view const first { start, m_end - m_begin };
                m_begin = m_end;
                if (!std::exchange(m_in_long_line, true))
                    return first;
                continue;
            }
            fill();
        }
    }

private:
    static constexpr std::size_t capacity = 256 * 1024;

    void fill()
    {
        if (m_begin == m_end)
            m_begin = m_end = 0;
        if (m_end == capacity) {
            std::memmove(m_buffer.get(), m_buffer.get() + m_begin, m_end - m_begin);
            m_end -= m_begin;
            m_begin = 0;
        }
        auto const got = read_some(m_delivery, m_buffer.get() + m_end, capacity - m_end);
        m_at_end = got == 0;
        m_end += got;
    }

    portal_delivery& m_delivery;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    bool m_at_end = false;
    bool m_in_long_line = false;
};

}
