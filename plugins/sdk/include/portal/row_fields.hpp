// What every field of a row may hold, said once: the SDK checks it before a row leaves the plugin (so that the utility hears
// file and line), the host packs rows by it, and the portal checks by it again, because a plugin is not believed.
#pragma once

#include <portal/portal_plugin.h>

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <type_traits>

namespace portal::sdk {

enum class Need { required, optional };

// Lengths in bytes.
inline constexpr std::size_t number_length = 40;
inline constexpr std::size_t reference_length = 64;
inline constexpr std::size_t external_id_length = 60;
inline constexpr std::size_t text_length = 120;

template <typename Given, typename Row>
concept RowOf = std::is_same_v<std::remove_const_t<Given>, Row>;

// A visitor has
//   text(name, portal_text, most bytes, Need)          word(name, portal_text, {allowed words})
//   date(name, portal_date, Need)                      money(name, portal_money, Need)
//   decimal(name, portal_decimal, Need)                number(name, integer, least, most)
// each by reference, const or not as the row is.
template <RowOf<portal_delivery_head> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("id", row.id, 80, Need::optional);
    visit.date("created", row.created, Need::optional);
    visit.number("is_full", row.is_full, 0, 1);
    visit.number("expected_bills", row.expected_bills, -1, 1'000'000'000);
    visit.money("expected_total", row.expected_total, Need::optional);
}

template <RowOf<portal_customer_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("number", row.number, number_length, Need::required);
    visit.text("name", row.name, text_length, Need::required);
    visit.text("street", row.street, text_length, Need::optional);
    visit.text("postal_code", row.postal_code, 12, Need::optional);
    visit.text("town", row.town, 80, Need::optional);
    visit.text("country", row.country, 2, Need::optional);
    visit.text("email", row.email, 254, Need::optional);
}

template <RowOf<portal_supply_point_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("number", row.number, number_length, Need::required);
    visit.text("customer", row.customer, number_length, Need::required);
    visit.text("street", row.street, text_length, Need::optional);
    visit.text("postal_code", row.postal_code, 12, Need::optional);
    visit.text("town", row.town, 80, Need::optional);
    visit.word("service", row.service, { "water", "heat", "electricity", "gas", "waste" });
    visit.date("from", row.from, Need::optional);
    visit.date("to", row.to, Need::optional);
}

template <RowOf<portal_meter_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("number", row.number, number_length, Need::required);
    visit.text("supply_point", row.supply_point, number_length, Need::required);
    visit.word("medium", row.medium, { "water", "hot_water", "heat", "electricity", "gas" });
    visit.date("installed", row.installed, Need::optional);
    visit.date("removed", row.removed, Need::optional);
}

template <RowOf<portal_register_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("meter", row.meter, number_length, Need::required);
    visit.text("code", row.code, 20, Need::required);
    visit.text("unit", row.unit, 12, Need::required);
    visit.number("digits", row.digits, 1, 12);
    visit.number("decimals", row.decimals, 0, 6);
}

template <RowOf<portal_reading_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("id", row.id, external_id_length, Need::required);
    visit.text("meter", row.meter, number_length, Need::required);
    visit.text("register_code", row.register_code, 20, Need::required);
    visit.word("source", row.source, { "utility", "customer", "estimate" });
    visit.text("quality", row.quality, 20, Need::optional);
    visit.date("read_on", row.read_on, Need::required);
    visit.decimal("value", row.value, Need::required);
}

template <RowOf<portal_invoice_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("number", row.number, number_length, Need::required);
    visit.word("kind", row.kind, { "invoice", "credit_note", "reminder", "advance" });
    visit.text("corrects", row.corrects, number_length, Need::optional);
    visit.text("reference", row.reference, reference_length, Need::optional);
    visit.text("customer", row.customer, number_length, Need::required);
    visit.text("supply_point", row.supply_point, number_length, Need::optional);
    visit.text("iban", row.iban, 34, Need::optional);
    visit.text("purpose_code", row.purpose_code, 4, Need::optional);
    visit.text("security_code", row.security_code, 64, Need::optional);
    visit.date("issued", row.issued, Need::required);
    visit.date("due", row.due, Need::optional);
    visit.date("service_from", row.service_from, Need::optional);
    visit.date("service_to", row.service_to, Need::optional);
    visit.money("net", row.net, Need::required);
    visit.money("vat", row.vat, Need::required);
    visit.money("total", row.total, Need::required);
    visit.money("prepaid", row.prepaid, Need::required);
    visit.money("payable", row.payable, Need::required);
}

template <RowOf<portal_invoice_line_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("invoice", row.invoice, number_length, Need::required);
    visit.text("number", row.number, 12, Need::required);
    visit.text("description", row.description, 200, Need::required);
    visit.text("unit", row.unit, 12, Need::optional);
    visit.text("supply_point", row.supply_point, number_length, Need::optional);
    visit.text("register_code", row.register_code, 20, Need::optional);
    visit.date("from", row.from, Need::optional);
    visit.date("to", row.to, Need::optional);
    visit.decimal("quantity", row.quantity, Need::required);
    visit.decimal("unit_price", row.unit_price, Need::required);
    visit.decimal("old_reading", row.old_reading, Need::optional);
    visit.decimal("new_reading", row.new_reading, Need::optional);
    visit.decimal("vat_percent", row.vat_percent, Need::required);
    visit.money("net", row.net, Need::required);
}

template <RowOf<portal_transaction_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("external_id", row.external_id, external_id_length, Need::required);
    visit.text("customer", row.customer, number_length, Need::required);
    visit.word("kind", row.kind, { "invoice", "payment", "credit_note", "reminder", "interest", "other" });
    visit.text("invoice", row.invoice, number_length, Need::optional);
    visit.text("reference", row.reference, reference_length, Need::optional);
    visit.date("booked", row.booked, Need::required);
    visit.money("amount", row.amount, Need::required);
}

// Its bytes are no field: at most document_length of them, and at least one.
inline constexpr std::size_t document_length = 8U << 20;
template <RowOf<portal_document_row> Row, typename Visitor> void visit_fields(Row& row, Visitor&& visit)
{
    visit.text("invoice", row.invoice, number_length, Need::required);
    visit.text("media_type", row.media_type, 80, Need::required);
    visit.text("file_name", row.file_name, 200, Need::required);
}

}
