#include "features/meters/readings_export.h"

#include "base/new_file.h"
#include "features/audit/audit.h"

#include <span>
#include <stdexcept>

namespace portal::meters {

namespace {

constexpr int s_read_at_once = 500;
constexpr std::size_t s_marked_at_once = 200;

template <typename Write> void write_csv(Handover& handover, Write const& write)
{
    for (auto page = handover.next(); !page.empty(); page = handover.next()) {
        std::string lines { handover.count() == static_cast<std::int64_t>(page.size()) ? csv_head() : std::string_view {} };
        for (auto const& reading : page)
            lines += csv_line(reading);
        write(lines);
    }
}

}

Result<Handover, CursorRefusal> Handover::begin(db::Database& database, TenantScope const& scope, std::optional<std::string> const& since)
{
    if (!since)
        return Handover { database, scope, std::nullopt };
    auto const sequence = database.read([&](db::Session& session) { return parse_cursor(session, scope, *since); });
    if (!sequence)
        return refuse(sequence.refusal());
    return Handover { database, scope, *sequence };
}

std::vector<ReportedReading> Handover::next()
{
    auto page = m_database.read([&](db::Session& session) {
        ReportedReadingStore store { session, m_scope };
        return m_has_cursor ? store.since(m_sequence, s_read_at_once) : store.not_exported_since(m_sequence, s_read_at_once);
    });
    for (auto const& reading : page) {
        m_given.push_back(reading.id);
        m_sequence = reading.sequence;
    }
    return page;
}

void Handover::finish(Clock const& clock)
{
    auto const now = clock.now();
    std::span<ReadingId const> left { m_given };
    while (!left.empty()) {
        auto const part = left.first(std::min(s_marked_at_once, left.size()));
        left = left.subspan(part.size());
        m_database.transact([&](db::Transaction& transaction) {
            for (auto const id : part)
                ReportedReadingStore { transaction, m_scope }.mark_exported(id, now);
            if (left.empty())
                audit::record(transaction, now, { m_scope.tenant(), {}, audit::Actor::portalctl, "readings.exported", {}, std::to_string(count()) });
        });
    }
}

void export_csv(Handover& handover, Clock const& clock, std::string const& path)
{
    NewFile file { path };
    write_csv(handover, [&](std::string const& lines) { file.write(lines); });
    if (handover.count() == 0)
        return;
    file.keep();
    handover.finish(clock);
}

void export_csv(Handover& handover, Clock const& clock, std::ostream& out)
{
    write_csv(handover, [&](std::string const& lines) { out << lines; });
    if (!out.flush())
        throw std::runtime_error("the readings cannot be written");
    handover.finish(clock);
}

}
