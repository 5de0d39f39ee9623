#include "plugins/host_sink.h"

#include <algorithm>
#include <cstring>

namespace portal::plugins {

namespace {

constexpr std::size_t s_frame = 128 * 1024;

template <typename Row> constexpr RowKind s_kind {};
template <> constexpr RowKind s_kind<portal_delivery_head> = RowKind::head;
template <> constexpr RowKind s_kind<portal_customer_row> = RowKind::customer;
template <> constexpr RowKind s_kind<portal_supply_point_row> = RowKind::supply_point;
template <> constexpr RowKind s_kind<portal_meter_row> = RowKind::meter;
template <> constexpr RowKind s_kind<portal_register_row> = RowKind::meter_register;
template <> constexpr RowKind s_kind<portal_reading_row> = RowKind::reading;
template <> constexpr RowKind s_kind<portal_invoice_row> = RowKind::invoice;
template <> constexpr RowKind s_kind<portal_invoice_line_row> = RowKind::invoice_line;
template <> constexpr RowKind s_kind<portal_transaction_row> = RowKind::transaction;

// Only keeps a frame from bursting; whether a row is right is judged by the portal.
struct LengthCheck {
    char const* too_long = nullptr;
    void text(char const* name, portal_text const& value, std::size_t most, sdk::Need)
    {
        if (value.len > most)
            too_long = name;
    }
    void word(char const* name, portal_text const& value, std::initializer_list<std::string_view>)
    {
        if (value.len > 64)
            too_long = name;
    }
    void date(char const*, portal_date const&, sdk::Need) { }
    void money(char const*, portal_money const&, sdk::Need) { }
    void decimal(char const*, portal_decimal const&, sdk::Need) { }
    template <typename Number> void number(char const*, Number, std::int64_t, std::int64_t) { }
};

portal_text terminated(char const* text, std::size_t size) { return { text, ::strnlen(text, size) }; }

}

HostSink::HostSink(Channel& channel, HostLibrary const& library, HostDelivery const& delivery)
    : m_channel(channel)
    , m_library(library)
    , m_delivery(delivery)
{
    m_border.size = sizeof m_border;
    m_border.ctx = this;
    m_border.begin = take<portal_delivery_head>;
    m_border.customer = take<portal_customer_row>;
    m_border.supply_point = take<portal_supply_point_row>;
    m_border.meter = take<portal_meter_row>;
    m_border.meter_register = take<portal_register_row>;
    m_border.reading = take<portal_reading_row>;
    m_border.invoice = [](void* self, portal_invoice_row const* row) { return static_cast<HostSink*>(self)->invoice(*row); };
    m_border.invoice_line = take<portal_invoice_line_row>;
    m_border.transaction = take<portal_transaction_row>;
    m_border.document = [](void* self, portal_document_row const* row) { return static_cast<HostSink*>(self)->document(*row); };
    m_border.problem
        = [](void* self, portal_text file, std::uint64_t line, portal_error const* error) { return static_cast<HostSink*>(self)->problem(file, line, *error); };
    m_border.at = [](void* self, portal_text file, std::uint64_t line) { static_cast<HostSink*>(self)->at(file, line); };
    m_packed.reserve(s_frame + 4096);
}

template <typename Row> portal_status HostSink::take(void* self, Row const* row) { return static_cast<HostSink*>(self)->pack(s_kind<Row>, *row); }

template <typename Row> portal_status HostSink::pack(RowKind kind, Row const& row)
{
    LengthCheck length;
    visit_fields(row, length);
    if (length.too_long)
        return refuse("row.too_long", length.too_long);
    pack_place();
    m_packed += static_cast<char>(kind);
    visit_fields(row, Packer { m_packed });
    return m_packed.size() < s_frame || flush() ? PORTAL_OK : PORTAL_STOPPED;
}

portal_status HostSink::invoice(portal_invoice_row const& given)
{
    auto const* const code = m_library.security_code();
    auto row = given;
    Answer answer;
    if (m_library.code_is_document_number())
        answer = m_library.text_of(code->normalise, sdk::from_c(given.number));
    else if (code && given.security_code.len > 0)
        answer = m_library.text_of(code->normalise, sdk::from_c(given.security_code));
    else
        answer = m_library.derived_code({ sizeof(portal_bill), given.reference, given.customer, given.number, given.issued, given.total });
    if (answer.status != PORTAL_OK)
        return refuse(answer.error.key[0] != 0 ? answer.error.key : "row.bad_code", "security_code");
    row.security_code = sdk::to_c(answer.text);
    return pack(RowKind::invoice, row);
}

portal_status HostSink::document(portal_document_row const& row)
{
    if (row.len == 0 || row.len > sdk::document_length)
        return refuse(row.len == 0 ? "row.missing" : "row.too_long", "bytes");
    PackedDocument const head { row.invoice, row.media_type, row.file_name, row.len };
    LengthCheck length;
    visit_fields(head, length);
    if (length.too_long)
        return refuse("row.too_long", length.too_long);
    if (auto const status = pack(RowKind::document, head); status != PORTAL_OK)
        return status;
    for (std::string_view left { static_cast<char const*>(row.bytes), row.len }; !left.empty(); left.remove_prefix(std::min(left.size(), s_document_part))) {
        m_packed += static_cast<char>(RowKind::document_part);
        Packer { m_packed }.text("bytes", sdk::to_c(left.substr(0, s_document_part)), s_document_part, sdk::Need::required);
        if (m_packed.size() >= s_frame && !flush())
            return PORTAL_STOPPED;
    }
    return PORTAL_OK;
}

void HostSink::payment(PackedPayment const& row)
{
    if (auto const status = pack(RowKind::payment, row); status != PORTAL_OK)
        throw sdk::Stopped(status);
}

portal_status HostSink::problem(portal_text file, std::uint64_t line, portal_error const& error)
{
    PackedProblem const row { file, line, terminated(error.key, sizeof error.key), terminated(error.field, sizeof error.field),
        terminated(error.detail, sizeof error.detail) };
    return pack(RowKind::problem, row);
}

// A row that cannot go out becomes a problem; the plugin goes on.
portal_status HostSink::refuse(std::string_view key, std::string_view field)
{
    PackedProblem const row { sdk::to_c(m_file.empty() ? m_delivery.current_name() : m_file), m_line, sdk::to_c(key), sdk::to_c(field), {} };
    return pack(RowKind::problem, row);
}

void HostSink::at(portal_text file, std::uint64_t line)
{
    auto const name = sdk::from_c(file).substr(0, 255);
    m_is_new_file = m_is_new_file || name != m_file;
    m_is_new_place = m_is_new_place || m_is_new_file || line != m_line;
    m_line = line;
    if (m_is_new_file)
        m_file = name;
}

// Before a row, when the plugin has told another place since the last one.
void HostSink::pack_place()
{
    if (!m_is_new_place)
        return;
    PackedPlace const place { sdk::to_c(m_is_new_file ? std::string_view { m_file } : std::string_view {}), m_line };
    m_packed += static_cast<char>(RowKind::place);
    visit_fields(place, Packer { m_packed });
    m_is_new_file = m_is_new_place = false;
}

bool HostSink::flush()
{
    if (m_packed.empty())
        return true;
    wire::FromHost message;
    message.mutable_rows()->set_packed(m_packed);
    message.mutable_rows()->set_bytes_read(m_delivery.bytes_read());
    m_packed.clear();
    return m_channel.send(message, std::nullopt) == Io::done;
}

}
