#include "features/invoices/invoice_model.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace portal::invoices {

namespace {

// Whole units without the zeros behind the comma that a billing system writes: 12,000 m³ reads as twelve thousand.
Quantity without_zeros(Quantity quantity)
{
    while (quantity.scale() > 0 && quantity.value() % 10 == 0)
        quantity = *quantity.rescaled(quantity.scale() - 1);
    return quantity;
}

customers::SupplyPoint const* find_point(customers::Customer const& customer, std::string_view number)
{
    auto const& points = customer.supply_points;
    auto const found = std::find_if(points.begin(), points.end(), [&](auto const& point) { return point.number == number; });
    return found == points.end() ? nullptr : &*found;
}

std::vector<view::Model> line_models(InvoiceWithLines const& found, view::Wording const& wording)
{
    auto const& format = wording.format;
    std::vector<view::Model> models;
    for (auto const& line : found.lines) {
        view::Model model;
        model.set("name", line.description);
        model.set("explanation", "");
        model.set("quantity", format.quantity(without_zeros(line.quantity), line.unit));
        model.set("price", format.decimal(line.unit_price));
        model.set("amount", format.amount(Money { line.net, found.invoice.payable.currency() }));
        models.push_back(std::move(model));
    }
    return models;
}

// The readings behind the lines. Several lines (water, sewage, levy) often stand on the same ones: shown once.
std::vector<view::Model> reading_models(InvoiceWithLines const& found, customers::Customer const& customer, view::Wording const& wording)
{
    auto const& [texts, format] = wording;
    std::set<std::tuple<std::string, std::string, std::string, std::string>> seen;
    std::vector<view::Model> models;
    for (auto const& line : found.lines) {
        if (!line.old_reading || !line.new_reading)
            continue;
        auto const place = line.supply_point.empty() ? found.details.supply_point : line.supply_point;
        if (!seen.emplace(place, line.register_code, line.old_reading->decimal_text(), line.new_reading->decimal_text()).second)
            continue;
        auto const* const point = find_point(customer, place);
        auto const name = texts.get_or("meter.name." + (point ? point->service : std::string {}), "meter.name.other");
        auto const difference = *line.new_reading - *line.old_reading;
        view::Model model;
        model.set("name",
            line.register_code.empty() || line.register_code == "1"
                ? name
                : name + ", " + texts.get_or("meter.register." + line.register_code, "meter.register.other", { { "register", line.register_code } }));
        model.set("old", format.quantity(without_zeros(*line.old_reading), line.unit));
        model.set("new", format.quantity(without_zeros(*line.new_reading), line.unit));
        // A dial that passed its end, or was replaced: then the bill's quantity is what was used.
        model.set("used", format.quantity(without_zeros(difference < Quantity {} ? line.quantity : difference), line.unit));
        models.push_back(std::move(model));
    }
    return models;
}

// Thousands of bytes, as file managers count them; from a million on with a decimal.
std::string file_size(std::int64_t bytes, view::Format const& format)
{
    return bytes < 999'500 ? format.quantity(Quantity { (bytes + 999) / 1'000 }, "kB") : format.quantity(Quantity { (bytes + 50'000) / 100'000, 1 }, "MB");
}

}

std::string invoice_title(Invoice const& invoice, view::Wording const& wording)
{
    auto const& [texts, format] = wording;
    auto const month = service_period(invoice, format);
    switch (invoice.kind) {
    case Kind::invoice: return texts.get("invoice.title", { { "month", month } });
    case Kind::advance: return texts.get("invoice.title.advance", { { "month", month } });
    case Kind::credit_note: return texts.get("invoice.title.credit_note", { { "number", invoice.number } });
    case Kind::reminder: return texts.get("invoice.title.reminder", { { "number", invoice.number } });
    }
    return texts.get("invoice.title.plain", { { "number", invoice.number } });
}

view::Model invoice_model(
    InvoiceWithLines const& found, customers::Customer const& customer, tenants::Tenant const& tenant, Date today, view::Wording const& wording)
{
    auto const& invoice = found.invoice;
    auto const& details = found.details;
    auto const& format = wording.format;
    auto const now = state(invoice, today);
    auto const* const point = find_point(customer, details.supply_point);
    customers::PostalAddress const tenant_address { tenant.contact.street, tenant.contact.postal_code, tenant.contact.town };
    auto const amount = [&](Money const& money) { return format.money(money); };

    view::Model body;
    body.set("title", invoice_title(invoice, wording));
    body.set("utility_name", tenant.name).set("utility_logo", "/utilities/" + tenant.slug + "/logo.svg");
    body.set("number", invoice.number);
    body.set("issued", format.date(invoice.issued));
    body.set(
        "period", invoice.service_from && invoice.service_to ? format.period(*invoice.service_from, *invoice.service_to) : service_period(invoice, format));
    set_state(body, invoice, today);
    body.set("due", invoice.due ? format.date(*invoice.due) : std::string {});
    body.set("corrects", invoice.corrects);
    body.set("replaced_by_url", invoice.replaced_by ? path_of(invoice.replaced_by->id) : std::string {});
    body.set("pays", now == State::open || now == State::overdue);
    body.set("payable", amount(shown_amount(invoice)));
    body.set("rest", is_partly_paid(invoice) ? amount(invoice.rest) : std::string {});
    body.set("lines", line_models(found, wording));
    body.set("net", amount(details.net)).set("vat", amount(details.vat)).set("total", amount(invoice.total));
    body.set("prepaid", details.prepaid.is_zero() ? std::string {} : amount(-details.prepaid));
    body.set("recipient", tenant_address.line().empty() ? tenant.name : tenant.name + ", " + tenant_address.line());
    body.set("iban", iban_for_people(details.iban));
    body.set("reference", reference_for_people(details.reference));
    body.set("purpose_code", details.purpose_code);
    body.set("currency", invoice.payable.currency().code());
    body.set("meters", reading_models(found, customer, wording));
    body.set("customer_name", customer.name).set("customer_address", customer.address.line());
    body.set("supply_address", point ? point->address.line() : std::string {});
    auto const original = found.original.value_or(Original {});
    body.set("original", found.original ? path_of(invoice.id) + "/original" : std::string {});
    body.set("original_type", original.media_type == "application/pdf" ? "PDF" : "XML");
    body.set("original_size", file_size(original.size, format));
    return body;
}

}
