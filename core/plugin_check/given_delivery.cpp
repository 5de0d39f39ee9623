#include "plugin_check/given_delivery.h"

#include <algorithm>

namespace portal::plugin_check {

GivenDelivery::GivenDelivery(std::vector<File> const& files, Way way)
    : m_files(files)
    , m_way(way)
{
    m_border.size = sizeof m_border;
    m_border.ctx = this;
    m_border.next = [](void* self, portal_text* name) { return static_cast<GivenDelivery*>(self)->next(name); };
    m_border.read = [](void* self, void* buffer, std::size_t capacity) { return static_cast<GivenDelivery*>(self)->read(buffer, capacity); };
}

std::int32_t GivenDelivery::next(portal_text* name)
{
    if (m_next == m_files.size())
        return 0;
    m_at = 0;
    *name = sdk::to_c(m_files[m_next++].name);
    return 1;
}

std::int64_t GivenDelivery::read(void* buffer, std::size_t capacity)
{
    if (m_next == 0)
        return -1;
    if (m_bytes_read >= m_way.fails_after)
        return m_way.failure;
    auto const& content = m_files[m_next - 1].content;
    auto const given = content.copy(static_cast<char*>(buffer), std::min(capacity, m_way.step), std::min(m_at, content.size()));
    m_at += given;
    m_bytes_read += given;
    return static_cast<std::int64_t>(given);
}

}
