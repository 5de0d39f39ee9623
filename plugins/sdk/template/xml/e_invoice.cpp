#include "e_invoice.h"

namespace {

// What this utility supplies: water, heat, electricity, gas or waste.
constexpr std::string_view s_service = "electricity";

struct Unit {
    std::string_view code, shown;
};
constexpr Unit s_units[] { { "KWH", "kWh" }, { "MWH", "MWh" }, { "KWT", "kW" }, { "MTQ", "m³" }, { "DAY", "d" }, { "MON", "mo" }, { "C62", "" } };

std::string_view shown(std::string_view code)
{
    for (auto const& unit : s_units)
        if (unit.code == code)
            return unit.shown;
    return code;
}

// The portal's amounts are positive when the customer owes them.
portal::Money owed(EInvoice const& invoice, portal::Money money) { return { invoice.is_credit_note ? -money.minor : money.minor, money.currency }; }

portal::Decimal owed(EInvoice const& invoice, portal::Decimal number) { return { invoice.is_credit_note ? -number.value : number.value, number.scale }; }

void give_customer(EInvoice const& invoice, portal::Sink& sink)
{
    sink.customer({ .number = invoice.customer,
        .name = invoice.name,
        .street = invoice.street,
        .postal_code = invoice.postal_code,
        .town = invoice.town,
        .country = invoice.country });
    if (!invoice.supply_point.empty())
        sink.supply_point({ .number = invoice.supply_point,
            .customer = invoice.customer,
            .street = invoice.street,
            .postal_code = invoice.postal_code,
            .town = invoice.town,
            .service = s_service });
}

void give_line(EInvoice const& invoice, EInvoiceLine const& line, portal::Sink& sink)
{
    sink.invoice_line({ .invoice = invoice.number,
        .number = line.number,
        .description = line.description,
        .unit = shown(line.unit_code),
        .supply_point = invoice.supply_point,
        .from = line.from,
        .to = line.to,
        .quantity = owed(invoice, line.quantity),
        .unit_price = line.price,
        .vat_percent = line.vat_percent,
        .net = owed(invoice, line.net) });
}

}

void give(EInvoice const& invoice, portal::Sink& sink, ImportSettings const& settings)
{
    if (invoice.currency != settings.currency)
        throw portal::RowError("row.bad_currency", "currency", settings.currency);
    std::string_view const kind = invoice.is_credit_note ? "credit_note" : "invoice";
    auto const reference = checked_reference(settings.scheme, invoice.reference, "reference");
    if (settings.has_customers)
        give_customer(invoice, sink);
    sink.invoice({ .number = invoice.number,
        .kind = kind,
        .reference = reference,
        .customer = invoice.customer,
        .supply_point = invoice.supply_point,
        .iban = invoice.iban,
        .purpose_code = invoice.purpose_code,
        .issued = invoice.issued,
        .due = invoice.due,
        .service_from = invoice.from,
        .service_to = invoice.to,
        .net = owed(invoice, invoice.net),
        .vat = owed(invoice, invoice.vat),
        .total = owed(invoice, invoice.total),
        .prepaid = owed(invoice, invoice.prepaid),
        .payable = owed(invoice, invoice.payable) });
    for (auto const& line : invoice.lines)
        give_line(invoice, line, sink);
    // What is written on the bill is what the customer's account is charged with.
    sink.transaction({ .external_id = invoice.number,
        .customer = invoice.customer,
        .kind = kind,
        .invoice = invoice.number,
        .reference = reference,
        .booked = invoice.issued,
        .amount = owed(invoice, invoice.total) });
}
