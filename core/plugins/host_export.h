// Readings as a plugin's export asks for them, and the files that it writes, inside the host: both go through the socket, frame by frame.
#pragma once

#include "plugins/channel.h"
#include "plugins/protocol.pb.h"

#include <portal/portal_plugin.h>

#include <string>
#include <string_view>

namespace portal::plugins {

class HostExport {
public:
    explicit HostExport(Channel& channel);
    portal_readings* readings() { return &m_readings; }
    portal_file_out const* files() const { return &m_files; }
    // Sends what is left; false when the portal is gone.
    bool flush();

private:
    std::int32_t next(portal_reading_row* reading, portal_supply_point_row* point);
    portal_status begin(portal_text name, portal_text media_type);
    portal_status write(std::string_view bytes);

    Channel& m_channel;
    portal_readings m_readings {};
    portal_file_out m_files {};
    wire::ToHost m_page; // what the plugin reads lies in it
    std::string_view m_left;
    bool m_is_at_end = false, m_has_file = false;
    std::string m_written;
};

}
