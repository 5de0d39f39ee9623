#include "app/shown_invoice.h"

#include "app/shown_delivery.h"

#include <portal/e_invoice/meter_state.hpp>

#include <Poco/JSON/Array.h>

#include <cstdio>

namespace portal::app {

namespace {

using namespace sdk::e_invoice;
using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;
using sdk::Decimal;

Object new_object() { return Object { Poco::JSON_PRESERVE_KEY_ORDER }; }

Var amount(Decimal value, std::string const& currency)
{
    auto const money = value.scale < 0 ? std::nullopt : sdk::to_money(value, currency);
    if (!money)
        return {};
    auto object = new_object();
    object.set("minor", money->minor).set("currency", currency);
    return object;
}

// "12.5" as it is: quantities, prices and rates have as many decimals as they need.
std::string decimal_text(Decimal value)
{
    auto text = Exact { value }.text();
    while (text.ends_with('0'))
        text.pop_back();
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

Var decimal(Decimal value) { return value.scale < 0 ? Var {} : Var { decimal_text(value) }; }
std::string iso(sdk::Date date)
{
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

Var text(std::string const& value) { return value.empty() ? Var {} : Var { value }; }
Var date(sdk::Date value) { return value.ok() ? Var { iso(value) } : Var {}; }

Var party(Party const& party)
{
    auto object = new_object();
    object.set("id", text(party.id)).set("name", text(party.name)).set("trade_name", text(party.trade_name)).set("vat_id", text(party.vat_id));
    object.set("street", text(party.address.street)).set("address_line_2", text(party.address.more)).set("postal_code", text(party.address.postal_code));
    object.set("town", text(party.address.town)).set("country", text(party.address.country));
    return object;
}

Var allowances(std::vector<AllowanceOrCharge> const& all, std::string const& currency)
{
    Array array;
    for (auto const& one : all) {
        auto object = new_object();
        object.set("is_charge", one.is_charge).set("amount", amount(one.amount, currency)).set("base", amount(one.base, currency));
        object.set("percent", decimal(one.percent)).set("reason", text(one.reason)).set("reason_code", text(one.reason_code));
        object.set("vat_category", text(one.vat_category)).set("vat_percent", decimal(one.vat_percent));
        array.add(object);
    }
    return array;
}

Var attributes(std::vector<Attribute> const& all)
{
    Array array;
    for (auto const& one : all) {
        auto object = new_object();
        object.set("name", one.name).set("value", one.value);
        array.add(object);
    }
    return array;
}

Var lines(Invoice const& invoice)
{
    Array array;
    for (auto const& line : invoice.lines) {
        auto object = new_object();
        object.set("id", text(line.id)).set("name", text(line.name)).set("description", text(line.description)).set("note", text(line.note));
        object.set("item", text(line.item)).set("object", text(line.object));
        object.set("quantity", decimal(line.quantity)).set("unit", text(line.unit));
        object.set("unit_price", decimal(line.price)).set("price_quantity", decimal(line.price_quantity));
        object.set("net", amount(line.net, invoice.currency));
        object.set("vat_category", text(line.vat_category)).set("vat_percent", decimal(line.vat_percent));
        object.set("from", date(line.period.from)).set("to", date(line.period.to));
        auto const state = MeterNames {}.state_of(line);
        object.set("meter", text(state.meter)).set("old_reading", decimal(state.old_reading)).set("new_reading", decimal(state.new_reading));
        object.set("attributes", attributes(line.attributes)).set("allowances", allowances(line.allowances, invoice.currency));
        array.add(object);
    }
    return array;
}

Var vat(Invoice const& invoice)
{
    Array array;
    for (auto const& one : invoice.vat) {
        auto object = new_object();
        object.set("category", text(one.category)).set("percent", decimal(one.percent)).set("base", amount(one.base, invoice.currency));
        object.set("amount", amount(one.amount, invoice.currency)).set("exemption", text(one.exemption));
        array.add(object);
    }
    return array;
}

Var totals(Invoice const& invoice)
{
    auto const& totals = invoice.totals;
    auto object = new_object();
    for (auto const& [name, value] : std::initializer_list<std::pair<char const*, Decimal>> { { "lines", totals.lines }, { "allowances", totals.allowances },
             { "charges", totals.charges }, { "net", totals.net }, { "vat", totals.vat }, { "total", totals.total }, { "prepaid", totals.prepaid },
             { "rounding", totals.rounding }, { "payable", totals.payable } })
        object.set(name, amount(value, invoice.currency));
    object.set("vat_in_tax_currency", amount(totals.vat_in_tax_currency, invoice.tax_currency));
    return object;
}

std::string kind_of(Invoice const& invoice) { return invoice.is_credit_note() ? "credit_note" : invoice.is_advance() ? "advance" : "invoice"; }

std::string shown(sdk::Date value) { return value.ok() ? iso(value) : "-"; }

}

Object to_json(Format const& format, Invoice const& invoice)
{
    auto object = new_object();
    object.set("kind", kind_of(invoice)).set("format", std::string { format.title });
    object.set("number", text(invoice.number)).set("type", text(invoice.type)).set("corrects", text(invoice.corrects));
    object.set("corrects_issued", date(invoice.corrects_issued));
    object.set("issued", date(invoice.issued)).set("due", date(invoice.due)).set("tax_point", date(invoice.tax_point));
    object.set("from", date(invoice.period.from)).set("to", date(invoice.period.to)).set("delivered", date(invoice.delivered));
    object.set("currency", text(invoice.currency)).set("tax_currency", text(invoice.tax_currency));
    object.set("note", text(invoice.note)).set("terms", text(invoice.terms));
    object.set("buyer_reference", text(invoice.buyer_reference)).set("contract", text(invoice.contract)).set("order", text(invoice.order));
    object.set("object", text(invoice.object));
    object.set("payment_reference", text(invoice.payment_reference)).set("payment_means", text(invoice.payment_means));
    object.set("iban", text(invoice.iban)).set("bic", text(invoice.bic)).set("purpose", text(invoice.purpose));
    object.set("seller", party(invoice.seller)).set("buyer", party(invoice.buyer)).set("delivered_to", party(invoice.delivered_to));
    object.set("lines", lines(invoice)).set("allowances", allowances(invoice.allowances, invoice.currency)).set("vat", vat(invoice));
    object.set("totals", totals(invoice));
    return object;
}

std::string to_text(Format const& format, Invoice const& invoice)
{
    auto const money = [&](Decimal value) { return value.scale < 0 ? std::string { "-" } : Exact { value }.text(); };
    auto const& totals = invoice.totals;
    std::string text = (invoice.is_credit_note() ? "Credit note " : "Invoice ") + printable(invoice.number) + " (" + std::string { format.title } + "), issued "
        + shown(invoice.issued) + ", due " + shown(invoice.due) + '\n';
    if (invoice.period.from.ok() || invoice.period.to.ok())
        text += "  Period:     " + shown(invoice.period.from) + " to " + shown(invoice.period.to) + '\n';
    text += "  Buyer:      " + printable(invoice.buyer.id + (invoice.buyer.id.empty() ? "" : " ") + invoice.buyer.name) + '\n';
    for (auto const& [what, value] :
        std::initializer_list<std::pair<char const*, std::string const&>> { { "  Corrects:   ", invoice.corrects }, { "  Object:     ", invoice.object },
            { "  Reference:  ", invoice.payment_reference }, { "  IBAN:       ", invoice.iban }, { "  Purpose:    ", invoice.purpose } })
        if (!value.empty())
            text += what + printable(value) + '\n';
    for (auto const& line : invoice.lines)
        text += "  " + printable(line.id + "  " + line.name + "  " + decimal_text(line.quantity) + ' ' + line.unit) + " at " + decimal_text(line.price)
            + ", VAT " + decimal_text(line.vat_percent) + " %: " + money(line.net) + '\n';
    text += "  Net " + money(totals.net) + ", VAT " + money(totals.vat) + ", total " + money(totals.total) + ", paid " + money(totals.prepaid) + ", due "
        + money(totals.payable) + ' ' + printable(invoice.currency) + '\n';
    return text;
}

}
