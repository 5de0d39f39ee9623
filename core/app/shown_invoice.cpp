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

// An array with an object for each, which `describe` fills in.
template <typename Item, typename Describe> Var each_as_object(std::vector<Item> const& all, Describe const& describe)
{
    Array array;
    for (auto const& one : all) {
        auto object = new_object();
        describe(object, one);
        array.add(object);
    }
    return array;
}

Var allowances(std::vector<AllowanceOrCharge> const& all, std::string const& currency)
{
    return each_as_object(all, [&](Object& object, auto const& one) {
        object.set("is_charge", one.is_charge).set("amount", amount(one.amount, currency)).set("base", amount(one.base, currency));
        object.set("percent", decimal(one.percent)).set("reason", text(one.reason)).set("reason_code", text(one.reason_code));
        object.set("vat_category", text(one.vat_category)).set("vat_percent", decimal(one.vat_percent));
    });
}

Var attributes(std::vector<Attribute> const& all)
{
    return each_as_object(all, [](Object& object, auto const& one) { object.set("name", one.name).set("value", one.value); });
}

Var lines(std::vector<Line> const& all, std::string const& currency)
{
    return each_as_object(all, [&](Object& object, Line const& line) {
        object.set("id", text(line.id)).set("name", text(line.name)).set("description", text(line.description)).set("note", text(line.note));
        object.set("item", text(line.item)).set("object", text(line.object));
        object.set("quantity", decimal(line.quantity)).set("unit", text(line.unit));
        object.set("unit_price", decimal(line.price)).set("price_quantity", decimal(line.price_quantity));
        object.set("net", amount(line.net, currency));
        object.set("vat_category", text(line.vat_category)).set("vat_percent", decimal(line.vat_percent));
        object.set("from", date(line.period.from)).set("to", date(line.period.to));
        auto const state = MeterNames {}.state_of(line);
        object.set("meter", text(state.meter)).set("old_reading", decimal(state.old_reading)).set("new_reading", decimal(state.new_reading));
        object.set("attributes", attributes(line.attributes)).set("allowances", allowances(line.allowances, currency));
        object.set("details", lines(line.details, currency));
    });
}

Var vat(Invoice const& invoice)
{
    return each_as_object(invoice.vat, [&](Object& object, auto const& one) {
        object.set("category", text(one.category)).set("percent", decimal(one.percent)).set("base", amount(one.base, invoice.currency));
        object.set("amount", amount(one.amount, invoice.currency)).set("exemption", text(one.exemption));
        object.set("exemption_code", text(one.exemption_code));
    });
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

Var extras(Invoice const& invoice)
{
    return each_as_object(invoice.extras, [&](Object& object, auto const& one) {
        object.set("kind", text(one.kind)).set("description", text(one.description)).set("amount", amount(one.amount, invoice.currency));
    });
}

Var notes(Invoice const& invoice)
{
    Array array;
    for (auto const& note : invoice.notes)
        array.add(note);
    return array;
}

Var preceding(Invoice const& invoice)
{
    return each_as_object(invoice.preceding, [](Object& object, auto const& one) { object.set("number", text(one.number)).set("issued", date(one.issued)); });
}

Var accounts(Invoice const& invoice)
{
    return each_as_object(
        invoice.accounts, [](Object& object, auto const& one) { object.set("iban", text(one.iban)).set("name", text(one.name)).set("bic", text(one.bic)); });
}

Var direct_debit(DirectDebit const& debit)
{
    auto object = new_object();
    object.set("mandate", text(debit.mandate)).set("creditor", text(debit.creditor)).set("account", text(debit.account));
    return object;
}

// The word in the JSON; empty: not said.
std::string word_of(Payment payment)
{
    switch (payment) {
    case Payment::asked: return "asked";
    case Payment::direct_debit: return "direct_debit";
    case Payment::paid: return "paid";
    case Payment::other: return "other";
    case Payment::unsaid: break;
    }
    return {};
}
// For people, where there is something else to do than to pay; else empty.
std::string sentence_of(Payment payment)
{
    switch (payment) {
    case Payment::direct_debit: return "by direct debit; the customer does not pay it himself";
    case Payment::paid: return "paid already";
    case Payment::other: return "otherwise, or not at all";
    case Payment::asked:
    case Payment::unsaid: break;
    }
    return {};
}

std::string shown(sdk::Date value) { return value.ok() ? iso(value) : "-"; }

}

