#include "features/intake/intake_store.h"

#include "features/intake/queries.h"

#include <algorithm>

namespace portal::intake {

void IntakeStore::begin_arrival(ReceivedId id, std::string_view name, Way way, bool is_forced, Instant now)
{
    m_session.execute(sql::begin_arrival, m_tenant, id, name, name_of(way), is_forced ? 1 : 0, now, now);
}

void IntakeStore::add_chunk(ReceivedId id, int position, std::string_view bytes) { m_session.execute(sql::add_chunk, m_tenant, id, position, bytes); }

bool IntakeStore::touch(ReceivedId id, Instant now) { return m_session.execute(sql::touch_arrival, now, m_tenant, id) > 0; }

bool IntakeStore::end_arrival(ReceivedId id, Whole const& whole, Instant now)
{
    return m_session.execute(sql::end_arrival, whole.digest, whole.repeat_key, whole.bytes, whole.chunks, now, m_tenant, id) > 0;
}

std::optional<IntakeStore::Repeated> IntakeStore::find_repeated(std::string_view repeat_key) const
{
    auto const row = m_session.one(sql::find_repeated, m_tenant, repeat_key);
    return row ? std::optional { Repeated { row->id<ReceivedId>(0), row->flag(1) } } : std::nullopt;
}

void IntakeStore::give_up_repeat_key(ReceivedId id) { m_session.execute(sql::give_up_repeat_key, m_tenant, id); }

std::int64_t IntakeStore::count_open() const { return m_session.one(sql::count_open, m_tenant)->integer(0); }

std::optional<Received> IntakeStore::find(ReceivedId id) const
{
    auto const row = m_session.one(sql::find_received, m_tenant, id);
    if (!row)
        return std::nullopt;
    Received received;
    received.id = row->id<ReceivedId>(0);
    received.name = row->text(1);
    received.way = row->text_view(2) == name_of(Way::http) ? Way::http : Way::folder;
    received.state = state_of(row->text_view(3));
    received.digest = row->text(4);
    received.bytes = row->integer(5);
    received.chunks = static_cast<int>(row->integer(6));
    received.is_forced = row->flag(7);
    received.delivery = row->integer(8);
    received.tries = static_cast<int>(row->integer(9));
    received.rows_read = row->integer(10);
    received.bytes_read = row->integer(11);
    received.reason = row->text(12);
    received.message = row->text(13);
    received.received_at = row->instant(14);
    received.reading_since = row->optional_instant(15);
    received.finished_at = row->optional_instant(16);
    return received;
}

std::optional<IntakeStore::Next> IntakeStore::next_to_read() const
{
    auto const row = m_session.one(sql::next_to_read, m_tenant);
    return row ? std::optional { Next { row->id<ReceivedId>(0), row->instant(1) } } : std::nullopt;
}

void IntakeStore::begin_reading(ReceivedId id, Instant now) { m_session.execute(sql::begin_reading, now, m_tenant, id); }

void IntakeStore::note_progress(ReceivedId id, std::int64_t rows, std::int64_t bytes) { m_session.execute(sql::note_progress, rows, bytes, m_tenant, id); }

void IntakeStore::put_off(ReceivedId id, Instant due, std::string_view reason, std::string_view message, bool counts)
{
    m_session.execute(sql::put_off, due, reason, message, counts ? 0 : 1, m_tenant, id);
}

void IntakeStore::settle(Received const& received, Instant now)
{
    m_session.execute(
        sql::settle, name_of(received.state), received.delivery, received.rows_read, received.reason, received.message, now, m_tenant, received.id);
}

std::string IntakeStore::chunk(ReceivedId id, int position) const
{
    auto const row = m_session.one(sql::chunk, m_tenant, id, position);
    if (!row)
        throw db::Error("a received delivery has no chunk " + std::to_string(position));
    return row->bytes(0);
}

std::optional<ReceivedId> IntakeStore::newest_published() const
{
    auto const row = m_session.one(sql::newest_published, m_tenant);
    return row ? std::optional { row->id<ReceivedId>(0) } : std::nullopt;
}

std::vector<IntakeStore::Bytes> IntakeStore::to_drop() const
{
    std::vector<Bytes> found;
    for (auto const& row : m_session.query(sql::with_bytes_to_drop, m_tenant, newest_published().value_or(ReceivedId {})))
        found.push_back({ row.id<ReceivedId>(0), static_cast<int>(row.integer(1)) });
    return found;
}

int IntakeStore::drop_some(Bytes const& bytes, int most)
{
    auto const left = std::max(0, bytes.chunks - most);
    m_session.execute(sql::drop_chunks, m_tenant, bytes.id, left);
    m_session.execute(sql::keep_chunks, left, m_tenant, bytes.id);
    return left;
}

void IntakeStore::give_up(ReceivedId id, Instant touched) { m_session.execute(sql::give_up_arrival, touched, m_tenant, id); }

bool IntakeStore::forget_some(ReceivedId id, int most)
{
    if (auto const highest = m_session.one(sql::highest_chunk, m_tenant, id)) {
        m_session.execute(sql::drop_chunks, m_tenant, id, std::max<std::int64_t>(0, highest->integer(0) + 1 - most));
        return false;
    }
    m_session.execute(sql::forget_arrival, m_tenant, id);
    return true;
}

void IntakeStore::forget_old(Instant before) { m_session.execute(sql::forget_old, m_tenant, before); }

}
