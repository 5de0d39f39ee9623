#include "features/imports/row_builder.h"

#include "base/text.h"

#include <algorithm>

namespace portal::imports {

namespace {

bool is_printable_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}

void RowBuilder::start(Batch& batch, Kind kind, Place place)
{
    m_batch = &batch;
    m_rows = &batch.of(kind);
    m_table = &table_of(kind);
    m_start = m_batch->cells.size();
    m_place = place;
    m_content.clear();
    m_reason = {};
    m_field = {};
    m_detail.clear();
}

void RowBuilder::text(std::string_view field, std::string_view value, Need need)
{
    auto const most = m_table->columns[column()].characters;
    if (value.empty() && need == Need::required)
        refuse("row.missing", field);
    else if (!is_printable_ascii(value) && (has_control_characters(value) || !is_utf8(value))) {
        refuse("row.bad_text", field);
        value = {};
    } else if (value.size() > most && (value.size() > 4 * most || character_count(value) > most)) {
        refuse("row.too_long", field, "at most " + std::to_string(most) + " characters");
        value = {};
    }
    m_batch->cells.emplace_back(m_batch->texts.keep(value));
    m_content.add(value);
}

void RowBuilder::word(std::string_view field, std::string_view value, std::initializer_list<std::string_view> known)
{
    if (std::find(known.begin(), known.end(), value) == known.end())
        refuse("row.bad_word", field);
    text(field, value);
}

void RowBuilder::date(std::string_view field, std::optional<Date> value, Need need)
{
    std::int64_t number = 0;
    if (!value && need == Need::required)
        refuse("row.missing", field);
    else if (value) {
        number = value->ok() ? date_to_number(*value) : 0;
        if (!date_from_number(number)) {
            refuse("row.bad_date", field);
            number = 0;
        }
    }
    integer(number);
}

void RowBuilder::number(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most)
{
    if (value < least || value > most)
        refuse("row.bad_number", field, std::to_string(least) + " to " + std::to_string(most));
    integer(value);
}

void RowBuilder::amount(std::int64_t minor)
{
    constexpr std::int64_t most = 1'000'000'000'000'000;
    if (minor > most || minor < -most)
        refuse("row.bad_number", "amount");
    integer(minor);
}

void RowBuilder::currency(Currency currency) { text("currency", currency.code(), Need::required); }

void RowBuilder::quantity(Quantity const& value)
{
    integer(value.value());
    integer(value.scale());
}

void RowBuilder::optional_quantity(std::optional<Quantity> const& value)
{
    if (value)
        return quantity(*value);
    m_batch->cells.emplace_back(db::Null {});
    m_content.add_null();
    integer(0);
}

void RowBuilder::refuse(std::string_view reason, std::string_view field, std::string_view detail)
{
    if (is_refused())
        return;
    m_reason = reason;
    m_field = field;
    m_detail = detail;
}

RowFacts* RowBuilder::finish()
{
    if (is_refused()) {
        drop();
        return nullptr;
    }
    auto& facts = m_rows->facts.emplace_back();
    facts.fingerprint = m_content.fingerprint();
    facts.key_hash = key_hash(text_of(0));
    facts.whole_key_hash = m_table->has_second_key ? key_hash(text_of(0), text_of(1)) : facts.key_hash;
    if (m_table->parent)
        facts.parent_hash = key_hash(text_of(m_table->parent_column));
    facts.place = m_place;
    facts.first_cell = static_cast<std::uint32_t>(m_start);
    m_rows->width = column();
    ++m_batch->rows;
    return &facts;
}

void RowBuilder::integer(std::int64_t value)
{
    m_batch->cells.emplace_back(value);
    m_content.add(value);
}

}
