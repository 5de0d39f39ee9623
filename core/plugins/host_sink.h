// The sink that a plugin's import writes into, inside the host: packs rows, brings security codes into their canonical form, and sends
// frames of many rows.
#pragma once

#include "plugins/channel.h"
#include "plugins/host_delivery.h"
#include "plugins/host_library.h"
#include "plugins/pack.h"

#include <string>

namespace portal::plugins {

class HostSink {
public:
    HostSink(Channel& channel, HostLibrary const& library, HostDelivery const& delivery);
    portal_import_sink const* border() const { return &m_border; }
    // Of a statement; throws sdk::Stopped when the portal is gone.
    void payment(PackedPayment const& row);
    // Sends what is left; false when the portal is gone.
    bool flush();

private:
    template <typename Row> static portal_status take(void* self, Row const* row);
    template <typename Row> portal_status pack(RowKind kind, Row const& row);
    portal_status invoice(portal_invoice_row const& given);
    portal_status document(portal_document_row const& row);
    portal_status problem(portal_text file, std::uint64_t line, portal_error const& error);
    portal_status refuse(std::string_view key, std::string_view field);
    void at(portal_text file, std::uint64_t line);
    void pack_place();

    Channel& m_channel;
    HostLibrary const& m_library;
    HostDelivery const& m_delivery;
    portal_import_sink m_border {};
    std::string m_packed;
    // Told by the plugin, and what the portal knows of it.
    std::string m_file;
    std::uint64_t m_line = 0;
    bool m_is_new_file = false, m_is_new_place = false;
};

}