Object to_json(Format const& format, Invoice const& invoice)
{
    auto const corrects = invoice.corrects();
    auto const account = invoice.account();
    auto object = new_object();
    object.set("kind", std::string { invoice.kind() }).set("format", std::string { format.title });
    object.set("number", text(invoice.number)).set("type", text(invoice.type)).set("corrects", text(corrects.number));
    object.set("corrects_issued", date(corrects.issued)).set("preceding", preceding(invoice)).set("function", text(invoice.function));
    object.set("issued", date(invoice.issued)).set("due", date(invoice.due)).set("tax_point", date(invoice.tax_point));
    object.set("from", date(invoice.period.from)).set("to", date(invoice.period.to)).set("delivered", date(invoice.delivered));
    object.set("currency", text(invoice.currency)).set("tax_currency", text(invoice.tax_currency));
    object.set("note", text(invoice.note())).set("notes", notes(invoice)).set("terms", text(invoice.terms));
    object.set("buyer_reference", text(invoice.buyer_reference)).set("contract", text(invoice.contract)).set("order", text(invoice.order));
    object.set("object", text(invoice.object));
    object.set("payment_reference", text(invoice.payment_reference)).set("payment_means", text(invoice.payment_means));
    object.set("iban", text(account.iban)).set("bic", text(account.bic)).set("accounts", accounts(invoice)).set("purpose", text(invoice.purpose));
    object.set("payment", text(word_of(invoice.payment))).set("direct_debit", direct_debit(invoice.direct_debit)).set("payee", text(invoice.payee));
    object.set("seller", party(invoice.seller)).set("buyer", party(invoice.buyer)).set("delivered_to", party(invoice.delivered_to));
    object.set("lines", lines(invoice.lines, invoice.currency)).set("allowances", allowances(invoice.allowances, invoice.currency)).set("vat", vat(invoice));
    object.set("totals", totals(invoice)).set("extras", extras(invoice));
    return object;
}

std::string to_text(Format const& format, Invoice const& invoice)
{
    auto const money = [&](Decimal value) { return value.scale < 0 ? std::string { "-" } : Exact { value }.text(); };
    // Outside the scope of VAT there is no rate.
    auto const rate = [](std::string const& category, Decimal percent) { return percent.scale < 0 ? category : decimal_text(percent) + " %"; };
    auto const& totals = invoice.totals;
    std::string text = (invoice.gives_back() ? "Credit note " : "Invoice ") + printable(invoice.number) + " (" + std::string { format.title } + "), issued "
        + shown(invoice.issued) + ", due " + shown(invoice.due) + '\n';
    if (invoice.period.from.ok() || invoice.period.to.ok())
        text += "  Period:     " + shown(invoice.period.from) + " to " + shown(invoice.period.to) + '\n';
    text += "  Buyer:      " + printable(invoice.buyer.id + (invoice.buyer.id.empty() ? "" : " ") + invoice.buyer.name) + '\n';
    auto const row = [&](char const* name, std::string const& value) {
        if (!value.empty())
            text += name + printable(value) + '\n';
    };
    for (auto const& one : invoice.preceding)
        row(invoice.is_correcting() ? "  Corrects:   " : "  Preceding:  ", one.number);
    row("  Object:     ", invoice.object);
    row("  Reference:  ", invoice.payment_reference);
    for (auto const& account : invoice.accounts)
        row("  IBAN:       ", account.iban);
    row("  Payee:      ", invoice.payee);
    row("  Purpose:    ", invoice.purpose);
    row("  Payment:    ", sentence_of(invoice.payment));
    for (auto const& note : invoice.notes)
        row("  Note:       ", note);
    for (auto const& line : invoice.lines) {
        bool const has_base = line.price_quantity.scale >= 0 && Exact { line.price_quantity } != Exact { Decimal { 1, 0 } };
        text += "  " + printable(line.id + "  " + line.name + "  " + decimal_text(line.quantity) + ' ' + line.unit) + " at " + decimal_text(line.price)
            + (has_base ? " per " + decimal_text(line.price_quantity) : "") + ", VAT " + printable(rate(line.vat_category, line.vat_percent)) + ": "
            + money(line.net) + '\n';
        for (auto const& part : line.details)
            text += "    " + printable(part.id + "  " + part.name) + ": " + money(part.net) + '\n';
    }
    for (auto const& one : invoice.allowances)
        text += std::string { one.is_charge ? "  Charge:     " : "  Allowance:  " } + printable(one.reason) + (one.reason.empty() ? "" : ", ") + "VAT "
            + printable(rate(one.vat_category, one.vat_percent)) + ": " + (one.is_charge ? "" : "-") + money(one.amount) + '\n';
    text += "  Net " + money(totals.net) + ", VAT " + money(totals.vat) + ", total " + money(totals.total) + ", paid " + money(totals.prepaid);
    for (auto const& one : invoice.extras)
        text += ", " + printable(one.description) + ' ' + money(one.amount);
    return text + ", due " + money(totals.payable) + ' ' + printable(invoice.currency) + '\n';
}

}
