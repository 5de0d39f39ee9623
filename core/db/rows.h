// What a query gave back, copied out of the driver: rows stay good when the session has gone on.
#pragma once

#include "base/date.h"
#include "base/time.h"
#include "db/value.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace portal::db {

// One buffer for all texts of a result and one cell a column; filled by the connections.
class RowStorage {
public:
    void add_null() { next() = { Kind::null, 0, 0 }; }
    void add_integer(std::int64_t value) { next() = { Kind::integer, 0, value }; }
    void add_text(std::string_view text)
    {
        next() = { Kind::text, static_cast<std::uint32_t>(text.size()), static_cast<std::int64_t>(m_texts.size()) };
        m_texts.append(text);
    }
    // Before the first row; room for that many is made at once.
    void expect(std::size_t columns, std::size_t rows)
    {
        m_columns = columns;
        m_cells.resize(columns * rows);
    }
    std::size_t rows() const { return m_columns == 0 ? 0 : m_used / m_columns; }

private:
    friend class Row;
    enum class Kind : std::uint8_t { null, integer, text };
    struct Cell {
        Kind kind;
        std::uint32_t length; // of a text: both databases end far below 4 GiB
        std::int64_t value; // the integer, or where the text begins
    };
    // A page reads a thousand of them: what std::vector::push_back does for each was a twentieth of its time.
    Cell& next()
    {
        if (m_used == m_cells.size())
            m_cells.resize(std::max<std::size_t>(64, m_used * 2));
        return m_cells[m_used++];
    }
    std::vector<Cell> m_cells;
    std::size_t m_used = 0;
    std::string m_texts;
    std::size_t m_columns = 0;
};

// Columns are counted from 0. A wrong type, a null where none is expected and a column that is not there are faults of
// the statement's author or of the database: std::runtime_error.
class Row {
public:
    Row(std::shared_ptr<RowStorage const> storage, std::size_t row)
        : m_storage(std::move(storage))
        , m_row(row)
    {
    }
    bool is_null(std::size_t column) const { return cell(column).kind == RowStorage::Kind::null; }
    std::int64_t integer(std::size_t column) const;
    std::string_view text_view(std::size_t column) const; // good as long as this row or its result lives
    std::string text(std::size_t column) const { return std::string { text_view(column) }; }
    std::string bytes(std::size_t column) const { return text(column); }
    bool flag(std::size_t column) const { return integer(column) != 0; }
    Date date(std::size_t column) const;
    std::optional<Date> optional_date(std::size_t column) const; // null and 0 are nullopt
    Instant instant(std::size_t column) const { return instant_from_number(integer(column)); }
    std::optional<std::int64_t> optional_integer(std::size_t column) const;
    std::optional<std::string> optional_text(std::size_t column) const;
    std::optional<Instant> optional_instant(std::size_t column) const;
    template <typename IdType> IdType id(std::size_t column) const { return IdType { integer(column) }; }

private:
    RowStorage::Cell const& cell(std::size_t column) const;
    std::shared_ptr<RowStorage const> m_storage;
    std::size_t m_row;
};

class Rows {
public:
    explicit Rows(std::shared_ptr<RowStorage const> storage)
        : m_storage(std::move(storage))
        , m_size(m_storage->rows())
    {
    }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    Row operator[](std::size_t row) const { return { m_storage, row }; }

    class Iterator {
    public:
        Iterator(Rows const& rows, std::size_t row)
            : m_rows(&rows)
            , m_row(row)
        {
        }
        Row operator*() const { return (*m_rows)[m_row]; }
        Iterator& operator++()
        {
            ++m_row;
            return *this;
        }
        bool operator==(Iterator const& other) const { return m_row == other.m_row; }

    private:
        Rows const* m_rows;
        std::size_t m_row;
    };
    Iterator begin() const { return { *this, 0 }; }
    Iterator end() const { return { *this, m_size }; }

private:
    std::shared_ptr<RowStorage const> m_storage;
    std::size_t m_size;
};

}
