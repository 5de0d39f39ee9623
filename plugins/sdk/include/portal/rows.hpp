// The rows a plugin gives, and the sink that takes them: each is checked against portal/row_fields.hpp before it leaves.
#pragma once

#include <portal/row_fields.hpp>
#include <portal/text.hpp>
#include <portal/values.hpp>

#include <cstring>

namespace portal::sdk {

struct DeliveryHead {
    std::string_view id {};
    Date created {};
    bool is_full = false; // the delivery holds everything: rows that are absent are gone
    std::int64_t expected_bills = -1;
    Money expected_total {};
};
struct CustomerRow {
    std::string_view number {}, name {}, street {}, postal_code {}, town {}, country {}, email {};
};
struct SupplyPointRow {
    std::string_view number {}, customer {}, street {}, postal_code {}, town {}, service {};
    Date from {}, to {};
};
struct MeterRow {
    std::string_view number {}, supply_point {}, medium {};
    Date installed {}, removed {};
};
struct RegisterRow {
    std::string_view meter {}, code {}, unit {};
    std::int32_t digits = 0, decimals = 0;
};
struct ReadingRow {
    std::string_view id {}, meter {}, register_code {}, source {}, quality {};
    Date read_on {};
    Decimal value {};
};
struct InvoiceRow {
    std::string_view number {}, kind = "invoice", corrects {}, reference {}, customer {}, supply_point {}, iban {}, purpose_code {}, security_code {};
    Date issued {}, due {}, service_from {}, service_to {};
    Money net {}, vat {}, total {}, prepaid {}, payable {};
};
struct InvoiceLineRow {
    std::string_view invoice {}, number {}, description {}, unit {}, supply_point {}, register_code {};
    Date from {}, to {};
    Decimal quantity {}, unit_price {}, old_reading {}, new_reading {}, vat_percent {};
    Money net {};
};
struct TransactionRow {
    std::string_view external_id {}, customer {}, kind {}, invoice {}, reference {};
    Date booked {};
    Money amount {};
};

// The bill as a file: what the customer may download.
struct DocumentRow {
    std::string_view invoice {}, media_type {}, file_name {}, bytes {};
};

inline portal_delivery_head to_c(DeliveryHead const& r)
{
    return { sizeof(portal_delivery_head), to_c(r.id), to_c(r.created), r.is_full ? 1 : 0, r.expected_bills, to_c(r.expected_total) };
}
inline portal_customer_row to_c(CustomerRow const& r)
{
    return { sizeof(portal_customer_row), to_c(r.number), to_c(r.name), to_c(r.street), to_c(r.postal_code), to_c(r.town), to_c(r.country), to_c(r.email) };
}
inline portal_supply_point_row to_c(SupplyPointRow const& r)
{
    return { sizeof(portal_supply_point_row), to_c(r.number), to_c(r.customer), to_c(r.street), to_c(r.postal_code), to_c(r.town), to_c(r.service),
        to_c(r.from), to_c(r.to) };
}
inline portal_meter_row to_c(MeterRow const& r)
{
    return { sizeof(portal_meter_row), to_c(r.number), to_c(r.supply_point), to_c(r.medium), to_c(r.installed), to_c(r.removed) };
}
inline portal_register_row to_c(RegisterRow const& r)
{
    return { sizeof(portal_register_row), to_c(r.meter), to_c(r.code), to_c(r.unit), r.digits, r.decimals };
}
inline portal_reading_row to_c(ReadingRow const& r)
{
    return { sizeof(portal_reading_row), to_c(r.id), to_c(r.meter), to_c(r.register_code), to_c(r.source), to_c(r.quality), to_c(r.read_on), to_c(r.value) };
}
inline portal_invoice_row to_c(InvoiceRow const& r)
{
    return { sizeof(portal_invoice_row), to_c(r.number), to_c(r.kind), to_c(r.corrects), to_c(r.reference), to_c(r.customer), to_c(r.supply_point),
        to_c(r.iban), to_c(r.purpose_code), to_c(r.security_code), to_c(r.issued), to_c(r.due), to_c(r.service_from), to_c(r.service_to), to_c(r.net),
        to_c(r.vat), to_c(r.total), to_c(r.prepaid), to_c(r.payable) };
}
inline portal_invoice_line_row to_c(InvoiceLineRow const& r)
{
    return { sizeof(portal_invoice_line_row), to_c(r.invoice), to_c(r.number), to_c(r.description), to_c(r.unit), to_c(r.supply_point), to_c(r.register_code),
        to_c(r.from), to_c(r.to), to_c(r.quantity), to_c(r.unit_price), to_c(r.old_reading), to_c(r.new_reading), to_c(r.vat_percent), to_c(r.net) };
}
inline portal_transaction_row to_c(TransactionRow const& r)
{
    return { sizeof(portal_transaction_row), to_c(r.external_id), to_c(r.customer), to_c(r.kind), to_c(r.invoice), to_c(r.reference), to_c(r.booked),
        to_c(r.amount) };
}
inline portal_document_row to_c(DocumentRow const& r)
{
    return { sizeof(portal_document_row), to_c(r.invoice), to_c(r.media_type), to_c(r.file_name), r.bytes.data(), r.bytes.size() };
}

// A visitor (portal/row_fields.hpp) that throws RowError for the first field that breaks its rule.
struct FieldCheck {
    static void text(char const* name, portal_text const& value, std::size_t most, Need need)
    {
        auto const view = from_c(value);
        if (view.empty() && need == Need::required)
            throw RowError("row.missing", name);
        if (view.size() > most)
            throw RowError("row.too_long", name, "at most " + std::to_string(most) + " bytes");
        if (!is_printable_ascii(view) && (has_control_characters(view) || !is_utf8(view)))
            throw RowError("row.bad_text", name, "UTF-8 without control characters");
    }
    static void word(char const* name, portal_text const& value, std::initializer_list<std::string_view> allowed)
    {
        for (auto const one : allowed)
            if (one == from_c(value))
                return;
        throw RowError("row.bad_word", name);
    }
    static void date(char const* name, portal_date const& value, Need need)
    {
        if (value.year == 0 && need == Need::required)
            throw RowError("row.missing", name);
        if (value.year != 0 && (value.year < 1900 || value.year > 2999 || !from_c(value).ok()))
            throw RowError("row.bad_date", name);
    }
    static void money(char const* name, portal_money const& value, Need need)
    {
        std::string_view const code { value.currency, ::strnlen(value.currency, sizeof value.currency) };
        if (code.empty() && need == Need::optional)
            return;
        bool right = code.size() == 3;
        for (char const c : code)
            right = right && c >= 'A' && c <= 'Z';
        if (!right)
            throw RowError("row.bad_currency", name);
    }
    static void decimal(char const* name, portal_decimal const& value, Need need)
    {
        if (value.scale == -1 && need == Need::required)
            throw RowError("row.missing", name);
        if (value.scale < -1 || value.scale > 9)
            throw RowError("row.bad_number", name);
    }
    template <typename Number> static void number(char const* name, Number value, std::int64_t least, std::int64_t most)
    {
        if (value < least || value > most)
            throw RowError("row.bad_number", name, std::to_string(least) + " to " + std::to_string(most));
    }
};

// Takes rows. Each function throws RowError when a field breaks its rule, and Stopped when the portal wants no more.
class Sink {
public:
    explicit Sink(portal_import_sink const& sink)
        : m_sink(sink)
    {
    }

