// UBL 2.1 invoice and credit note (OASIS, docs.oasis-open.org/ubl/UBL-2.1.html), mapped to EN 16931 as CEN/TS 16931-3-2 says.
#pragma once

#include <portal/e_invoice/model.hpp>
#include <portal/xml_element.hpp>

namespace portal::sdk::e_invoice {

class Ubl {
public:
    // RowError: a number or date that is none, or an amount in another currency.
    static Invoice read(XmlElement root) { return Ubl { root }.invoice(); }

private:
    explicit Ubl(XmlElement root)
        : m_root(root)
        , m_currency(root["DocumentCurrencyCode"])
    {
    }

    Invoice invoice() const
    {
        Invoice invoice;
        bool const is_credit_note = m_root.name() == "CreditNote";
        invoice.customization = m_root["CustomizationID"];
        invoice.number = m_root["ID"];
        invoice.type = m_root[is_credit_note ? "CreditNoteTypeCode" : "InvoiceTypeCode"];
        if (invoice.type.empty())
            invoice.type = is_credit_note ? "381" : "380";
        for (auto const reference : m_root.children("BillingReference"))
            invoice.add_preceding({ std::string { reference["InvoiceDocumentReference/ID"] }, reference.date("InvoiceDocumentReference/IssueDate") });
        invoice.issued = m_root.date("IssueDate");
        invoice.due = m_root.date("DueDate");
        if (!invoice.due.ok())
            invoice.due = m_root.date("PaymentMeans/PaymentDueDate");
        invoice.tax_point = m_root.date("TaxPointDate");
        invoice.period = period(m_root);
        invoice.currency = m_currency;
        invoice.tax_currency = m_root["TaxCurrencyCode"];
        for (auto const note : m_root.children("Note"))
            invoice.add_note(std::string { note.text() });
        invoice.terms = m_root["PaymentTerms/Note"];
        invoice.buyer_reference = m_root["BuyerReference"];
        invoice.contract = m_root["ContractDocumentReference/ID"];
        invoice.order = m_root["OrderReference/ID"];
        for (auto const reference : m_root.children("AdditionalDocumentReference"))
            if (is_object(reference))
                invoice.object = reference["ID"];
        invoice.seller = party(m_root.find("AccountingSupplierParty/Party"));
        invoice.buyer = party(m_root.find("AccountingCustomerParty/Party"));
        invoice.payee = m_root["PayeeParty/PartyName/Name"];
        delivery(invoice);
        payment(invoice);
        for (auto const one : m_root.children("AllowanceCharge"))
            invoice.allowances.push_back(allowance(one));
        for (auto const one : m_root.children(is_credit_note ? "CreditNoteLine" : "InvoiceLine"))
            invoice.lines.push_back(line(one));
        totals(invoice);
        return invoice;
    }

    Decimal amount(XmlElement parent, std::string_view path) const
    {
        auto const element = parent.find(path);
        if (auto const currency = element.attribute("currencyID"); !currency.empty() && currency != m_currency)
            throw RowError("row.bad_currency", path, m_currency);
        return parent.decimal(path);
    }
    static Period period(XmlElement parent) { return { parent.date("InvoicePeriod/StartDate"), parent.date("InvoicePeriod/EndDate") }; }

    // The type code is the rule (130 of UNTDID 1001); earlier examples of the standard wrote it into the description.
    // A line's reference is bound to nothing else, so there it may say nothing at all.
    static bool is_object(XmlElement reference)
    {
        return reference["DocumentTypeCode"] == "130" || (reference["DocumentTypeCode"].empty() && reference["DocumentDescription"] == "ATS");
    }

    static Address address(XmlElement element)
    {
        return { std::string { element["StreetName"] }, std::string { element["AdditionalStreetName"] }, std::string { element["PostalZone"] },
            std::string { element["CityName"] }, std::string { element["Country/IdentificationCode"] } };
    }
    static Party party(XmlElement element)
    {
        Party party;
        for (auto const id : element.children("PartyIdentification"))
            if (party.id.empty() && id["ID@schemeID"] != "SEPA") // BT-90, the direct debit's
                party.id = id["ID"];
        party.name = element["PartyLegalEntity/RegistrationName"];
        party.trade_name = element["PartyName/Name"];
        if (party.name.empty())
            party.name.swap(party.trade_name);
        for (auto const scheme : element.children("PartyTaxScheme"))
            if (scheme["TaxScheme/ID"] == "VAT")
                party.vat_id = scheme["CompanyID"];
        party.address = address(element.find("PostalAddress"));
        return party;
    }

