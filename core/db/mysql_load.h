// MariaDB's LOAD DATA LOCAL from memory: the rows as its text, and how they are handed to the client library. Of the connection.
#pragma once

#include "db/value.h"

#include <mysql.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace portal::db {

// Rows in the default text format: tabs between, newline behind, backslash escapes, \N for null. Texts and integers only, else Error.
class LoadRows {
public:
    explicit LoadRows(std::size_t width);

    void add(std::span<Value const> values);
    bool is_full() const { return m_text.size() >= s_most; }
    std::string_view text() const { return m_text; }
    std::int64_t count() const { return m_count; }
    void clear();

private:
    static constexpr std::size_t s_most = 1 << 20;

    void append(std::int64_t number);
    void append(std::string_view text);

    std::size_t m_width;
    std::string m_text;
    std::int64_t m_count = 0;
};

std::string load_statement(std::string_view table, std::span<std::string_view const> columns);

// Runs the statement with these rows as its file; false: the handle has the error.
bool load_rows(MYSQL* handle, std::string const& statement, std::string_view rows);

// A server that asks for a file gets nothing.
void send_no_files(MYSQL* handle);

}
