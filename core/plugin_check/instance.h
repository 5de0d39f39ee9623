// An opened instance of the plugin: every call is noted beforehand and judged afterwards by what holds for every call.
#pragma once

#include "plugin_check/edge_buffer.h"
#include "plugin_check/library.h"

#include <cstring>

namespace portal::plugin_check {

struct Answer {
    portal_status status = PORTAL_OK;
    std::string text;
    portal_error error {};
    bool is_ok() const { return status == PORTAL_OK; }
    bool operator==(Answer const& other) const
    {
        return status == other.status && text == other.text && std::strncmp(error.key, other.error.key, sizeof error.key) == 0;
    }
};
// For messages: "OK \"SI121805000001070\"" or "REJECTED reference.check_digit".
std::string in_words(Answer const& answer);
std::string status_name(portal_status status);

class Instance {
public:
    Instance(Probe& probe, Library const& library, Tenant const& tenant);
    ~Instance();
    Instance(Instance const&) = delete;
    Instance& operator=(Instance const&) = delete;

    // How open() answered; nothing may be called unless it is OK.
    Answer const& opened() const { return m_opened; }
    void close();

    Answer ask(TextFunction const& function, std::string_view typed);
    Answer derive(portal_bill const& bill);
    // `passed_on`: what the sink or the delivery may have said, which the plugin has to return unchanged.
    Answer import(portal_delivery& delivery, portal_import_sink const& sink, portal_status passed_on = PORTAL_OK);
    Answer export_readings(portal_readings& readings, portal_file_out const& out);

    // As the host does it for a row of a delivery: normalised or derived.
    Answer code_of(portal_invoice_row const& row);
    // What stopping() answers from now on.
    void stop() { m_host.is_stopping = true; }
    Library const& library() const { return m_library; }
    Probe& probe() { return m_probe; }

private:
    struct Host : portal_host {
        Instance* self = nullptr;
        bool is_stopping = false;
    };
    template <typename Call> Answer watched(Call call);
    void judge_error(Answer const& answer, std::initializer_list<portal_status> allowed);
    void judge_text(Answer const& answer, std::size_t longest);
    void log(std::int32_t level, std::string_view text);

    Probe& m_probe;
    Library const& m_library;
    Host m_host {};
    EdgeBuffer m_edge;
    portal_instance* m_instance = nullptr;
    Answer m_opened;
    std::uint64_t m_logged = 0;
    std::string_view m_typed; // while it is asked about this
};

}
