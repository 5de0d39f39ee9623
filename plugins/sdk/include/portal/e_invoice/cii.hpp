// UN/CEFACT Cross Industry Invoice D16B (unece.org, also Factur-X and ZUGFeRD 2), mapped to EN 16931 as CEN/TS 16931-3-3 says.
#pragma once

#include <portal/e_invoice/model.hpp>
#include <portal/xml_element.hpp>

namespace portal::sdk::e_invoice {

class Cii {
public:
    // RowError: a number or date that is none, or an amount in another currency.
    static Invoice read(XmlElement root) { return Cii { root }.invoice(); }

private:
    explicit Cii(XmlElement root)
        : m_document(root.find("ExchangedDocument"))
        , m_transaction(root.find("SupplyChainTradeTransaction"))
        , m_agreement(m_transaction.find("ApplicableHeaderTradeAgreement"))
        , m_delivery(m_transaction.find("ApplicableHeaderTradeDelivery"))
        , m_settlement(m_transaction.find("ApplicableHeaderTradeSettlement"))
        , m_currency(m_settlement["InvoiceCurrencyCode"])
    {
    }

    Invoice invoice() const
    {
        Invoice invoice;
        invoice.syntax = "cii";
        invoice.number = m_document["ID"];
        invoice.type = m_document["TypeCode"];
        for (auto const one : m_settlement.children("InvoiceReferencedDocument"))
            invoice.add_preceding({ std::string { one["IssuerAssignedID"] }, date(one, "FormattedIssueDateTime") });
        invoice.issued = date(m_document, "IssueDateTime");
        for (auto const terms : m_settlement.children("SpecifiedTradePaymentTerms")) {
            if (!invoice.due.ok())
                invoice.due = date(terms, "DueDateDateTime");
            if (invoice.terms.empty())
                invoice.terms = terms["Description"];
        }
        invoice.period = period(m_settlement);
        invoice.currency = m_currency;
        invoice.tax_currency = m_settlement["TaxCurrencyCode"];
        for (auto const note : m_document.children("IncludedNote"))
            invoice.add_note(std::string { note["Content"] });
        invoice.buyer_reference = m_agreement["BuyerReference"];
        invoice.contract = m_agreement["ContractReferencedDocument/IssuerAssignedID"];
        invoice.order = m_agreement["BuyerOrderReferencedDocument/IssuerAssignedID"];
        invoice.object = object(m_agreement);
        invoice.seller = party(m_agreement.find("SellerTradeParty"));
        invoice.buyer = party(m_agreement.find("BuyerTradeParty"));
        invoice.delivered_to = party(m_delivery.find("ShipToTradeParty"));
        invoice.delivered = date(m_delivery, "ActualDeliverySupplyChainEvent/OccurrenceDateTime");
        invoice.payee = m_settlement["PayeeTradeParty/Name"];
        payment(invoice);
        for (auto const one : m_settlement.children("SpecifiedTradeAllowanceCharge"))
            invoice.allowances.push_back(allowance(one));
        for (auto const one : m_transaction.children("IncludedSupplyChainTradeLineItem"))
            invoice.lines.push_back(line(one));
        vat(invoice);
        totals(invoice);
        return invoice;
    }

    // "20180531", of format 102, the only one that EN 16931 takes; or a date of XML Schema.
    static Date date(XmlElement parent, std::string_view path)
    {
        auto const element = parent.find(path);
        for (std::string_view const form : { "DateTimeString", "DateString" })
            if (auto const text = element[form]; !text.empty()) {
                auto const date = DateFormat::find(text.size() == 8 ? "yyyymmdd" : "yyyy-mm-dd")->parse(text);
                if (!date)
                    throw RowError("xml.bad_date", path, "yyyymmdd");
                return *date;
            }
        return element.date("DateTime");
    }
    static Period period(XmlElement parent)
    {
        auto const period = parent.find("BillingSpecifiedPeriod");
        return { date(period, "StartDateTime"), date(period, "EndDateTime") };
    }
    Decimal amount(XmlElement parent, std::string_view path) const
    {
        if (auto const currency = parent.find(path).attribute("currencyID"); !currency.empty() && currency != m_currency)
            throw RowError("row.bad_currency", path, m_currency);
        return parent.decimal(path);
    }
    static std::string object(XmlElement parent)
    {
        for (auto const reference : parent.children("AdditionalReferencedDocument"))
            if (reference["TypeCode"] == "130")
                return std::string { reference["IssuerAssignedID"] };
        return {};
    }

    static Party party(XmlElement element)
    {
        Party party;
        party.id = element["ID"];
        if (party.id.empty())
            party.id = element["GlobalID"];
        party.name = element["Name"];
        party.trade_name = element["SpecifiedLegalOrganization/TradingBusinessName"];
        for (auto const registration : element.children("SpecifiedTaxRegistration"))
            if (registration["ID@schemeID"] == "VA")
                party.vat_id = registration["ID"];
        auto const address = element.find("PostalTradeAddress");
        party.address = { std::string { address["LineOne"] }, std::string { address["LineTwo"] }, std::string { address["PostcodeCode"] },
            std::string { address["CityName"] }, std::string { address["CountryID"] } };
        return party;
    }

