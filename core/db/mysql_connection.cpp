#include "db/connection.h"
#include "db/errors.h"
#include "db/mysql_load.h"

#include "base/text.h"

#include <Poco/Data/MySQL/Connector.h>
#include <Poco/Data/MySQL/MySQLException.h>
#include <Poco/Data/MySQL/SessionHandle.h>

#include <mysql.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <unordered_map>

namespace portal::db {

namespace {

struct Close {
    void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};

// Where a column of the row at hand is put.
struct Column {
    std::int64_t number = 0;
    unsigned long length = 0;
    my_bool is_null = 0;
    my_bool is_cut = 0;
    std::array<char, 256> text {};
};

struct Statement {
    std::unique_ptr<MYSQL_STMT, Close> handle;
    // Made when rows come for the first time; the client library keeps the addresses for all later times.
    std::vector<Column> columns;
    std::vector<MYSQL_BIND> binds;
};

bool is_connection_error(unsigned code)
{
    // Lost or refused connections, shutdown, killed or idle-closed sessions, and a Galera node that is not ready (1047, 1180).
    constexpr std::array<unsigned, 13> codes { 2002, 2003, 2006, 2013, 2014, 2055, 1040, 1047, 1053, 1180, 1317, 1927, 4031 };
    for (auto const known : codes)
        if (known == code)
            return true;
    return false;
}

// A table, a file or the server's temporary folder has no room to grow. 1030 passes on what the file system said: 28 is ENOSPC.
bool is_full(unsigned code, std::string_view words)
{
    return code == 1114 || code == 1021 || (code == 1030 && words.find("error 28 ") != std::string_view::npos);
}

[[noreturn]] void fail(std::string_view what, unsigned code, char const* words)
{
    std::string const text = std::string { what } + ": " + words + " [" + std::to_string(code) + "]";
    if (code == 1062)
        // The server's words name the key's values, which may be personal.
        throw Duplicate(std::string { what } + ": duplicate key [1062]");
    if (code == 1205 || code == 1213 || code == 1020)
        throw Busy(text);
    if (is_full(code, words))
        throw Full("the database's disk is full: " + text);
    if (is_connection_error(code))
        throw Unavailable(text);
    throw Error(text);
}

constexpr unsigned s_connect_seconds = 5;

class MysqlConnection final : public Connection {
public:
    MysqlConnection(Location const& location, std::chrono::seconds longest_answer)
        : m_session(nullptr)
        , m_handle(m_session)
    {
        // Poco's Session would do the same from a connection string, but has no option for the time-outs.
        m_session.options(MYSQL_OPT_CONNECT_TIMEOUT, s_connect_seconds);
        if (auto const seconds = static_cast<unsigned>(longest_answer.count()); seconds > 0) {
            m_session.options(MYSQL_OPT_READ_TIMEOUT, seconds);
            m_session.options(MYSQL_OPT_WRITE_TIMEOUT, seconds);
        }
        m_session.options(MYSQL_OPT_RECONNECT, false);
        m_session.options(MYSQL_SET_CHARSET_NAME, "utf8mb4");
        m_session.connect(location.host.c_str(), location.user.c_str(), location.password.c_str(), location.name.c_str(), static_cast<unsigned>(location.port));
        send_no_files(m_handle);
        // Read committed: no gap locks, so that two customers' inserts do not meet in a deadlock. Strict: nothing is cut silently.
        run_plain("set session sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO', "
                  "session tx_isolation = 'READ-COMMITTED', session innodb_lock_wait_timeout = 5, session time_zone = '+00:00'");
    }

    Backend backend() const override { return Backend::mysql; }

    std::int64_t run(Sql const& sql, std::span<Value const> values, RowStorage* result) override
    {
        try {
            return run_prepared(prepared(sql), sql.name, values, result);
        } catch (Duplicate const&) {
            throw;
        } catch (...) {
            m_statements.erase(sql.text.data());
            throw;
        }
    }

    void run_plain(std::string const& sql) override
    {
        if (mysql_real_query(m_handle, sql.data(), sql.size()) != 0)
            fail_connection(sql.substr(0, 60));
        if (auto* const result = mysql_store_result(m_handle))
            mysql_free_result(result);
    }

