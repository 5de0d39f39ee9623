// The files of a delivery as a plugin reads them: inherited descriptors, ZIP bundles unpacked on the way, sorted by name. Runs inside
// the cage, after it is locked, because an archive is as untrusted as a plugin.
#pragma once

#include <portal/portal_plugin.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace portal::plugins {

class HostDelivery {
public:
    // Descriptors from `first` on, one a name. `unpacked`: bytes that all files together may have.
    HostDelivery(int first, std::vector<std::string> names, std::uint64_t unpacked);
    ~HostDelivery();
    HostDelivery(HostDelivery const&) = delete;
    HostDelivery& operator=(HostDelivery const&) = delete;

    portal_delivery* border() { return &m_border; }
    std::string const& current_name() const { return m_current; }
    std::uint64_t bytes_read() const { return m_bytes_read; }
    // Why next or read gave -1, whatever the plugin makes of it; an empty key when nothing is wrong.
    portal_error const& error() const { return m_error; }

private:
    struct Source;
    struct Bundle;

    void add_bundle(int descriptor, std::string const& name);
    bool fail(char const* key, std::string const& field, std::string const& detail);
    std::int32_t next(portal_text* name);
    std::int64_t read(void* buffer, std::size_t capacity);

    portal_delivery m_border {};
    portal_error m_error {};
    std::vector<std::unique_ptr<Bundle>> m_bundles;
    std::vector<std::unique_ptr<Source>> m_sources;
    std::size_t m_next = 0;
    std::string m_current;
    std::uint64_t m_bytes_read = 0;
    std::uint64_t m_unpacked_left;
};

}
