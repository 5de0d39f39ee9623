#include "billing_import.h"

#include "e_invoice.h"

#include <portal/xml.hpp>

namespace {

// e-SLOG 2.0 is EDIFACT in XML: what an element means is said by a code inside it. The first one with this code, or none, whose texts are empty.
portal::XmlElement with_code(portal::XmlElement parent, std::string_view name, std::string_view path, std::string_view code)
{
    for (auto const element : parent.children(name))
        if (element[path] == code)
            return element;
    return {};
}

portal::Date date(portal::XmlElement parent, std::string_view code) { return with_code(parent, "S_DTM", "C_C507/D_2005", code).date("C_C507/D_2380"); }

portal::Money amount(portal::XmlElement parent, std::string_view group, std::string_view code, std::string_view currency)
{
    return with_code(parent, group, "S_MOA/C_C516/D_5025", code).money("S_MOA/C_C516/D_5004", currency);
}

// For what an invoice may lack.
portal::Money amount_or_zero(portal::XmlElement parent, std::string_view group, std::string_view code, std::string_view currency)
{
    return with_code(parent, group, "S_MOA/C_C516/D_5025", code).money_or_zero("S_MOA/C_C516/D_5004", currency);
}

EInvoiceLine line(portal::XmlElement element, std::string_view currency)
{
    auto const quantity = with_code(element, "S_QTY", "C_C186/D_6063", "47");
    auto const price = with_code(element, "G_SG29", "S_PRI/C_C509/D_5125", "AAA");
    return { .number = element["S_LIN/D_1082"],
        .description = with_code(element, "S_IMD", "D_7077", "F")["C_C273/D_7008"],
        .unit_code = quantity["C_C186/D_6411"],
        .from = date(element, "167"),
        .to = date(element, "168"),
        .quantity = quantity.decimal("C_C186/D_6060"),
        .price = price.decimal("S_PRI/C_C509/D_5118"),
        .vat_percent = element.decimal("G_SG34/S_TAX/C_C243/D_5278"),
        .net = amount(element, "G_SG27", "203", currency) };
}

// The codes of the standard: BT-... are its business terms, for looking things up.
EInvoice invoice(portal::XmlElement element)
{
    auto const buyer = with_code(element, "G_SG2", "S_NAD/D_3035", "BY");
    auto const seller = with_code(element, "G_SG2", "S_NAD/D_3035", "SE");
    auto const currency = element["G_SG7/S_CUX/C_C504/D_6345"]; // BT-5
    EInvoice invoice {
        .is_credit_note = element["S_BGM/C_C002/D_1001"] == "381", // BT-3
        .number = element["S_BGM/C_C106/D_1004"], // BT-1
        .reference = with_code(element, "G_SG1", "S_RFF/C_C506/D_1153", "PQ")["S_RFF/C_C506/D_1154"], // BT-83
        .supply_point = with_code(element, "G_SG1", "S_RFF/C_C506/D_1153", "ATS")["S_RFF/C_C506/D_1154"], // BT-18
        .iban = with_code(seller, "S_FII", "D_3035", "RB")["C_C078/D_3194"], // BT-84
        .purpose_code = with_code(element, "S_FTX", "D_4451", "ALQ")["C_C108/D_4440"],
        .currency = currency,
        .customer = buyer["S_NAD/C_C082/D_3039"], // BT-46
        .name = buyer["S_NAD/C_C080/D_3036"], // BT-44
        .street = buyer["S_NAD/C_C059/D_3042"], // BT-50
        .postal_code = buyer["S_NAD/D_3251"], // BT-53
        .town = buyer["S_NAD/D_3164"], // BT-52
        .country = buyer["S_NAD/D_3207"], // BT-55
        .issued = date(element, "137"), // BT-2
        .due = date(element.find("G_SG8"), "13"), // BT-9
        .from = date(element, "167"), // BT-73
        .to = date(element, "168"), // BT-74
        .net = amount(element, "G_SG50", "389", currency), // BT-109
        .vat = amount_or_zero(element, "G_SG50", "176", currency), // BT-110
        .total = amount(element, "G_SG50", "388", currency), // BT-112
        .prepaid = amount_or_zero(element, "G_SG50", "113", currency), // BT-113
        .payable = amount(element, "G_SG50", "9", currency), // BT-115
    };
    for (auto const one : element.children("G_SG26"))
        invoice.lines.push_back(line(one, currency));
    return invoice;
}

}

void import_delivery(portal::Delivery& delivery, portal::Sink& sink, ImportSettings const& settings)
{
    sink.begin({}); // changes only; { .is_full = true } when what is absent from the delivery is gone
    while (delivery.next())
        delivery.xml().each("M_INVOIC", sink, [&](portal::XmlElement const& element) { give(invoice(element), sink, settings); });
}
