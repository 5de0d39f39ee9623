#include "db/connection.h"
#include "db/errors.h"

#include "base/text.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>

#include <sqlite3.h>

#include <filesystem>
#include <mutex>
#include <unordered_map>

#include <unistd.h>

namespace portal::db {

namespace {

constexpr int s_busy_step_us = 500;
constexpr int s_busy_steps = 10'000; // 5 s

// SQLite's own handler sleeps ever longer, up to 100 ms, and then misses the gaps between the batches of an import.
int wait_while_busy(void*, int tries)
{
    if (tries >= s_busy_steps)
        return 0;
    ::usleep(s_busy_step_us);
    return 1;
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

[[noreturn]] void fail(sqlite3* handle, std::string_view what)
{
    int const code = sqlite3_extended_errcode(handle);
    std::string const text = std::string { what } + ": " + sqlite3_errmsg(handle) + " [" + std::to_string(code) + "]";
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        throw Duplicate(text);
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: throw Busy(text);
    case SQLITE_FULL: throw Full("the database's disk is full: " + text);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_NOTADB: throw Unavailable(text);
    default: throw Error(text);
    }
}

void bind_values(sqlite3* handle, sqlite3_stmt* statement, std::span<Value const> values, std::string_view name)
{
    if (sqlite3_bind_parameter_count(statement) != static_cast<int>(values.size()))
        throw Error(
            std::string { name } + ": " + std::to_string(values.size()) + " values for " + std::to_string(sqlite3_bind_parameter_count(statement)) + " places");
    int place = 0;
    for (auto const& value : values) {
        ++place;
        int code = SQLITE_OK;
        if (auto const* const number = std::get_if<std::int64_t>(&value))
            code = sqlite3_bind_int64(statement, place, *number);
        else if (auto const* const text = std::get_if<std::string_view>(&value))
            code = sqlite3_bind_text64(statement, place, text->data() ? text->data() : "", text->size(), SQLITE_STATIC, SQLITE_UTF8);
        else if (auto const* const bytes = std::get_if<Bytes>(&value))
            code = sqlite3_bind_blob64(statement, place, bytes->content.data() ? bytes->content.data() : "", bytes->content.size(), SQLITE_STATIC);
        else
            code = sqlite3_bind_null(statement, place);
        if (code != SQLITE_OK)
            fail(handle, name);
    }
}

constexpr std::size_t s_usual_rows = 16; // SQLite does not know how many there will be

void keep_row(sqlite3_stmt* statement, RowStorage& result)
{
    int const columns = sqlite3_column_count(statement);
    if (result.rows() == 0)
        result.expect(static_cast<std::size_t>(columns), s_usual_rows);
    for (int column = 0; column < columns; ++column)
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL: result.add_null(); break;
        case SQLITE_INTEGER: result.add_integer(sqlite3_column_int64(statement, column)); break;
        default: {
            auto const* const data = static_cast<char const*>(sqlite3_column_blob(statement, column));
            result.add_text({ data, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)) });
        }
        }
}

class SqliteConnection final : public Connection {
public:
    explicit SqliteConnection(std::string const& path)
        : m_session("SQLite", path, 5)
        , m_handle(Poco::Data::SQLite::Utility::dbHandle(m_session))
    {
        // SQLite would open it all the same, and only the first act of a customer would fail.
        if (sqlite3_db_readonly(m_handle, "main") == 1)
            throw Unavailable("database.url: " + path + " cannot be written");
        sqlite3_busy_handler(m_handle, wait_while_busy, nullptr);
        // The file is not mapped into memory: that made neither pages nor imports faster, took as much memory again, and an error of the
        // disk would end the process instead of a statement.
        for (auto const* pragma : { "pragma journal_mode = wal", "pragma synchronous = full", "pragma foreign_keys = on", "pragma temp_store = memory",
                 "pragma cache_size = -16000", "pragma trusted_schema = off" })
            try {
                run_plain(pragma);
            } catch (Unavailable const& error) {
                throw Unavailable("database.url: " + path + " or its folder cannot be used: " + error.what());
            }
    }

    Backend backend() const override { return Backend::sqlite; }

    std::int64_t run(Sql const& sql, std::span<Value const> values, RowStorage* result) override
    {
        auto* const statement = prepared(sql);
        // A statement that is left without reset would keep its read lock.
        struct Reset {
            sqlite3_stmt* statement;
            ~Reset()
            {
                sqlite3_reset(statement);
                sqlite3_clear_bindings(statement);
            }
        } const reset { statement };
        bind_values(m_handle, statement, values, sql.name);
        for (;;) {
            int const code = sqlite3_step(statement);
            if (code == SQLITE_DONE)
                break;
            if (code != SQLITE_ROW)
                fail(m_handle, sql.name);
            if (result)
                keep_row(statement, *result);
        }
        return sqlite3_changes64(m_handle);
    }

