#include "plugins/row_reader.h"

#include "plugins/pack.h"

namespace portal::plugins {

namespace {

using sdk::from_c;

// All of these follow a FieldCheck, so they only convert.
std::optional<Date> optional_date(portal_date const& date) { return date.year == 0 ? std::nullopt : std::optional<Date> { from_c(date) }; }

Money amount(portal_money const& money) { return { money.minor, Currency { money.currency } }; }

Quantity quantity(portal_decimal const& decimal) { return { decimal.value, decimal.scale }; }

std::optional<Quantity> optional_quantity(portal_decimal const& decimal)
{
    return decimal.scale < 0 ? std::nullopt : std::optional<Quantity> { quantity(decimal) };
}

std::int64_t hundredths(portal_decimal const& percent)
{
    auto const rescaled = quantity(percent).rescaled(2);
    if (!rescaled || rescaled->value() < 0 || rescaled->value() > 10'000)
        throw sdk::RowError("row.bad_number", "vat_percent", "0 to 100 with two decimals");
    return rescaled->value();
}

DeliveryHead converted(portal_delivery_head const& r)
{
    return { .id = from_c(r.id),
        .created = optional_date(r.created),
        .is_full = r.is_full == 1,
        .expected_bills = r.expected_bills < 0 ? std::nullopt : std::optional { r.expected_bills },
        .expected_total = r.expected_total.currency[0] == 0 ? std::nullopt : std::optional { amount(r.expected_total) } };
}

CustomerRow converted(portal_customer_row const& r)
{
    return { from_c(r.number), from_c(r.name), from_c(r.street), from_c(r.postal_code), from_c(r.town), from_c(r.country), from_c(r.email) };
}

SupplyPointRow converted(portal_supply_point_row const& r)
{
    return { from_c(r.number), from_c(r.customer), from_c(r.street), from_c(r.postal_code), from_c(r.town), from_c(r.service), optional_date(r.from),
        optional_date(r.to) };
}

MeterRow converted(portal_meter_row const& r)
{
    return { from_c(r.number), from_c(r.supply_point), from_c(r.medium), optional_date(r.installed), optional_date(r.removed) };
}

RegisterRow converted(portal_register_row const& r) { return { from_c(r.meter), from_c(r.code), from_c(r.unit), r.digits, r.decimals }; }

ReadingRow converted(portal_reading_row const& r)
{
    if (r.value.value < 0)
        throw sdk::RowError("row.bad_number", "value", "not negative");
    return { from_c(r.id), from_c(r.meter), from_c(r.register_code), from_c(r.source), from_c(r.quality), from_c(r.read_on), quantity(r.value) };
}

InvoiceRow converted(portal_invoice_row const& r)
{
    for (auto const* other : { &r.net, &r.vat, &r.prepaid, &r.payable })
        if (std::string_view { other->currency } != r.total.currency)
            throw sdk::RowError("row.bad_currency", "total", "one currency in a bill");
    return { .number = from_c(r.number),
        .kind = from_c(r.kind),
        .corrects = from_c(r.corrects),
        .reference = from_c(r.reference),
        .customer = from_c(r.customer),
        .supply_point = from_c(r.supply_point),
        .iban = from_c(r.iban),
        .purpose_code = from_c(r.purpose_code),
        .security_code = Secret { std::string { from_c(r.security_code) } },
        .issued = from_c(r.issued),
        .due = optional_date(r.due),
        .service_from = optional_date(r.service_from),
        .service_to = optional_date(r.service_to),
        .net = amount(r.net),
        .vat = amount(r.vat),
        .total = amount(r.total),
        .prepaid = amount(r.prepaid),
        .payable = amount(r.payable) };
}

InvoiceLineRow converted(portal_invoice_line_row const& r)
{
    return { .invoice = from_c(r.invoice),
        .number = from_c(r.number),
        .description = from_c(r.description),
        .unit = from_c(r.unit),
        .supply_point = from_c(r.supply_point),
        .register_code = from_c(r.register_code),
        .from = optional_date(r.from),
        .to = optional_date(r.to),
        .quantity = quantity(r.quantity),
        .unit_price = quantity(r.unit_price),
        .old_reading = optional_quantity(r.old_reading),
        .new_reading = optional_quantity(r.new_reading),
        .vat_percent = hundredths(r.vat_percent),
        .net = amount(r.net) };
}

TransactionRow converted(portal_transaction_row const& r)
{
    return { from_c(r.external_id), from_c(r.customer), from_c(r.kind), from_c(r.invoice), from_c(r.reference), from_c(r.booked), amount(r.amount) };
}

PaymentRow converted(PackedPayment const& r)
{
    return { from_c(r.by_reference), from_c(r.by_details), r.position, from_c(r.statement), from_c(r.account), from_c(r.booked), amount(r.amount),
        from_c(r.end_to_end_id), from_c(r.payer), from_c(r.ultimate_payer), from_c(r.payer_account), from_c(r.references), from_c(r.invoices), from_c(r.text),
        r.is_return == 1 };
}

}

template <typename CRow, typename Give> void RowReader::row(Unpacker& from, Give give)
{
    CRow plain {};
    visit_fields(plain, from);
    try {
        visit_fields(std::as_const(plain), sdk::FieldCheck {});
        auto const checked = converted(plain);
        ++m_summary.rows;
        (m_sink.*give)(checked);
    } catch (sdk::RowError const& error) {
        ++m_summary.problems;
        m_sink.problem({ m_file, m_line, error.key(), error.field(), error.detail() });
    }
}

void RowReader::problem(Unpacker& from)
{
    PackedProblem plain {};
    visit_fields(plain, from);
    try {
        visit_fields(std::as_const(plain), sdk::FieldCheck {});
    } catch (sdk::RowError const&) {
        // Even its complaint is not fit to be shown; that it complained still counts.
        plain = { {}, 0, sdk::to_c("row.bad_text"), {}, {} };
    }
    ++m_summary.problems;
    m_sink.problem({ from_c(plain.file), plain.line, from_c(plain.key), from_c(plain.field), from_c(plain.detail) });
}

void RowReader::place(Unpacker& from)
{
    PackedPlace plain {};
    visit_fields(plain, from);
    try {
        visit_fields(std::as_const(plain), sdk::FieldCheck {});
        if (plain.file.len > 0)
            m_file = from_c(plain.file);
        m_line = plain.line;
    } catch (sdk::RowError const&) {
        m_file.clear(); // not fit to be shown
        m_line = 0;
    }
    m_sink.at(m_file, m_line);
}

void RowReader::document(Unpacker& from)
{
    PackedDocument plain {};
    visit_fields(plain, from);
    if (plain.size == 0 || plain.size > sdk::document_length)
        throw BadPacking(); // the host would not have sent it
    m_document_left = plain.size;
    m_takes_document = false;
    try {
        visit_fields(std::as_const(plain), sdk::FieldCheck {});
        ++m_summary.rows;
        m_sink.document({ from_c(plain.invoice), from_c(plain.media_type), from_c(plain.file_name), plain.size });
        m_takes_document = true;
    } catch (sdk::RowError const& error) {
        ++m_summary.problems;
        m_sink.problem({ m_file, m_line, error.key(), error.field(), error.detail() });
    }
}

void RowReader::document_part(Unpacker& from)
{
    portal_text bytes {};
    from.text("bytes", bytes, s_document_part, sdk::Need::required);
    if (bytes.len == 0 || bytes.len > s_document_part || bytes.len > m_document_left)
        throw BadPacking();
    m_document_left -= bytes.len;
    if (m_takes_document)
        m_sink.document_bytes(from_c(bytes));
}

void RowReader::read(std::string_view packed)
{
    Unpacker from { packed };
    while (!from.empty()) {
        auto const kind = from.kind();
        // The head is first and comes once, so that a sink knows what it is filling.
        if (kind != RowKind::problem && kind != RowKind::place && (kind == RowKind::head) == m_has_begun)
            throw BadPacking();
        if ((kind == RowKind::document_part) != (m_document_left > 0))
            throw BadPacking();
        switch (kind) {
        case RowKind::head: {
            portal_delivery_head head {};
            visit_fields(head, from);
            try {
                visit_fields(std::as_const(head), sdk::FieldCheck {});
            } catch (sdk::RowError const&) {
                throw BadPacking();
            }
            m_has_begun = true;
            m_sink.begin(converted(head));
            break;
        }
        case RowKind::customer: row<portal_customer_row>(from, &RowSink::customer); break;
        case RowKind::supply_point: row<portal_supply_point_row>(from, &RowSink::supply_point); break;
        case RowKind::meter: row<portal_meter_row>(from, &RowSink::meter); break;
        case RowKind::meter_register: row<portal_register_row>(from, &RowSink::meter_register); break;
        case RowKind::reading: row<portal_reading_row>(from, &RowSink::reading); break;
        case RowKind::invoice: row<portal_invoice_row>(from, &RowSink::invoice); break;
        case RowKind::invoice_line: row<portal_invoice_line_row>(from, &RowSink::invoice_line); break;
        case RowKind::transaction: row<portal_transaction_row>(from, &RowSink::transaction); break;
        case RowKind::document: document(from); break;
        case RowKind::document_part: document_part(from); break;
        case RowKind::payment: row<PackedPayment>(from, &RowSink::payment); break;
        case RowKind::problem: problem(from); break;
        case RowKind::place: place(from); break;
        default: throw BadPacking();
        }
    }
}

}
