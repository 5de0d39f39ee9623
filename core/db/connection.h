// One open connection of either kind. Only core/db uses this; everybody else has a Session.
//
// Connections are opened through Poco::Data (its connectors know how to connect, authenticate and choose the character
// set). Statements run on the driver's own handle: Poco 1.11's statement layer prepares again at every SQLite execute (4 to
// 14 times slower), loses MariaDB's error numbers, keeps old values when no row comes and turns NULL into "" (docs/decisions).
#pragma once

#include "db/rows.h"
#include "db/sql.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace portal::db {

enum class Backend { sqlite, mysql };

class BulkSink {
public:
    virtual ~BulkSink() = default;
    virtual void add(std::span<Value const> values) = 0;
    virtual void flush() = 0;
};

class Connection {
public:
    virtual ~Connection() = default;
    virtual Backend backend() const = 0;
    // Prepares once, then reuses; gives the rows changed. Throws Duplicate, Busy, Unavailable or Error.
    virtual std::int64_t run(Sql const& sql, std::span<Value const> values, RowStorage* result) = 0;
    // begin, commit, migrations: not prepared, no values. Several statements are several calls.
    virtual void run_plain(std::string const& sql) = 0;
    virtual std::unique_ptr<BulkSink> bulk(std::string_view table, std::span<std::string_view const> columns) = 0;
    virtual bool in_transaction() const = 0;
    // Whether commits reach the disk before they return. Lazy ones are whole or not there after a power failure, in their
    // order, and safe against the end of the process. Only SQLite knows the difference.
    virtual void set_lazy(bool /*is_lazy*/) noexcept { }
    virtual bool answers() = 0; // a cheap look whether the other end is still there
    bool is_broken() const { return m_is_broken; }

    std::chrono::steady_clock::time_point opened_at = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point used_at = opened_at;

protected:
    bool m_is_broken = false;
};

// What database.url names.
struct Location {
    Backend backend = Backend::sqlite;
    std::string path; // SQLite
    std::string host;
    int port = 3306;
    std::string user;
    std::string password;
    std::string name;
};

// "sqlite:PATH" or "mysql://user:password@host:port/name" (percent-encoding in user and password). Throws
// std::invalid_argument with words for an admin, which never hold the password.
Location parse_location(std::string_view url);

std::unique_ptr<Connection> open_sqlite(Location const& location);
// longest_answer: see Database::Options.
std::unique_ptr<Connection> open_mysql(Location const& location, std::chrono::seconds longest_answer);

// Our dialect is SQLite's; what MariaDB writes differently: insert or ignore, on conflict do update; and SQLite has no
// row locks, so "for update" goes.
std::string in_dialect(std::string_view sql, Backend backend);

}
