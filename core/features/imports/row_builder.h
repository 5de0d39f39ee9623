// Checks one row field by field against its table's columns and lays it down in a batch.
//
// What a plugin sends is not believed, although core/plugins has looked at it already: a text that does not fit its column or is
// no UTF-8 would otherwise be found by one of the two databases only.
#pragma once

#include "base/money.h"
#include "base/quantity.h"
#include "features/imports/batch.h"
#include "features/imports/hashing.h"
#include "features/imports/tables.h"

#include <initializer_list>
#include <optional>
#include <string>

namespace portal::imports {

enum class Need { required, optional };

// Call the field functions in the order of Table::columns, then finish(). One row after the other, one thread.
class RowBuilder {
public:
    void start(Batch& batch, Kind kind, Place place);

    void text(std::string_view field, std::string_view value, Need need = Need::optional);
    void word(std::string_view field, std::string_view value, std::initializer_list<std::string_view> known);
    void date(std::string_view field, std::optional<Date> value, Need need = Need::optional);
    void number(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most);
    // At most 10^15 minor units: no sum of a utility's rows leaves 64 bits.
    void amount(std::int64_t minor);
    void currency(Currency currency);
    void quantity(Quantity const& value);
    void optional_quantity(std::optional<Quantity> const& value);
    // Something about the row as a whole; the first problem of a row is the one that is told.
    void refuse(std::string_view reason, std::string_view field, std::string_view detail = {});
    // Goes into the fingerprint though it is no column.
    void also(std::string_view content) { m_content.also(content); }

    bool is_refused() const { return !m_reason.empty(); }
    std::string_view reason() const { return m_reason; }
    std::string_view field() const { return m_field; }
    std::string const& detail() const { return m_detail; }
    std::string_view text_of(std::size_t column) const { return std::get<std::string_view>(m_batch->cells[m_start + column]); }

    // Takes the row's cells back.
    void drop() { m_batch->cells.resize(m_start); }
    // Keeps the row, or takes its cells back when it was refused. The facts of a kept row may be completed by the caller.
    RowFacts* finish();

private:
    void integer(std::int64_t value);
    std::size_t column() const { return m_batch->cells.size() - m_start; }

    Batch* m_batch = nullptr;
    RowsOfKind* m_rows = nullptr;
    Table const* m_table = nullptr;
    std::size_t m_start = 0;
    Place m_place;
    RowContent m_content;
    std::string_view m_reason, m_field;
    std::string m_detail;
};

}