    void load(std::string const& statement, std::string_view rows, std::int64_t expected)
    {
        if (!load_rows(m_handle, statement, rows))
            fail_connection(statement.substr(0, 60));
        // LOCAL turns duplicate keys and cut values into warnings; here they are faults.
        if (mysql_warning_count(m_handle) != 0 || static_cast<std::int64_t>(mysql_affected_rows(m_handle)) != expected)
            throw Error(statement.substr(statement.find("into table")) + ": " + std::to_string(mysql_affected_rows(m_handle)) + " of "
                + std::to_string(expected) + " rows, " + std::to_string(mysql_warning_count(m_handle)) + " warnings, first: " + first_warning());
    }

    std::unique_ptr<BulkSink> bulk(std::string_view table, std::span<std::string_view const> columns) override;

    bool in_transaction() const override { return (m_handle->server_status & SERVER_STATUS_IN_TRANS) != 0; }

    bool answers() override { return mysql_ping(m_handle) == 0; }

private:
    Statement& prepared(Sql const& sql)
    {
        auto& known = m_statements[sql.text.data()];
        if (!known.handle) {
            known.handle.reset(mysql_stmt_init(m_handle));
            auto const text = in_dialect(sql.text, Backend::mysql);
            if (!known.handle || mysql_stmt_prepare(known.handle.get(), text.data(), text.size()) != 0)
                fail_connection(sql.name);
        }
        return known;
    }

    std::int64_t run_prepared(Statement& known, std::string_view name, std::span<Value const> values, RowStorage* result)
    {
        auto* const statement = known.handle.get();
        if (mysql_stmt_param_count(statement) != values.size())
            throw Error(
                std::string { name } + ": " + std::to_string(values.size()) + " values for " + std::to_string(mysql_stmt_param_count(statement)) + " places");
        std::vector<MYSQL_BIND> binds(values.size());
        std::vector<unsigned long> lengths(values.size());
        for (std::size_t place = 0; place < values.size(); ++place) {
            auto& bind = binds[place];
            if (auto const* const number = std::get_if<std::int64_t>(&values[place])) {
                bind.buffer_type = MYSQL_TYPE_LONGLONG;
                bind.buffer = const_cast<std::int64_t*>(number);
            } else if (auto const* const text = std::get_if<std::string_view>(&values[place]))
                bind_text(bind, lengths[place], *text, MYSQL_TYPE_STRING);
            else if (auto const* const bytes = std::get_if<Bytes>(&values[place]))
                bind_text(bind, lengths[place], bytes->content, MYSQL_TYPE_BLOB);
            else
                bind.buffer_type = MYSQL_TYPE_NULL;
        }
        if ((!binds.empty() && mysql_stmt_bind_param(statement, binds.data()) != 0) || mysql_stmt_execute(statement) != 0)
            fail_statement(statement, name);
        auto const changed = static_cast<std::int64_t>(mysql_stmt_affected_rows(statement));
        if (mysql_stmt_field_count(statement) > 0)
            fetch(known, name, result);
        return changed;
    }

    static void bind_text(MYSQL_BIND& bind, unsigned long& length, std::string_view text, enum_field_types type)
    {
        bind.buffer_type = type;
        bind.buffer = const_cast<char*>(text.data() ? text.data() : "");
        length = text.size();
        bind.buffer_length = length;
        bind.length = &length;
    }

    // Texts are fetched in two steps, first their length and then the whole, so that nothing is ever cut.
    void fetch(Statement& known, std::string_view name, RowStorage* result)
    {
        auto* const statement = known.handle.get();
        if (known.columns.size() != mysql_stmt_field_count(statement))
            bind_columns(known, name);
        if (mysql_stmt_store_result(statement) != 0)
            fail_statement(statement, name);
        if (result)
            result->expect(known.columns.size(), mysql_stmt_num_rows(statement));
        std::string whole;
        for (;;) {
            int const code = mysql_stmt_fetch(statement);
            if (code == MYSQL_NO_DATA)
                break;
            if (code == 1)
                fail_statement(statement, name);
            if (!result)
                continue;
            for (unsigned i = 0; i < known.columns.size(); ++i) {
                auto& column = known.columns[i];
                if (column.is_null)
                    result->add_null();
                else if (known.binds[i].buffer_type == MYSQL_TYPE_LONGLONG) {
                    if (column.is_cut)
                        throw Error(std::string { name } + ": a number does not fit 64 bits");
                    result->add_integer(column.number);
                } else if (column.length <= column.text.size())
                    result->add_text({ column.text.data(), column.length });
                else {
                    whole.resize(column.length);
                    MYSQL_BIND again {};
                    again.buffer_type = MYSQL_TYPE_STRING;
                    again.buffer = whole.data();
                    again.buffer_length = column.length;
                    again.length = &column.length;
                    again.is_null = &column.is_null;
                    again.error = &column.is_cut;
                    if (mysql_stmt_fetch_column(statement, &again, i, 0) != 0)
                        fail_statement(statement, name);
                    result->add_text(whole);
                }
            }
        }
        mysql_stmt_free_result(statement);
    }

