#include "db/mysql_load.h"

#include "db/errors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace portal::db {

namespace {

struct Infile {
    std::string_view rest;
};
int infile_init(void** out, char const*, void* given)
{
    *out = given;
    return given == nullptr ? 1 : 0;
}
int infile_read(void* given, char* buffer, unsigned capacity)
{
    auto& infile = *static_cast<Infile*>(given);
    auto const size = std::min<std::size_t>(capacity, infile.rest.size());
    std::memcpy(buffer, infile.rest.data(), size);
    infile.rest.remove_prefix(size);
    return static_cast<int>(size);
}
void infile_end(void*) { }
int infile_error(void*, char* buffer, unsigned capacity)
{
    std::strncpy(buffer, "no file is sent", capacity);
    return 2000;
}

void send(MYSQL* handle, Infile* infile) { mysql_set_local_infile_handler(handle, infile_init, infile_read, infile_end, infile_error, infile); }

}

LoadRows::LoadRows(std::size_t width)
    : m_width(width)
{
    m_text.reserve(s_most + 8'192);
}

void LoadRows::add(std::span<Value const> values)
{
    if (values.size() != m_width)
        throw Error("bulk: wrong number of values");
    for (std::size_t place = 0; place < values.size(); ++place) {
        if (place > 0)
            m_text += '\t';
        if (auto const* const number = std::get_if<std::int64_t>(&values[place]))
            append(*number);
        else if (auto const* const text = std::get_if<std::string_view>(&values[place]))
            append(*text);
        else if (std::holds_alternative<Null>(values[place]))
            m_text += "\\N";
        else
            throw Error("bulk: bytes cannot be loaded");
    }
    m_text += '\n';
    ++m_count;
}

void LoadRows::clear()
{
    m_text.clear();
    m_count = 0;
}

void LoadRows::append(std::int64_t number)
{
    std::array<char, 20> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    m_text.append(digits.data(), end);
}

void LoadRows::append(std::string_view text)
{
    for (;;) {
        auto const plain = std::find_if(text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\\' || c == '\0'; });
        m_text.append(text.begin(), plain);
        if (plain == text.end())
            return;
        m_text += '\\';
        m_text += *plain == '\t' ? 't' : *plain == '\n' ? 'n' : *plain == '\0' ? '0' : '\\';
        text.remove_prefix(static_cast<std::size_t>(plain - text.begin()) + 1);
    }
}

std::string load_statement(std::string_view table, std::span<std::string_view const> columns)
{
    std::string names;
    for (auto const column : columns)
        names += (names.empty() ? "" : ", ") + std::string { column };
    return "load data local infile 'rows' into table " + std::string { table } + " character set utf8mb4 (" + names + ")";
}

bool load_rows(MYSQL* handle, std::string const& statement, std::string_view rows)
{
    Infile infile { rows };
    send(handle, &infile);
    bool const is_done = mysql_real_query(handle, statement.data(), statement.size()) == 0;
    send_no_files(handle);
    return is_done;
}

void send_no_files(MYSQL* handle) { send(handle, nullptr); }

}
