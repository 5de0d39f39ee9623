// Holds a text so that the byte behind it cannot be read: a plugin that expects a terminated text dies of it here, not in the portal.
#pragma once

#include <portal/portal_plugin.h>

#include <string_view>

namespace portal::plugin_check {

class EdgeBuffer {
public:
    EdgeBuffer();
    ~EdgeBuffer();
    EdgeBuffer(EdgeBuffer const&) = delete;
    EdgeBuffer& operator=(EdgeBuffer const&) = delete;

    static constexpr std::size_t capacity = 2U << 20;
    // Good until the next call. At most `capacity` bytes.
    portal_text hold(std::string_view text);

private:
    char* m_begin;
    char* m_edge;
};

}