    void run_plain(std::string const& sql) override
    {
        if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(m_handle, sql.substr(0, 60));
    }

    std::unique_ptr<BulkSink> bulk(std::string_view table, std::span<std::string_view const> columns) override;

    void set_lazy(bool is_lazy) noexcept override
    {
        // Copying the log into the file costs two synchronisations, so it happens less often then.
        auto const* const pragmas
            = is_lazy ? "pragma synchronous = normal; pragma wal_autocheckpoint = 8000" : "pragma synchronous = full; pragma wal_autocheckpoint = 1000";
        if (sqlite3_exec(m_handle, pragmas, nullptr, nullptr, nullptr) != SQLITE_OK)
            m_is_broken = true;
    }

    bool in_transaction() const override { return sqlite3_get_autocommit(m_handle) == 0; }
    bool answers() override { return true; }

    sqlite3* handle() const { return m_handle; }

private:
    sqlite3_stmt* prepared(Sql const& sql)
    {
        auto& known = m_statements[sql.text.data()];
        if (!known) {
            sqlite3_stmt* fresh = nullptr;
            auto const text = in_dialect(sql.text, Backend::sqlite);
            if (sqlite3_prepare_v3(m_handle, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &fresh, nullptr) != SQLITE_OK)
                fail(m_handle, sql.name);
            known.reset(fresh);
        }
        return known.get();
    }

    Poco::Data::Session m_session;
    sqlite3* m_handle;
    std::unordered_map<char const*, Statement> m_statements; // by the address of the constant; goes before the session does
};

class SqliteBulk final : public BulkSink {
public:
    SqliteBulk(sqlite3* handle, std::string_view table, std::span<std::string_view const> columns)
        : m_handle(handle)
        , m_name("bulk " + std::string { table })
    {
        std::string names;
        std::string places;
        for (auto const column : columns) {
            names += (names.empty() ? "" : ", ") + std::string { column };
            places += places.empty() ? "?" : ", ?";
        }
        std::string const text = "insert into " + std::string { table } + " (" + names + ") values (" + places + ")";
        sqlite3_stmt* fresh = nullptr;
        if (sqlite3_prepare_v3(m_handle, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &fresh, nullptr) != SQLITE_OK)
            fail(m_handle, m_name);
        m_statement.reset(fresh);
    }
    void add(std::span<Value const> values) override
    {
        bind_values(m_handle, m_statement.get(), values, m_name);
        int const code = sqlite3_step(m_statement.get());
        if (code != SQLITE_DONE) {
            sqlite3_reset(m_statement.get());
            fail(m_handle, m_name);
        }
        sqlite3_reset(m_statement.get());
    }
    void flush() override { }

private:
    sqlite3* m_handle;
    std::string m_name;
    Statement m_statement;
};

std::unique_ptr<BulkSink> SqliteConnection::bulk(std::string_view table, std::span<std::string_view const> columns)
{
    return std::make_unique<SqliteBulk>(m_handle, table, columns);
}

// Poco's open loops until its time-out on a file that is no database, so look first. SQLite itself must look: POSIX forgets all
// locks that a process has on a file when the process closes it anywhere, and only SQLite knows to put that off. Without their
// locks open connections count as gone; another process would remove the write-ahead log under them, with what was committed.
void require_database_or_nothing(std::string const& path)
{
    std::filesystem::path const file { path };
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path { "." };
    if (!std::filesystem::is_directory(folder))
        throw Unavailable("database.url: the folder " + folder.string() + " does not exist");
    if (!std::filesystem::exists(file) || std::filesystem::file_size(file) == 0)
        return;
    sqlite3* handle = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr);
    if (code == SQLITE_OK)
        code = sqlite3_exec(handle, "pragma schema_version", nullptr, nullptr, nullptr);
    sqlite3_close(handle);
    if (code == SQLITE_NOTADB || code == SQLITE_CANTOPEN)
        throw Unavailable("database.url: " + path + " is not an SQLite database, or cannot be read");
}

}

std::unique_ptr<Connection> open_sqlite(Location const& location)
{
    static std::once_flag s_once;
    std::call_once(s_once, [] {
        // The statistics' mutex costs two thirds of the throughput at eight threads; must come before any other call. A
        // connection is lent to one thread at a time, so it needs no mutex: locking for each column took a quarter of a page.
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        Poco::Data::SQLite::Connector::registerConnector();
    });
    require_database_or_nothing(location.path);
    try {
        return std::make_unique<SqliteConnection>(location.path);
    } catch (Poco::Exception const& error) {
        throw Unavailable("the SQLite file " + location.path + " cannot be opened: " + error.displayText());
    }
}

}
