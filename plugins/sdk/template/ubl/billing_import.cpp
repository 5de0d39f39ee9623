#include "billing_import.h"

#include "e_invoice.h"

#include <portal/xml.hpp>

namespace {

EInvoiceLine line(portal::XmlElement element, std::string_view quantity, std::string_view currency)
{
    return { .number = element["ID"],
        .description = element["Item/Name"],
        .unit_code = element.find(quantity)["@unitCode"],
        .from = element.date("InvoicePeriod/StartDate"),
        .to = element.date("InvoicePeriod/EndDate"),
        .quantity = element.decimal(quantity),
        .price = element.decimal("Price/PriceAmount"),
        .vat_percent = element.decimal("Item/ClassifiedTaxCategory/Percent"),
        .net = element.money("LineExtensionAmount", currency) };
}

// BT-18, the object that is billed: among other documents the one of type 130.
std::string_view supply_point(portal::XmlElement element)
{
    for (auto const document : element.children("AdditionalDocumentReference"))
        if (document["DocumentTypeCode"] == "130")
            return document["ID"];
    return {};
}

EInvoice invoice(portal::XmlElement element)
{
    bool const is_credit_note = element.name() == "CreditNote";
    auto const buyer = element.find("AccountingCustomerParty/Party");
    auto const currency = element["DocumentCurrencyCode"];
    EInvoice invoice {
        .is_credit_note = is_credit_note,
        .number = element["ID"],
        .reference = element["PaymentMeans/PaymentID"],
        .supply_point = supply_point(element),
        .iban = element["PaymentMeans/PayeeFinancialAccount/ID"],
        .purpose_code = {},
        .currency = currency,
        .customer = buyer["PartyIdentification/ID"],
        .name = buyer["PartyLegalEntity/RegistrationName"],
        .street = buyer["PostalAddress/StreetName"],
        .postal_code = buyer["PostalAddress/PostalZone"],
        .town = buyer["PostalAddress/CityName"],
        .country = buyer["PostalAddress/Country/IdentificationCode"],
        .issued = element.date("IssueDate"),
        .due = element.date(is_credit_note ? "PaymentMeans/PaymentDueDate" : "DueDate"),
        .from = element.date("InvoicePeriod/StartDate"),
        .to = element.date("InvoicePeriod/EndDate"),
        .net = element.money("LegalMonetaryTotal/TaxExclusiveAmount", currency),
        .vat = element.money_or_zero("TaxTotal/TaxAmount", currency),
        .total = element.money("LegalMonetaryTotal/TaxInclusiveAmount", currency),
        .prepaid = element.money_or_zero("LegalMonetaryTotal/PrepaidAmount", currency),
        .payable = element.money("LegalMonetaryTotal/PayableAmount", currency),
    };
    for (auto const one : element.children(is_credit_note ? "CreditNoteLine" : "InvoiceLine"))
        invoice.lines.push_back(line(one, is_credit_note ? "CreditedQuantity" : "InvoicedQuantity", currency));
    return invoice;
}

}

void import_delivery(portal::Delivery& delivery, portal::Sink& sink, ImportSettings const& settings)
{
    sink.begin({}); // changes only; { .is_full = true } when what is absent from the delivery is gone
    while (delivery.next())
        delivery.xml().each({ "Invoice", "CreditNote" }, sink, [&](portal::XmlElement const& element) { give(invoice(element), sink, settings); });
}