    void bind_columns(Statement& known, std::string_view name)
    {
        auto* const statement = known.handle.get();
        auto const count = mysql_stmt_field_count(statement);
        auto& columns = known.columns;
        auto& binds = known.binds;
        columns.assign(count, {});
        binds.assign(count, {});
        std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> const meta { mysql_stmt_result_metadata(statement), mysql_free_result };
        if (!meta)
            fail_statement(statement, name);
        for (unsigned i = 0; i < count; ++i) {
            auto const type = mysql_fetch_field_direct(meta.get(), i)->type;
            bool const is_number = type == MYSQL_TYPE_LONGLONG || type == MYSQL_TYPE_LONG || type == MYSQL_TYPE_INT24 || type == MYSQL_TYPE_SHORT
                || type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_NEWDECIMAL; // sum() of BIGINT is DECIMAL
            binds[i].buffer_type = is_number ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
            binds[i].buffer = is_number ? static_cast<void*>(&columns[i].number) : columns[i].text.data();
            binds[i].buffer_length = is_number ? sizeof(std::int64_t) : columns[i].text.size();
            binds[i].length = &columns[i].length;
            binds[i].is_null = &columns[i].is_null;
            binds[i].error = &columns[i].is_cut;
        }
        if (mysql_stmt_bind_result(statement, binds.data()) != 0)
            fail_statement(statement, name);
    }

    std::string first_warning()
    {
        constexpr std::string_view ask = "show warnings limit 1";
        if (mysql_real_query(m_handle, ask.data(), ask.size()) != 0)
            return {};
        std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> const rows { mysql_store_result(m_handle), mysql_free_result };
        auto* const row = rows ? mysql_fetch_row(rows.get()) : nullptr;
        return row && row[1] ? std::string { "error " } + row[1] : std::string {};
    }

    [[noreturn]] void fail_connection(std::string_view what)
    {
        m_is_broken = m_is_broken || is_connection_error(mysql_errno(m_handle));
        fail(what, mysql_errno(m_handle), mysql_error(m_handle));
    }
    [[noreturn]] void fail_statement(MYSQL_STMT* statement, std::string_view name)
    {
        m_is_broken = m_is_broken || is_connection_error(mysql_stmt_errno(statement));
        fail(name, mysql_stmt_errno(statement), mysql_stmt_error(statement));
    }

    Poco::Data::MySQL::SessionHandle m_session;
    MYSQL* m_handle;
    std::unordered_map<char const*, Statement> m_statements; // by the address of the constant; goes before the session does
};

class MysqlBulk final : public BulkSink {
public:
    MysqlBulk(MysqlConnection& connection, std::string_view table, std::span<std::string_view const> columns)
        : m_connection(connection)
        , m_statement(load_statement(table, columns))
        , m_rows(columns.size())
    {
    }
    void add(std::span<Value const> values) override
    {
        m_rows.add(values);
        if (m_rows.is_full())
            flush();
    }
    void flush() override
    {
        if (m_rows.count() == 0)
            return;
        m_connection.load(m_statement, m_rows.text(), m_rows.count());
        m_rows.clear();
    }

private:
    MysqlConnection& m_connection;
    std::string m_statement;
    LoadRows m_rows;
};

std::unique_ptr<BulkSink> MysqlConnection::bulk(std::string_view table, std::span<std::string_view const> columns)
{
    return std::make_unique<MysqlBulk>(*this, table, columns);
}

}

std::unique_ptr<Connection> open_mysql(Location const& location, std::chrono::seconds longest_answer)
{
    static std::once_flag s_once;
    std::call_once(s_once, [] { Poco::Data::MySQL::Connector::registerConnector(); });
    auto const words = "MariaDB at " + location.host + ":" + std::to_string(location.port) + " cannot be reached: ";
    try {
        return std::make_unique<MysqlConnection>(location, longest_answer);
    } catch (Poco::Exception const& error) {
        throw Unavailable(words + error.displayText());
    } catch (Unavailable const& error) {
        throw Unavailable(words + error.what());
    }
}

}
