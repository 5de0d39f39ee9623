#include "db/database.h"

#include "base/log.h"

#include <random>
#include <thread>

namespace portal::db {

namespace {

using namespace std::chrono_literals;

constexpr auto s_look_after = 5s; // an idle connection is asked whether it is still there
constexpr auto s_oldest = 10min; // well below MariaDB's wait_timeout
constexpr Sql s_begin { "begin", "begin" };

}

std::int64_t Session::run(Sql const& sql, std::span<Value const> values, RowStorage* result)
{
    if (m_observer)
        m_observer->before(sql.name);
    return m_connection.run(sql, values, result);
}

Database::Database(Location location, Options options)
    : m_location(std::move(location))
    , m_options(options)
{
}

Database::~Database() = default;

Database::Lease::~Lease()
{
    if (m_is_bad || m_connection->is_broken())
        m_connection.reset();
    m_database.give_back(std::move(m_connection));
}

std::unique_ptr<Connection> Database::take()
{
    std::vector<std::unique_ptr<Connection>> dropped; // closed when the lock is free
    std::unique_lock lock { m_mutex };
    if (!m_returned.wait_for(lock, m_options.wait, [&] { return !m_idle.empty() || m_open < m_options.most_sessions; }))
        throw Busy("all " + std::to_string(m_options.most_sessions) + " database sessions are in use");
    while (!m_idle.empty()) {
        auto connection = std::move(m_idle.back());
        m_idle.pop_back();
        auto const now = std::chrono::steady_clock::now();
        lock.unlock();
        bool const is_old = now - connection->opened_at >= s_oldest;
        if (!is_old && (now - connection->used_at < s_look_after || connection->answers()))
            return connection;
        connection.reset();
        lock.lock();
        --m_open;
        if (!is_old) {
            // The server is or was away, for the others, too: to wait for each one's time-out would add up.
            dropped.swap(m_idle);
            m_open -= dropped.size();
            m_returned.notify_all();
        }
    }
    ++m_open;
    lock.unlock();
    try {
        return m_location.backend == Backend::sqlite ? open_sqlite(m_location) : open_mysql(m_location, m_options.longest_answer);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void Database::give_back(std::unique_ptr<Connection> connection)
{
    if (connection && connection->in_transaction()) {
        // transact() always ends what it began; anything else here is a bug, and the connection is not trusted again.
        log::error("db.left_open", {});
        connection.reset();
    }
    std::vector<std::unique_ptr<Connection>> dropped;
    {
        std::lock_guard const lock { m_mutex };
        if (connection) {
            connection->used_at = std::chrono::steady_clock::now();
            m_idle.push_back(std::move(connection));
        } else {
            dropped.swap(m_idle); // as in take()
            m_open -= 1 + dropped.size();
        }
    }
    dropped.empty() ? m_returned.notify_one() : m_returned.notify_all();
}

void Database::begin(Connection& connection)
{
    if (m_observer)
        m_observer->before(s_begin.name);
    // immediate: a read that turns into a write would fail at once in WAL mode, whatever the time-out.
    connection.run_plain(m_location.backend == Backend::sqlite ? "begin immediate" : "start transaction");
}

void Database::begin_snapshot(Connection& connection) const
{
    if (m_location.backend == Backend::sqlite) {
        connection.run_plain("begin"); // the first select takes the snapshot
        return;
    }
    connection.run_plain("set transaction isolation level repeatable read"); // of the next one only
    connection.run_plain("start transaction with consistent snapshot, read only");
}

void Database::commit(Connection& connection)
{
    if (m_observer)
        m_observer->before("commit");
    try {
        connection.run_plain("commit");
    } catch (Full const&) {
        throw;
    } catch (Unavailable const& error) {
        throw CommitUnknown(error.what());
    }
    if (m_observer)
        m_observer->before("committed");
}

void Database::count_anew(std::string_view table)
{
    if (backend() != Backend::mysql)
        return;
    if (m_observer)
        m_observer->before("count " + std::string { table });
    Lease lease { *this };
    lease.connection().run_plain("analyze no_write_to_binlog table " + std::string { table });
}

void Database::roll_back(Connection& connection) noexcept
{
    try {
        if (connection.in_transaction())
            connection.run_plain("rollback");
    } catch (...) {
        // The connection is broken, and is dropped when it comes back: the server rolls back by itself.
    }
}

void Database::pause_before_retry(int attempt)
{
    thread_local std::minstd_rand random { std::random_device {}() };
    std::this_thread::sleep_for(std::chrono::milliseconds { std::uniform_int_distribution { 1, 10 << attempt }(random) });
}

Database::Turn Database::writer_turn()
{
    if (m_location.backend != Backend::sqlite)
        return Turn { nullptr };
    std::unique_lock lock { m_turn_mutex };
    auto const ticket = m_next_ticket++;
    m_turn_changed.wait(lock, [&] { return m_serving == ticket; });
    return Turn { this };
}

Database::Turn::~Turn()
{
    if (!m_database)
        return;
    {
        std::lock_guard const lock { m_database->m_turn_mutex };
        ++m_database->m_serving;
    }
    m_database->m_turn_changed.notify_all();
}

}
