#include "db/rows.h"

#include <stdexcept>

namespace portal::db {

RowStorage::Cell const& Row::cell(std::size_t column) const
{
    if (column >= m_storage->m_columns)
        throw std::runtime_error("a result has no column " + std::to_string(column));
    return m_storage->m_cells[m_row * m_storage->m_columns + column];
}

std::int64_t Row::integer(std::size_t column) const
{
    auto const& found = cell(column);
    if (found.kind != RowStorage::Kind::integer)
        throw std::runtime_error("column " + std::to_string(column) + " of a result is no integer");
    return found.value;
}

std::string_view Row::text_view(std::size_t column) const
{
    auto const& found = cell(column);
    if (found.kind != RowStorage::Kind::text)
        throw std::runtime_error("column " + std::to_string(column) + " of a result is no text");
    return std::string_view { m_storage->m_texts }.substr(static_cast<std::size_t>(found.value), found.length);
}

Date Row::date(std::size_t column) const
{
    auto const date = date_from_number(integer(column));
    if (!date)
        throw std::runtime_error("column " + std::to_string(column) + " of a result is no date");
    return *date;
}

std::optional<Date> Row::optional_date(std::size_t column) const
{
    return is_null(column) || integer(column) == 0 ? std::nullopt : std::optional { date(column) };
}

std::optional<std::int64_t> Row::optional_integer(std::size_t column) const { return is_null(column) ? std::nullopt : std::optional { integer(column) }; }

std::optional<std::string> Row::optional_text(std::size_t column) const { return is_null(column) ? std::nullopt : std::optional { text(column) }; }

std::optional<Instant> Row::optional_instant(std::size_t column) const { return is_null(column) ? std::nullopt : std::optional { instant(column) }; }

}