    // Once and first.
    void begin(DeliveryHead const& row) { give(row, m_sink.begin); }
    void customer(CustomerRow const& row) { give(row, m_sink.customer); }
    void supply_point(SupplyPointRow const& row) { give(row, m_sink.supply_point); }
    void meter(MeterRow const& row) { give(row, m_sink.meter); }
    void meter_register(RegisterRow const& row) { give(row, m_sink.meter_register); }
    void reading(ReadingRow const& row) { give(row, m_sink.reading); }
    void invoice(InvoiceRow const& row) { give(row, m_sink.invoice); }
    void invoice_line(InvoiceLineRow const& row) { give(row, m_sink.invoice_line); }
    void transaction(TransactionRow const& row) { give(row, m_sink.transaction); }
    // A portal that takes no documents goes on without.
    void document(DocumentRow const& row)
    {
        if (m_sink.document)
            give(row, m_sink.document);
    }
    // Rows as the border has them, for a plugin that fills them field by field with portal/row_fields.hpp.
    void row(portal_customer_row const& row) { check_and_give(row, m_sink.customer); }
    void row(portal_supply_point_row const& row) { check_and_give(row, m_sink.supply_point); }
    void row(portal_meter_row const& row) { check_and_give(row, m_sink.meter); }
    void row(portal_register_row const& row) { check_and_give(row, m_sink.meter_register); }
    void row(portal_reading_row const& row) { check_and_give(row, m_sink.reading); }
    void row(portal_invoice_row const& row) { check_and_give(row, m_sink.invoice); }
    void row(portal_invoice_line_row const& row) { check_and_give(row, m_sink.invoice_line); }
    void row(portal_transaction_row const& row) { check_and_give(row, m_sink.transaction); }
    // Where the next rows stand; what the portal finds wrong with them is listed with this place. Csv::each calls this by itself.
    void at(std::string_view file, std::uint64_t line)
    {
        if (m_sink.size >= sizeof(portal_import_sink) && m_sink.at)
            m_sink.at(m_sink.ctx, to_c(file), line);
    }
    // A row that is skipped; Csv::each calls this by itself.
    void problem(std::string_view file, std::uint64_t line, Failure const& failure)
    {
        portal_error error {};
        error.size = sizeof error;
        failure.copy_to(error);
        pass(m_sink.problem(m_sink.ctx, to_c(file), line, &error));
    }

private:
    template <typename Row, typename CRow> void give(Row const& row, portal_status (*take)(void*, CRow const*)) { check_and_give(to_c(row), take); }
    template <typename CRow> void check_and_give(CRow const& row, portal_status (*take)(void*, CRow const*))
    {
        visit_fields(row, FieldCheck {});
        pass(take(m_sink.ctx, &row));
    }
    static void pass(portal_status status)
    {
        if (status != PORTAL_OK)
            throw Stopped(status);
    }

    portal_import_sink const& m_sink;
};

}
