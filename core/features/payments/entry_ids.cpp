#include "features/payments/entry_ids.h"

#include "crypto/hash.h"

namespace portal::payments {

std::string EntryIds::next_entry(std::string_view statement, std::string_view identity)
{
    if (statement != m_statement) {
        m_statement = statement;
        m_times.clear();
        m_told.merge(m_here);
        m_here.clear();
    }
    constexpr std::size_t length = 32; // 128 bits: no two entries of a utility share them by chance
    auto const look = crypto::sha256_hex(identity).substr(0, length);
    auto const times = ++m_times[look];
    auto id = "bank:" + (times == 1 ? look : crypto::sha256_hex(look + "#" + std::to_string(times)).substr(0, length));
    if (m_told.contains(id))
        return {};
    m_here.insert(id);
    return id;
}

}
