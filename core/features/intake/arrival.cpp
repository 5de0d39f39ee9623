#include "features/intake/arrival.h"

#include "features/intake/intake_store.h"

namespace portal::intake {

namespace {

void require_still_there(bool is_there)
{
    if (!is_there)
        throw db::Unavailable("the delivery came too slowly and was given up; it has to be sent again");
}

}

Arrival::Arrival(db::Database& database, Clock const& clock, TenantScope const& scope, Head head)
    : m_database(database)
    , m_clock(clock)
    , m_scope(scope)
    , m_head(std::move(head))
    , m_touched(clock.now())
{
    m_buffer.reserve(IntakeStore::chunk_size);
    m_database.transact([&](db::Transaction& transaction) {
        IntakeStore { transaction, m_scope }.begin_arrival(m_head.id, m_head.name, m_head.way, m_head.is_forced, m_touched);
    });
}

void Arrival::add(std::string_view bytes)
{
    m_sum.add(bytes);
    m_bytes += static_cast<std::int64_t>(bytes.size());
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, IntakeStore::chunk_size - m_buffer.size());
        m_buffer.append(part);
        bytes.remove_prefix(part.size());
        if (m_buffer.size() == IntakeStore::chunk_size)
            write_chunk();
    }
}

void Arrival::write_chunk()
{
    auto const now = m_clock.now();
    bool const is_time = now >= m_touched + touched_every;
    m_database.transact(
        [&](db::Transaction& transaction) {
            IntakeStore store { transaction, m_scope };
            if (is_time)
                require_still_there(store.touch(m_head.id, now));
            store.add_chunk(m_head.id, m_chunks, m_buffer);
        },
        db::Database::Durability::with_the_next);
    if (is_time)
        m_touched = now;
    ++m_chunks;
    m_buffer.clear();
}

ReceivedId Arrival::finish()
{
    auto const digest = m_sum.hex();
    auto const chunks = m_chunks + (m_buffer.empty() ? 0 : 1);
    auto const repeat_key = m_head.way == Way::http ? std::optional { crypto::sha256_hex(digest + m_head.name) } : std::nullopt;
    return m_database.transact([&](db::Transaction& transaction) {
        IntakeStore store { transaction, m_scope };
        if (auto const before = repeat_key ? store.find_repeated(*repeat_key) : std::nullopt) {
            if (!before->may_be_tried_again && !m_head.is_forced) {
                store.give_up(m_head.id, {});
                return before->id;
            }
            store.give_up_repeat_key(before->id);
        }
        if (!m_buffer.empty())
            store.add_chunk(m_head.id, m_chunks, m_buffer);
        try {
            require_still_there(store.end_arrival(m_head.id, { digest, repeat_key, m_bytes, chunks }, m_clock.now()));
        } catch (db::Duplicate const&) { // the same one was sent twice at once; the next look finds the other
            throw db::Busy("the same delivery is being received");
        }
        return m_head.id;
    });
}

void Arrival::give_up()
{
    m_database.transact([&](db::Transaction& transaction) { IntakeStore { transaction, m_scope }.give_up(m_head.id, {}); });
}

}
