#include "features/payments/entry_ids.h"

#include "crypto/hash.h"

#include <charconv>

namespace portal::payments {

namespace {

std::uint64_t number_of(std::string_view hexadecimal)
{
    std::uint64_t number = 0;
    std::from_chars(hexadecimal.data(), hexadecimal.data() + hexadecimal.size(), number, 16);
    return number;
}

}

EntryIds::Key EntryIds::key_of(std::string_view look)
{
    auto const hash = crypto::sha256_hex(look);
    return { number_of(std::string_view { hash }.substr(0, 16)), number_of(std::string_view { hash }.substr(16, 16)) };
}

std::string EntryIds::id_of(Key const& key)
{
    std::string id = "bank:";
    for (auto const half : { key.high, key.low })
        for (int shift = 60; shift >= 0; shift -= 4)
            id += "0123456789abcdef"[(half >> shift) & 0xF];
    return id;
}

EntryIds::Entry EntryIds::next_entry(std::string_view statement, BankPayment const& first, Published const& published)
{
    if (m_number == 0 || statement != m_statement) {
        m_statement = statement;
        ++m_number;
    }
    if (!first.by_reference.empty())
        if (auto entry = as(key_of(first.by_reference), Telling::of(first), published))
            return *entry;
    // The reference does not tell it from another entry, or there is none. The same details contradict nothing.
    auto const look = key_of(first.by_details);
    if (auto entry = as(look, {}, published))
        return *entry;
    auto const number = ++m_seen[look].twins + 1;
    return as(key_of(first.by_details + "#" + std::to_string(number)), {}, published).value();
}

// Nothing when this id is another entry's.
std::optional<EntryIds::Entry> EntryIds::as(Key const& key, Telling const& telling, Published const& published)
{
    auto const id = id_of(key);
    if (auto const seen = m_seen.find(key); seen != m_seen.end()) {
        if (seen->second.statement == m_number || seen->second.telling.contradicts(telling))
            return std::nullopt;
        seen->second.statement = m_number;
        seen->second.twins = 0;
        return Entry { id, Told::in_this_delivery };
    }
    auto const known = published(id);
    if (known && known->contradicts(telling))
        return std::nullopt;
    m_seen.emplace(key, Seen { telling, m_number, 0 });
    return Entry { id, known ? Told::in_an_earlier_one : Told::never };
}

}
