// The delivery that is being imported: its number, and the one way in which anything is written for it.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/imports/tables.h"
#include "features/imports/touched_customers.h"
#include "jobs/lease.h"

#include <chrono>
#include <span>
#include <stdexcept>
#include <thread>

namespace portal::imports {

// Another process has taken over (this one was asleep for too long); nothing more may be written.
class LeaseLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class OpenDelivery {
public:
    // What the tenant's readers see, the number that this delivery was given, and the lowest id that its rows can have.
    struct Numbers {
        std::int64_t published = 0, number = 0, first_id = 0;
    };

    OpenDelivery(db::Database& database, jobs::Lease const& lease, TenantScope const& scope, Numbers numbers)
        : m_database(database)
        , m_lease(lease)
        , m_tenant(scope.tenant())
        , m_numbers(numbers)
    {
        if (is_first())
            m_touched.add_everybody();
    }

    TenantId tenant() const { return m_tenant; }
    std::int64_t number() const { return m_numbers.number; }
    std::int64_t published() const { return m_numbers.published; }
    std::int64_t first_id() const { return m_numbers.first_id; }
    // Nothing is published: there is nothing to compare with.
    bool is_first() const { return m_numbers.published == 0; }

    // One transaction, meant to take less than 100 ms, and only while the lease is ours. function(db::Transaction&). What it
    // writes needs to be safe only when the delivery is published: a power failure before that leaves some of it, to be cleared.
    template <typename Function> void write(Function&& function, db::Database::Durability durability = db::Database::Durability::with_the_next)
    {
        m_database.transact(
            [&](db::Transaction& transaction) {
                if (!m_lease.still_mine(transaction))
                    throw LeaseLost("another process has taken this import over");
                function(transaction);
            },
            durability);
        // SQLite has one writer and no queue between processes: who waits looks again every half millisecond (core/db).
        if (is_on_sqlite())
            std::this_thread::sleep_for(std::chrono::milliseconds { 1 });
    }
    // What a transaction may aim at. SQLite has one writer, and who waits for it is promised 100 ms; on MariaDB nobody waits, and every
    // commit is a flush of the disk.
    std::chrono::milliseconds longest_write() const { return std::chrono::milliseconds { is_on_sqlite() ? 60 : 200 }; }
    template <typename Function> auto read(Function&& function) const { return m_database.read(std::forward<Function>(function)); }

    // Published rows that will be gone when this delivery is published; in groups.
    void mark_removed(db::Transaction& transaction, VersionSql const& sql, std::span<std::int64_t const> ids) const;
    void unmark_removed(db::Transaction& transaction, VersionSql const& sql, std::span<std::int64_t const> ids) const;
    // Rows that this delivery has added.
    void erase(db::Transaction& transaction, VersionSql const& sql, std::span<std::int64_t const> ids) const;
    // The same for a kind and what hangs on its rows: a bill's proof, a customer's sums.
    void mark_removed(db::Transaction& transaction, Kind kind, std::span<std::int64_t const> ids);
    void unmark_removed(db::Transaction& transaction, Kind kind, std::span<std::int64_t const> ids) const;
    void erase(db::Transaction& transaction, Kind kind, std::span<std::int64_t const> ids) const;

    // Whose bills or movements this delivery changes.
    TouchedCustomers& touched() { return m_touched; }

private:
    bool is_on_sqlite() const { return m_database.backend() == db::Backend::sqlite; }

    db::Database& m_database;
    jobs::Lease const& m_lease;
    TenantId m_tenant;
    Numbers m_numbers;
    TouchedCustomers m_touched;
};

// Calls function(std::span<db::Value const>) with groups of exactly group_size values, the last filled up with its last one.
template <typename Function> void in_groups(std::span<db::Value const> values, Function&& function)
{
    std::array<db::Value, group_size> group;
    for (std::size_t from = 0; from < values.size(); from += group_size) {
        auto const part = values.subspan(from, std::min(group_size, values.size() - from));
        std::copy(part.begin(), part.end(), group.begin());
        std::fill(group.begin() + static_cast<std::ptrdiff_t>(part.size()), group.end(), part.back());
        function(std::span<db::Value const> { group });
    }
}

}
