// The one plugin of a host process: loaded, compared with what was asked for, opened for one tenant. Runs inside the cage.
#pragma once

#include "plugins/protocol.pb.h"

#include <portal/portal_plugin.h>

#include <functional>
#include <string>

namespace portal::plugins {

// What a call into the plugin gave: PORTAL_OK and a text, or a status and the reason.
struct Answer {
    portal_status status = PORTAL_OK;
    std::string text;
    portal_error error {};
};

class HostLibrary {
public:
    using LogSink = std::function<void(int level, std::string text)>;

    explicit HostLibrary(LogSink log)
        : m_log(std::move(log))
    {
    }
    // Loads the library behind the descriptor and looks. The answer's status is PORTAL_INTERNAL when the file is no plugin for this portal, in words in
    // error.detail.
    Answer load(wire::Open const& asked, int library);
    // Opens the instance with the tenant's settings.
    Answer open(wire::Open const& asked);

    Answer call(wire::Function function, std::string_view text);
    // After open(), because it may be a matter of settings.
    bool code_is_document_number() const { return m_code_is_document_number; }

    // For imports and exports; nullptr when the plugin does not have it.
    portal_security_code const* security_code() const { return m_code; }
    portal_billing_import const* billing_import() const { return m_import; }
    portal_readings_export const* readings_export() const { return m_export; }
    portal_instance* instance() const { return m_instance; }

    // Calls one of the plugin's functions that answer with a text.
    Answer text_of(portal_status (*function)(portal_instance*, portal_text, portal_text_out, portal_error*), std::string_view text) const;
    Answer derived_code(portal_bill const& bill) const;

private:
    Answer check_settings(wire::Open const& asked) const;
    template <typename Table> Table const* table(char const* id, std::size_t least) const;

    LogSink m_log;
    portal_plugin const* m_plugin = nullptr;
    portal_instance* m_instance = nullptr;
    portal_reference const* m_reference = nullptr;
    portal_security_code const* m_code = nullptr;
    portal_billing_import const* m_import = nullptr;
    portal_readings_export const* m_export = nullptr;
    bool m_code_is_document_number = false;
    // What the plugin is given; lives as long as the instance.
    struct Host : portal_host {
        LogSink* sink = nullptr;
    } m_host {};
};

}
