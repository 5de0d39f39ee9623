// The sample delivery as a plugin reads it, as it is or with something wrong.
#pragma once

#include "plugin_check/subject.h"

#include <portal/portal_plugin.h>

#include <cstdint>
#include <limits>

namespace portal::plugin_check {

class GivenDelivery {
public:
    struct Way {
        std::size_t step = std::numeric_limits<std::size_t>::max(); // bytes that one read gives at most
        std::uint64_t fails_after = std::numeric_limits<std::uint64_t>::max(); // bytes of all files together
        std::int64_t failure = -1; // what read gives then: -1 error, -2 stopped
    };
    // The files must live as long.
    explicit GivenDelivery(std::vector<File> const& files)
        : GivenDelivery(files, Way {})
    {
    }
    GivenDelivery(std::vector<File> const& files, Way way);
    GivenDelivery(GivenDelivery const&) = delete;
    GivenDelivery& operator=(GivenDelivery const&) = delete;

    portal_delivery& border() { return m_border; }
    std::uint64_t bytes_read() const { return m_bytes_read; }

private:
    std::int32_t next(portal_text* name);
    std::int64_t read(void* buffer, std::size_t capacity);

    std::vector<File> const& m_files;
    Way m_way;
    portal_delivery m_border {};
    std::size_t m_next = 0;
    std::size_t m_at = 0;
    std::uint64_t m_bytes_read = 0;
};

}
