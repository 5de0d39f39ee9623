// Many rows in one text of bytes: for each row one byte that says which, then its fields in the order of portal/row_fields.hpp.
// Protobuf messages for rows cost several allocations a row; this costs none, and reading gives views into the frame.
//   number   varint, zigzag          text   varint length, bytes         date      varint year << 9 | month << 5 | day
//   money    number, 3 bytes         decimal   number, number (scale)
#pragma once

#include <portal/rows.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace portal::plugins {

enum class RowKind : unsigned char {
    head = 1,
    customer,
    supply_point,
    meter,
    meter_register,
    reading,
    invoice,
    invoice_line,
    transaction,
    problem,
    place,
    document,
    document_part,
    payment,
};

// The bytes are no rows.
struct BadPacking : std::runtime_error {
    BadPacking()
        : std::runtime_error("rows that cannot be read")
    {
    }
};

using sdk::visit_fields;

// A problem in the border's types, so that it is packed like a row.
struct PackedProblem {
    portal_text file;
    std::uint64_t line;
    portal_text key, field, detail;
};

template <sdk::RowOf<PackedProblem> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("file", row.file, 255, sdk::Need::optional);
    visit.number("line", row.line, 0, INT64_MAX);
    visit.text("key", row.key, 64, sdk::Need::required);
    visit.text("field", row.field, 64, sdk::Need::optional);
    visit.text("detail", row.detail, 256, sdk::Need::optional);
}

// Where the rows behind it stand. An empty file is the one before.
struct PackedPlace {
    portal_text file;
    std::uint64_t line;
};

template <sdk::RowOf<PackedPlace> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("file", row.file, 255, sdk::Need::optional);
    visit.number("line", row.line, 0, INT64_MAX);
}

// What is told of a document before its bytes, which come in parts behind it: a text of at most s_document_part each.
struct PackedDocument {
    portal_text invoice, media_type, file_name;
    std::uint64_t size;
};
inline constexpr std::size_t s_document_part = 64 * 1024;

template <sdk::RowOf<PackedDocument> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("invoice", row.invoice, sdk::number_length, sdk::Need::required);
    visit.text("media_type", row.media_type, 80, sdk::Need::required);
    visit.text("file_name", row.file_name, 200, sdk::Need::required);
    visit.number("bytes", row.size, 1, sdk::document_length);
}

// A payment of a bank statement; it comes from the host's own reader, so it is no part of the border. `references` and `invoices` have a '|' between them.
struct PackedPayment {
    portal_text by_reference, by_details;
    std::int64_t position;
    portal_text statement, account;
    portal_date booked;
    portal_money amount;
    portal_text end_to_end_id, payer, ultimate_payer, payer_account, references, invoices, text;
    std::int64_t is_return; // 0 or 1
};
inline constexpr std::size_t payment_text_length = 1'000;

template <sdk::RowOf<PackedPayment> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("by_reference", row.by_reference, 64, sdk::Need::optional);
    visit.text("by_details", row.by_details, 64, sdk::Need::required);
    visit.number("position", row.position, 0, 1'000'000'000);
    visit.text("statement", row.statement, 40, sdk::Need::optional);
    visit.text("account", row.account, 40, sdk::Need::optional);
    visit.date("booked", row.booked, sdk::Need::required);
    visit.money("amount", row.amount, sdk::Need::required);
    visit.text("end_to_end_id", row.end_to_end_id, 40, sdk::Need::optional);
    visit.text("payer", row.payer, 140, sdk::Need::optional);
    visit.text("ultimate_payer", row.ultimate_payer, 140, sdk::Need::optional);
    visit.text("payer_account", row.payer_account, 40, sdk::Need::optional);
    visit.text("references", row.references, payment_text_length, sdk::Need::optional);
    visit.text("invoices", row.invoices, payment_text_length, sdk::Need::optional);
    visit.text("text", row.text, payment_text_length, sdk::Need::optional);
    visit.number("is_return", row.is_return, 0, 1);
}

// A visitor that appends.
class Packer {
public:
    explicit Packer(std::string& out)
        : m_out(out)
    {
    }
    void text(char const*, portal_text const& value, std::size_t, sdk::Need) { put_text(value); }
    void word(char const*, portal_text const& value, std::initializer_list<std::string_view>) { put_text(value); }
    void date(char const*, portal_date const& value, sdk::Need)
    {
        put_varint(static_cast<std::uint64_t>(static_cast<std::uint16_t>(value.year)) << 9 | (value.month & 15U) << 5 | (value.day & 31U));
    }
    void money(char const*, portal_money const& value, sdk::Need)
    {
        put_number(value.minor);
        m_out.append(value.currency, 3);
    }
    void decimal(char const*, portal_decimal const& value, sdk::Need)
    {
        put_number(value.value);
        put_number(value.scale);
    }
    template <typename Number> void number(char const*, Number value, std::int64_t, std::int64_t) { put_number(static_cast<std::int64_t>(value)); }

private:
    void put_varint(std::uint64_t value)
    {
        char bytes[10];
        std::size_t count = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[count++] = static_cast<char>(value | 0x80);
        bytes[count++] = static_cast<char>(value);
        m_out.append(bytes, count);
    }
    void put_number(std::int64_t value) { put_varint(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63)); }
    void put_text(portal_text const& value)
    {
        auto const view = sdk::from_c(value);
        put_varint(view.size());
        m_out += view;
    }

    std::string& m_out;
};

// A visitor that takes from the front; texts are views into the bytes. Throws BadPacking.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes)
        : m_left(bytes)
    {
    }
    bool empty() const { return m_left.empty(); }
    std::string_view left() const { return m_left; }
    RowKind kind() { return static_cast<RowKind>(take(1).front()); }

    void text(char const*, portal_text& value, std::size_t, sdk::Need) { value = take_text(); }
    void word(char const*, portal_text& value, std::initializer_list<std::string_view>) { value = take_text(); }
    void date(char const*, portal_date& value, sdk::Need)
    {
        auto const packed = take_varint();
        value = { static_cast<std::int16_t>(packed >> 9), static_cast<std::uint8_t>(packed >> 5 & 15U), static_cast<std::uint8_t>(packed & 31U) };
    }
    void money(char const*, portal_money& value, sdk::Need)
    {
        value.minor = take_number();
        take(3).copy(value.currency, 3);
        value.currency[3] = 0;
    }
    void decimal(char const*, portal_decimal& value, sdk::Need)
    {
        value.value = take_number();
        auto const scale = take_number();
        value.scale = scale >= -1 && scale <= 9 ? static_cast<std::int32_t>(scale) : 99;
        value.reserved = 0;
    }
    template <typename Number> void number(char const*, Number& value, std::int64_t, std::int64_t)
    {
        auto const taken = take_number();
        value = static_cast<Number>(taken);
        if (static_cast<std::int64_t>(value) != taken)
            throw BadPacking();
    }

private:
    std::string_view take(std::size_t count)
    {
        if (count > m_left.size())
            throw BadPacking();
        auto const taken = m_left.substr(0, count);
        m_left.remove_prefix(count);
        return taken;
    }
    std::uint64_t take_varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            auto const byte = static_cast<unsigned char>(take(1).front());
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80)
                return value;
        }
        throw BadPacking();
    }
    std::int64_t take_number()
    {
        auto const value = take_varint();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    portal_text take_text()
    {
        auto const length = take_varint();
        if (length > m_left.size())
            throw BadPacking();
        return sdk::to_c(take(length));
    }

    std::string_view m_left;
};

}
