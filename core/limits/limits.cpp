#include "limits/limits.h"

#include "base/id.h"
#include "limits/queries.h"

#include <algorithm>
#include <stdexcept>

namespace portal::limits {

Verdict check(db::Session& session, std::span<Counted const> counted, Instant now)
{
    Verdict verdict;
    for (auto const& [limit, subject] : counted) {
        auto const failures = session.query(sql::failures_since, limit.kind, subject, now - limit.window, limit.most);
        if (failures.size() < static_cast<std::size_t>(limit.most))
            continue;
        // It opens when the oldest of the newest `most` leaves the window; nothing ever opens a limit of none.
        auto const opens = failures.empty() ? now + limit.window : failures[failures.size() - 1].instant(0) + limit.window;
        verdict.is_allowed = false;
        verdict.retry_after = std::max(verdict.retry_after, opens - now);
    }
    return verdict;
}

void add_failure(db::Transaction& transaction, std::span<Counted const> counted, Instant now)
{
    for (auto const& [limit, subject] : counted) {
        if (limit.kind.size() > 24 || subject.size() > 80)
            throw std::logic_error("a limit's kind or subject is too long");
        transaction.execute(sql::add_failure, new_id(), limit.kind, subject, now);
    }
}

std::int64_t count(db::Session& session, std::string_view kind, std::string_view subject, Instant since)
{
    return session.one(sql::count_failures, kind, subject, since)->integer(0);
}

void forget(db::Transaction& transaction, std::string_view kind, std::string_view subject) { transaction.execute(sql::forget_failures, kind, subject); }

void purge(db::Transaction& transaction, Instant before) { transaction.execute(sql::purge_failures, before); }

}
