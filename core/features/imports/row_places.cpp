#include "features/imports/row_places.h"

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace portal::imports {

void RowPlaces::add(std::int64_t id, Place place)
{
    m_last.push_back({ id, place });
    if (m_last.size() < s_buffer)
        return;
    if (!m_file)
        m_file.reset(std::tmpfile());
    if (!m_file || std::fwrite(m_last.data(), sizeof(Entry), m_last.size(), m_file.get()) != m_last.size() || std::fflush(m_file.get()) != 0)
        throw std::system_error(errno, std::generic_category(), "the import's temporary file cannot be written");
    m_written += m_last.size();
    m_last.clear();
}

Place RowPlaces::find(std::int64_t id) const
{
    std::size_t from = 0, to = m_written + m_last.size();
    while (from < to) {
        auto const middle = from + (to - from) / 2;
        auto const found = entry(middle);
        if (found.id == id)
            return found.place;
        if (found.id < id)
            from = middle + 1;
        else
            to = middle;
    }
    return {};
}

RowPlaces::Entry RowPlaces::entry(std::size_t index) const
{
    if (index >= m_written)
        return m_last[index - m_written];
    Entry read;
    if (::pread(::fileno(m_file.get()), &read, sizeof read, static_cast<off_t>(index * sizeof read)) != static_cast<ssize_t>(sizeof read))
        throw std::system_error(errno, std::generic_category(), "the import's temporary file cannot be read");
    return read;
}

}