    void delivery(Invoice& invoice) const
    {
        auto const delivery = m_root.find("Delivery");
        invoice.delivered = delivery.date("ActualDeliveryDate");
        invoice.delivered_to.id = delivery["DeliveryLocation/ID"];
        invoice.delivered_to.name = delivery["DeliveryParty/PartyName/Name"];
        invoice.delivered_to.address = address(delivery.find("DeliveryLocation/Address"));
    }
    void payment(Invoice& invoice) const
    {
        invoice.payment_means = m_root["PaymentMeans/PaymentMeansCode"];
        invoice.payment = payment_of(invoice.payment_means);
        for (auto const means : m_root.children("PaymentMeans")) {
            if (invoice.payment_reference.empty())
                invoice.payment_reference = means["PaymentID"];
            invoice.add_account({ std::string { means["PayeeFinancialAccount/ID"] }, std::string { means["PayeeFinancialAccount/Name"] },
                std::string { means["PayeeFinancialAccount/FinancialInstitutionBranch/ID"] } });
            auto& debit = invoice.direct_debit;
            if (auto const mandate = means.find("PaymentMandate"); mandate && debit.mandate.empty())
                debit = { std::string { mandate["ID"] }, {}, std::string { mandate["PayerFinancialAccount/ID"] } };
        }
        for (auto const* who : { "PayeeParty", "AccountingSupplierParty/Party" })
            for (auto const id : m_root.find(who).children("PartyIdentification"))
                if (id["ID@schemeID"] == "SEPA" && invoice.direct_debit.creditor.empty())
                    invoice.direct_debit.creditor = id["ID"];
    }

    AllowanceOrCharge allowance(XmlElement element) const
    {
        return { element["ChargeIndicator"] == "true" || element["ChargeIndicator"] == "1", amount(element, "Amount"), amount(element, "BaseAmount"),
            element.decimal("MultiplierFactorNumeric"), std::string { element["AllowanceChargeReason"] }, std::string { element["AllowanceChargeReasonCode"] },
            std::string { element["TaxCategory/ID"] }, element.decimal("TaxCategory/Percent") };
    }

    Line line(XmlElement element) const
    {
        Line line;
        line.id = element["ID"];
        line.note = element["Note"];
        auto const quantity = element.name() == "CreditNoteLine" ? "CreditedQuantity" : "InvoicedQuantity";
        line.quantity = element.decimal(quantity);
        line.unit = element.find(quantity).attribute("unitCode");
        line.net = amount(element, "LineExtensionAmount");
        line.period = period(element);
        for (auto const reference : element.children("DocumentReference"))
            if (line.object.empty() && (is_object(reference) || reference["DocumentTypeCode"].empty()))
                line.object = reference["ID"];
        for (auto const one : element.children("AllowanceCharge"))
            line.allowances.push_back(allowance(one));
        auto const item = element.find("Item");
        line.name = item["Name"];
        line.description = item["Description"];
        line.item = item["SellersItemIdentification/ID"];
        line.vat_category = item["ClassifiedTaxCategory/ID"];
        line.vat_percent = item.decimal("ClassifiedTaxCategory/Percent");
        for (auto const one : item.children("AdditionalItemProperty"))
            line.attributes.push_back({ std::string { one["Name"] }, std::string { one["Value"] } });
        line.price = amount(element, "Price/PriceAmount");
        line.price_quantity = element.decimal("Price/BaseQuantity");
        for (auto const one : element.children("SubInvoiceLine"))
            line.details.push_back(this->line(one));
        return line;
    }

    void totals(Invoice& invoice) const
    {
        auto const sums = m_root.find("LegalMonetaryTotal");
        auto& totals = invoice.totals;
        totals.lines = amount(sums, "LineExtensionAmount");
        totals.allowances = amount(sums, "AllowanceTotalAmount");
        totals.charges = amount(sums, "ChargeTotalAmount");
        totals.net = amount(sums, "TaxExclusiveAmount");
        totals.total = amount(sums, "TaxInclusiveAmount");
        totals.prepaid = amount(sums, "PrepaidAmount");
        totals.rounding = amount(sums, "PayableRoundingAmount");
        totals.payable = amount(sums, "PayableAmount");
        // One in the invoice's currency, and one in the currency in which VAT is accounted for.
        for (auto const vat : m_root.children("TaxTotal")) {
            auto const currency = vat["TaxAmount@currencyID"];
            if (!invoice.tax_currency.empty() && currency == invoice.tax_currency && currency != m_currency) {
                totals.vat_in_tax_currency = vat.decimal("TaxAmount");
                continue;
            }
            totals.vat = amount(vat, "TaxAmount");
            for (auto const part : vat.children("TaxSubtotal"))
                invoice.vat.push_back(
                    { std::string { part["TaxCategory/ID"] }, part.decimal("TaxCategory/Percent"), amount(part, "TaxableAmount"), amount(part, "TaxAmount"),
                        std::string { part["TaxCategory/TaxExemptionReason"] }, std::string { part["TaxCategory/TaxExemptionReasonCode"] } });
        }
        // The same in both currencies.
        if (invoice.tax_currency == m_currency)
            totals.vat_in_tax_currency = totals.vat;
        // Everywhere else these are payments of the buyer, of which PrepaidAmount is the sum.
        if (invoice.is_xrechnung_extension())
            for (auto const one : m_root.children("PrepaidPayment"))
                invoice.extras.push_back({ std::string { one["ID"] }, std::string { one["InstructionID"] }, amount(one, "PaidAmount") });
    }

    XmlElement m_root;
    std::string_view m_currency;
};

}
