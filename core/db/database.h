// The one way to the database: short-lived sessions out of a pool, and transactions that are tried again when the database asks.
//
// Poco's SessionPool is not used: it hands out dead sessions for ever and keeps a session's transaction state (docs/decisions).
#pragma once

#include "base/result.h"
#include "db/connection.h"
#include "db/errors.h"

#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <span>
#include <utility>

namespace portal::db {

// For tests: sees every statement before it runs and may throw instead (fault injection). Called from any thread.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void before(std::string_view statement) = 0;
};

// Borrowed for the length of one read() or transact(); of one thread.
class Session {
public:
    Session(Connection& connection, Observer* observer)
        : m_connection(connection)
        , m_observer(observer)
    {
    }
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;

    template <typename... Parameters> Rows query(Sql const& sql, Parameters const&... parameters)
    {
        std::array<Value, sizeof...(Parameters)> const values { to_value(parameters)... };
        auto storage = std::make_shared<RowStorage>();
        run(sql, values, storage.get());
        return Rows { std::move(storage) };
    }

    // The first row, if any; the statement says limit 1 or finds by a unique key.
    template <typename... Parameters> std::optional<Row> one(Sql const& sql, Parameters const&... parameters)
    {
        auto const rows = query(sql, parameters...);
        return rows.empty() ? std::nullopt : std::optional { rows[0] };
    }

    // Rows changed. MariaDB counts only rows whose values really changed.
    template <typename... Parameters> std::int64_t execute(Sql const& sql, Parameters const&... parameters)
    {
        std::array<Value, sizeof...(Parameters)> const values { to_value(parameters)... };
        return run(sql, values, nullptr);
    }

    // The same for statements whose number of values is known only when the program runs.
    Rows query_values(Sql const& sql, std::span<Value const> values)
    {
        auto storage = std::make_shared<RowStorage>();
        run(sql, values, storage.get());
        return Rows { std::move(storage) };
    }
    std::int64_t execute_values(Sql const& sql, std::span<Value const> values) { return run(sql, values, nullptr); }

    Backend backend() const { return m_connection.backend(); }

protected:
    std::int64_t run(Sql const& sql, std::span<Value const> values, RowStorage* result);
    Connection& m_connection;
    Observer* m_observer;
};

// Only Database::transact() makes one: a function that takes a Transaction& writes as part of its caller's act.
class Transaction : public Session {
public:
    // For schema changes and maintenance; text that the portal wrote itself.
    void run_plain(std::string const& sql) { m_connection.run_plain(sql); }

private:
    friend class Database;
    friend class Bulk;
    using Session::Session;
};

// Many rows of one table: a reused insert on SQLite, LOAD DATA on MariaDB. flush() before the transaction ends; what is not
// flushed is not stored. Texts and integers only. A duplicate key is an Error.
class Bulk {
public:
    Bulk(Transaction& transaction, std::string_view table, std::initializer_list<std::string_view> columns)
        : Bulk(transaction, table, std::span { columns.begin(), columns.size() })
    {
    }
    Bulk(Transaction& transaction, std::string_view table, std::span<std::string_view const> columns)
        : m_sink(transaction.m_connection.bulk(table, columns))
    {
    }
    template <typename... Parameters> void add(Parameters const&... parameters)
    {
        std::array<Value, sizeof...(Parameters)> const values { to_value(parameters)... };
        m_sink->add(values);
    }
    // The same for a row whose columns are known only when the program runs.
    void add_values(std::span<Value const> values) { m_sink->add(values); }
    void flush() { m_sink->flush(); }

private:
    std::unique_ptr<BulkSink> m_sink;
};

class Database {
public:
    struct Options {
        std::size_t most_sessions = 16;
        std::chrono::milliseconds wait = std::chrono::seconds { 2 }; // for a free session; then Busy
        // MariaDB only: a server that says nothing for so long counts as away. 0: it may take its time, as imports need it.
        // More than the 5 s that the server itself waits for a lock.
        std::chrono::seconds longest_answer { 0 };
    };

    // Opens nothing yet: the first use does.
    explicit Database(Location location)
        : Database(std::move(location), Options {})
    {
    }
    Database(Location location, Options options);
    ~Database();

    Backend backend() const { return m_location.backend; }
    Location const& location() const { return m_location; }

    // function(Session&), each statement by itself. Tried once more on a fresh connection when the first one was dead.
    template <typename Function> auto read(Function&& function)
    {
        for (int attempt = 0;; ++attempt) {
            Lease lease { *this };
            try {
                Session session { lease.connection(), m_observer };
                return function(session);
            } catch (Unavailable const&) {
                lease.discard();
                if (attempt > 0)
                    throw;
            }
        }
    }

