// What a database takes at most: the same rows, already in memory, through its own client and nothing else.
#pragma once

#include "db/connection.h"

#include <mysql.h>
#include <sqlite3.h>

#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace portal::bench {

using Seconds = std::chrono::duration<double>;

struct Cell {
    enum class Kind : char { null, integer, text } kind = Kind::null;
    std::int64_t number = 0;
    std::string text {};
};

struct TableRows {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::vector<Cell>> rows;

    std::string column_list() const
    {
        std::string list;
        for (auto const& column : columns)
            list += (list.empty() ? "" : ", ") + column;
        return list;
    }
};

class RawSqlite {
public:
    explicit RawSqlite(std::string const& path)
    {
        check(sqlite3_open(path.c_str(), &m_handle));
        // As core/db sets them.
        for (auto const* pragma : { "pragma journal_mode = wal", "pragma synchronous = full", "pragma temp_store = memory", "pragma cache_size = -16000" })
            check(sqlite3_exec(m_handle, pragma, nullptr, nullptr, nullptr));
    }
    RawSqlite(RawSqlite const&) = delete;
    RawSqlite& operator=(RawSqlite const&) = delete;
    ~RawSqlite() { sqlite3_close(m_handle); }

    void read(TableRows& table) const
    {
        auto* const statement = prepared("select * from " + table.name + " order by tenant_id, id");
        table.columns.clear();
        table.rows.clear();
        for (int column = 0; column < sqlite3_column_count(statement); ++column)
            table.columns.emplace_back(sqlite3_column_name(statement, column));
        while (sqlite3_step(statement) == SQLITE_ROW) {
            auto& row = table.rows.emplace_back(table.columns.size());
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                auto& cell = row[static_cast<std::size_t>(column)];
                auto const type = sqlite3_column_type(statement, column);
                cell.kind = type == SQLITE_NULL ? Cell::Kind::null : type == SQLITE_INTEGER ? Cell::Kind::integer : Cell::Kind::text;
                if (cell.kind == Cell::Kind::integer)
                    cell.number = sqlite3_column_int64(statement, column);
                else if (cell.kind == Cell::Kind::text)
                    cell.text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
            }
        }
        sqlite3_finalize(statement);
    }

    Seconds run(char const* sql)
    {
        auto const start = std::chrono::steady_clock::now();
        check(sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr));
        return std::chrono::steady_clock::now() - start;
    }

    // One statement for the table.
    Seconds insert(TableRows const& table)
    {
        auto const start = std::chrono::steady_clock::now();
        std::string places = "?";
        for (std::size_t i = 1; i < table.columns.size(); ++i)
            places += ", ?";
        auto* const statement = prepared("insert into " + table.name + " (" + table.column_list() + ") values (" + places + ")");
        for (auto const& row : table.rows) {
            int place = 0;
            for (auto const& cell : row) {
                ++place;
                if (cell.kind == Cell::Kind::integer)
                    sqlite3_bind_int64(statement, place, cell.number);
                else if (cell.kind == Cell::Kind::text)
                    sqlite3_bind_text(statement, place, cell.text.data(), static_cast<int>(cell.text.size()), SQLITE_STATIC);
                else
                    sqlite3_bind_null(statement, place);
            }
            if (sqlite3_step(statement) != SQLITE_DONE)
                throw std::runtime_error(sqlite3_errmsg(m_handle));
            sqlite3_reset(statement);
        }
        sqlite3_finalize(statement);
        return std::chrono::steady_clock::now() - start;
    }

private:
    sqlite3_stmt* prepared(std::string const& sql) const
    {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v3(m_handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
        return statement;
    }
    void check(int code) const
    {
        if (code != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(m_handle));
    }

    sqlite3* m_handle = nullptr;
};

class RawMysql {
public:
    explicit RawMysql(db::Location const& location)
        : m_handle(mysql_init(nullptr))
    {
        unsigned const local = 1;
        mysql_options(m_handle, MYSQL_OPT_LOCAL_INFILE, &local);
        mysql_options(m_handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
        if (!mysql_real_connect(m_handle, location.host.c_str(), location.user.c_str(), location.password.c_str(), location.name.c_str(),
                static_cast<unsigned>(location.port), nullptr, 0))
            throw std::runtime_error(mysql_error(m_handle));
    }
    RawMysql(RawMysql const&) = delete;
    RawMysql& operator=(RawMysql const&) = delete;
    ~RawMysql() { mysql_close(m_handle); }

    void run(std::string const& sql)
    {
        if (mysql_real_query(m_handle, sql.data(), sql.size()) != 0)
            throw std::runtime_error(mysql_error(m_handle));
    }

    void read(TableRows& table)
    {
        run("select * from " + table.name + " order by tenant_id, id");
        std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> const result { mysql_use_result(m_handle), mysql_free_result };
        table.columns.clear();
        table.rows.clear();
        for (unsigned column = 0; column < mysql_num_fields(result.get()); ++column)
            table.columns.emplace_back(mysql_fetch_field_direct(result.get(), column)->name);
        while (auto* const row = mysql_fetch_row(result.get())) {
            auto& cells = table.rows.emplace_back(table.columns.size());
            for (std::size_t column = 0; column < table.columns.size(); ++column)
                if (row[column]) {
                    cells[column].kind = Cell::Kind::text;
                    cells[column].text = row[column];
                }
        }
    }

    // The rows as LOAD DATA takes them; made before the clock starts.
    static std::string file_of(TableRows const& table)
    {
        std::string file;
        for (auto const& row : table.rows)
            for (std::size_t column = 0; column < row.size(); ++column) {
                if (row[column].kind == Cell::Kind::null)
                    file += "\\N";
                else
                    for (char const c : row[column].text)
                        (c == '\t' || c == '\\' || c == '\n') ? (file += '\\') += c : file += c;
                file += column + 1 == row.size() ? '\n' : '\t';
            }
        return file;
    }

    // One LOAD DATA LOCAL a table, one transaction.
    Seconds load(std::vector<TableRows> const& tables, std::vector<std::string> const& files)
    {
        auto const start = std::chrono::steady_clock::now();
        run("start transaction");
        for (std::size_t i = 0; i < tables.size(); ++i) {
            std::string_view rest { files[i] };
            mysql_set_local_infile_handler(
                m_handle, [](void** out, char const*, void* given) { return (*out = given) == nullptr ? 1 : 0; },
                [](void* given, char* buffer, unsigned capacity) {
                    auto& left = *static_cast<std::string_view*>(given);
                    auto const size = std::min<std::size_t>(capacity, left.size());
                    std::memcpy(buffer, left.data(), size);
                    left.remove_prefix(size);
                    return static_cast<int>(size);
                },
                [](void*) {}, [](void*, char*, unsigned) { return 2000; }, &rest);
            run("load data local infile 'rows' into table " + tables[i].name + " character set utf8mb4 (" + tables[i].column_list() + ")");
        }
        run("commit");
        return std::chrono::steady_clock::now() - start;
    }

private:
    MYSQL* m_handle;
};

}
