#include "plugins/host_export.h"

#include "plugins/pack.h"

namespace portal::plugins {

namespace {

constexpr std::size_t s_frame = 128 * 1024;
constexpr std::size_t s_longest_name = 200;

}

HostExport::HostExport(Channel& channel)
    : m_channel(channel)
{
    m_readings.size = sizeof m_readings;
    m_readings.ctx = this;
    m_readings.next
        = [](void* self, portal_reading_row* reading, portal_supply_point_row* point) { return static_cast<HostExport*>(self)->next(reading, point); };
    m_files.size = sizeof m_files;
    m_files.ctx = this;
    m_files.begin = [](void* self, portal_text name, portal_text media_type) { return static_cast<HostExport*>(self)->begin(name, media_type); };
    m_files.write = [](void* self, void const* bytes, std::size_t size) {
        return static_cast<HostExport*>(self)->write({ static_cast<char const*>(bytes), size });
    };
}

std::int32_t HostExport::next(portal_reading_row* reading, portal_supply_point_row* point)
{
    if (m_left.empty() && !m_is_at_end) {
        wire::FromHost more;
        more.mutable_more_readings();
        if (!flush() || m_channel.send(more, std::nullopt) != Io::done || m_channel.receive(m_page, std::nullopt) != Io::done || !m_page.has_readings())
            return -1; // the portal is gone
        m_left = m_page.readings().packed();
        m_is_at_end = m_left.empty();
    }
    if (m_is_at_end)
        return 0;
    Unpacker unpack { m_left };
    *reading = {};
    reading->size = sizeof *reading;
    *point = {};
    point->size = sizeof *point;
    visit_fields(*reading, unpack);
    visit_fields(*point, unpack);
    m_left = unpack.left();
    return 1;
}

portal_status HostExport::begin(portal_text name, portal_text media_type)
{
    if (name.len == 0 || name.len > s_longest_name || media_type.len > s_longest_name)
        return PORTAL_INTERNAL;
    if (!flush())
        return PORTAL_STOPPED;
    wire::FromHost message;
    message.mutable_new_file()->set_name(name.data, name.len);
    message.mutable_new_file()->set_media_type(media_type.data ? media_type.data : "", media_type.len);
    m_has_file = true;
    return m_channel.send(message, std::nullopt) == Io::done ? PORTAL_OK : PORTAL_STOPPED;
}

portal_status HostExport::write(std::string_view bytes)
{
    if (!m_has_file)
        return PORTAL_INTERNAL;
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, s_frame - m_written.size());
        m_written += part;
        bytes.remove_prefix(part.size());
        if (m_written.size() == s_frame && !flush())
            return PORTAL_STOPPED;
    }
    return PORTAL_OK;
}

bool HostExport::flush()
{
    if (m_written.empty())
        return true;
    wire::FromHost message;
    message.set_written(m_written);
    m_written.clear();
    return m_channel.send(message, std::nullopt) == Io::done;
}

}