    // As read(), but all its statements see what was committed when it begins, whatever others do meanwhile. For work that compares; not for
    // hours: SQLite's log and MariaDB's history grow as long as it lasts.
    template <typename Function> auto snapshot(Function&& function)
    {
        for (int attempt = 0;; ++attempt) {
            Lease lease { *this };
            try {
                begin_snapshot(lease.connection());
                Session session { lease.connection(), m_observer };
                auto outcome = function(session);
                roll_back(lease.connection());
                return outcome;
            } catch (Unavailable const&) {
                lease.discard();
                if (attempt > 0)
                    throw;
            } catch (...) {
                roll_back(lease.connection());
                throw;
            }
        }
    }

    enum class Durability {
        at_commit, // what was committed is there after a power failure
        with_the_next // together with the next transaction that is durable: for work that counts only then
    };

    // function(Transaction&), all or nothing. Committed when it returns; rolled back when it throws and when it returns a
    // Result that holds a refusal. Run again from the start on a deadlock, a lock that was not had in time, or a connection
    // that broke before the commit: it must not act on anything but the database. Not nestable.
    template <typename Function> auto transact(Function&& function, Durability durability = Durability::at_commit)
    {
        for (int attempt = 0;; ++attempt) {
            auto const turn = writer_turn();
            Lease lease { *this };
            Laziness const laziness { lease.connection(), durability == Durability::with_the_next };
            Transaction transaction { lease.connection(), m_observer };
            try {
                begin(lease.connection());
                if constexpr (std::is_void_v<decltype(function(transaction))>) {
                    function(transaction);
                    commit(lease.connection());
                    return;
                } else {
                    auto outcome = function(transaction);
                    if constexpr (requires { outcome.refusal(); }) {
                        if (!outcome) {
                            roll_back(lease.connection());
                            return outcome;
                        }
                    }
                    commit(lease.connection());
                    return outcome;
                }
            } catch (CommitUnknown const&) {
                lease.discard();
                throw;
            } catch (Full const&) {
                roll_back(lease.connection());
                throw;
            } catch (Unavailable const&) {
                lease.discard();
                if (attempt > 0)
                    throw;
            } catch (Busy const&) {
                roll_back(lease.connection());
                if (attempt >= s_most_attempts)
                    throw;
            } catch (...) {
                roll_back(lease.connection());
                throw;
            }
            pause_before_retry(attempt);
        }
    }

    // After many rows came at once: MariaDB plans by counts that lag behind, and reads all of a utility for one customer until
    // they catch up. SQLite plans without counts. Slow on no table; never within a transaction.
    void count_anew(std::string_view table);

    // nullptr ends it. Must not change while statements run.
    void observe(Observer* observer) { m_observer = observer; }

private:
    static constexpr int s_most_attempts = 5;

    class Lease {
    public:
        explicit Lease(Database& database)
            : m_database(database)
            , m_connection(database.take())
        {
        }
        ~Lease();
        Connection& connection() { return *m_connection; }
        void discard() { m_is_bad = true; }

    private:
        Database& m_database;
        std::unique_ptr<Connection> m_connection;
        bool m_is_bad = false;
    };

    class Laziness {
    public:
        Laziness(Connection& connection, bool is_lazy)
            : m_connection(is_lazy ? &connection : nullptr)
        {
            if (m_connection)
                m_connection->set_lazy(true);
        }
        Laziness(Laziness const&) = delete;
        Laziness& operator=(Laziness const&) = delete;
        ~Laziness()
        {
            if (m_connection)
                m_connection->set_lazy(false);
        }

    private:
        Connection* m_connection;
    };

    // SQLite has one writer: threads of this process queue here in order of arrival instead of polling the file's lock.
    class Turn {
    public:
        explicit Turn(Database* database)
            : m_database(database)
        {
        }
        Turn(Turn&& other) noexcept
            : m_database(std::exchange(other.m_database, nullptr))
        {
        }
        ~Turn();

    private:
        Database* m_database;
    };

    Turn writer_turn();
    std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection);
    void begin(Connection& connection);
    void begin_snapshot(Connection& connection) const;
    void commit(Connection& connection);
    static void roll_back(Connection& connection) noexcept;
    static void pause_before_retry(int attempt);

    Location m_location;
    Options m_options;
    Observer* m_observer = nullptr;

    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<Connection>> m_idle;
    std::size_t m_open = 0;

    std::mutex m_turn_mutex;
    std::condition_variable m_turn_changed;
    std::uint64_t m_next_ticket = 0;
    std::uint64_t m_serving = 0;
};

}