    void payment(Invoice& invoice) const
    {
        invoice.payment_reference = m_settlement["PaymentReference"];
        invoice.payment_means = m_settlement["SpecifiedTradeSettlementPaymentMeans/TypeCode"];
        invoice.payment = payment_of(invoice.payment_means);
        invoice.direct_debit.creditor = m_settlement["CreditorReferenceID"];
        for (auto const means : m_settlement.children("SpecifiedTradeSettlementPaymentMeans")) {
            auto const account = means.find("PayeePartyCreditorFinancialAccount");
            invoice.add_account({ std::string { account["IBANID"].empty() ? account["ProprietaryID"] : account["IBANID"] },
                std::string { account["AccountName"] }, std::string { means["PayeeSpecifiedCreditorFinancialInstitution/BICID"] } });
            if (invoice.direct_debit.account.empty())
                invoice.direct_debit.account = means["PayerPartyDebtorFinancialAccount/IBANID"];
        }
        for (auto const terms : m_settlement.children("SpecifiedTradePaymentTerms"))
            if (invoice.direct_debit.mandate.empty())
                invoice.direct_debit.mandate = terms["DirectDebitMandateID"];
    }

    AllowanceOrCharge allowance(XmlElement element) const
    {
        auto const indicator = element["ChargeIndicator/Indicator"];
        return { indicator == "true" || indicator == "1", amount(element, "ActualAmount"), amount(element, "BasisAmount"),
            element.decimal("CalculationPercent"), std::string { element["Reason"] }, std::string { element["ReasonCode"] },
            std::string { element["CategoryTradeTax/CategoryCode"] }, element.decimal("CategoryTradeTax/RateApplicablePercent") };
    }

    Line line(XmlElement element) const
    {
        Line line;
        line.id = element["AssociatedDocumentLineDocument/LineID"];
        line.note = element["AssociatedDocumentLineDocument/IncludedNote/Content"];
        auto const product = element.find("SpecifiedTradeProduct");
        line.name = product["Name"];
        line.description = product["Description"];
        line.item = product["SellerAssignedID"];
        for (auto const one : product.children("ApplicableProductCharacteristic"))
            line.attributes.push_back({ std::string { one["Description"] }, std::string { one["Value"] } });
        auto const price = element.find("SpecifiedLineTradeAgreement/NetPriceProductTradePrice");
        line.price = amount(price, "ChargeAmount");
        line.price_quantity = price.decimal("BasisQuantity");
        line.quantity = element.decimal("SpecifiedLineTradeDelivery/BilledQuantity");
        line.unit = element["SpecifiedLineTradeDelivery/BilledQuantity@unitCode"];
        auto const settlement = element.find("SpecifiedLineTradeSettlement");
        line.vat_category = settlement["ApplicableTradeTax/CategoryCode"];
        line.vat_percent = settlement.decimal("ApplicableTradeTax/RateApplicablePercent");
        line.period = period(settlement);
        line.object = object(settlement);
        for (auto const one : settlement.children("SpecifiedTradeAllowanceCharge"))
            line.allowances.push_back(allowance(one));
        line.net = amount(settlement, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount");
        return line;
    }

    void vat(Invoice& invoice) const
    {
        for (auto const one : m_settlement.children("ApplicableTradeTax")) {
            invoice.vat.push_back({ std::string { one["CategoryCode"] }, one.decimal("RateApplicablePercent"), amount(one, "BasisAmount"),
                amount(one, "CalculatedAmount"), std::string { one["ExemptionReason"] }, std::string { one["ExemptionReasonCode"] } });
            if (!invoice.tax_point.ok())
                invoice.tax_point = date(one, "TaxPointDate");
        }
    }

    void totals(Invoice& invoice) const
    {
        auto const sums = m_settlement.find("SpecifiedTradeSettlementHeaderMonetarySummation");
        auto& totals = invoice.totals;
        totals.lines = amount(sums, "LineTotalAmount");
        totals.allowances = amount(sums, "AllowanceTotalAmount");
        totals.charges = amount(sums, "ChargeTotalAmount");
        totals.net = amount(sums, "TaxBasisTotalAmount");
        totals.total = amount(sums, "GrandTotalAmount");
        totals.prepaid = amount(sums, "TotalPrepaidAmount");
        totals.rounding = amount(sums, "RoundingAmount");
        totals.payable = amount(sums, "DuePayableAmount");
        for (auto const vat : sums.children("TaxTotalAmount")) {
            auto const currency = vat.attribute("currencyID");
            bool const is_other = !currency.empty() && currency != m_currency;
            if (is_other && currency != invoice.tax_currency)
                throw RowError("row.bad_currency", "TaxTotalAmount", m_currency);
            (is_other ? totals.vat_in_tax_currency : totals.vat) = vat.decimal(".");
        }
        if (invoice.tax_currency == m_currency)
            totals.vat_in_tax_currency = totals.vat;
    }

    XmlElement m_document, m_transaction, m_agreement, m_delivery, m_settlement;
    std::string_view m_currency;
};

}
