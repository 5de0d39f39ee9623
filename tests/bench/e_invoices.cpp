// What reading an electronic invoice costs: parsing, the model and the rules, without host and database. Called by ./dev bench.
//
//   bench_e_invoices [invoices]
#include "plugins/text_delivery.h"

#include <portal/e_invoice/read.hpp>
#include <portal/e_invoice/rules.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

using namespace portal::sdk;

// A bill as utilities write them: thirty lines, each with its period and attributes.
std::string ubl_bill(int lines)
{
    std::string bill = R"(<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
  <cbc:ID>2018-0001</cbc:ID>
  <cbc:IssueDate>2018-05-31</cbc:IssueDate>
  <cbc:DueDate>2018-06-15</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingCustomerParty>
    <cac:Party>
      <cac:PartyIdentification><cbc:ID>00000211</cbc:ID></cac:PartyIdentification>
      <cac:PartyLegalEntity><cbc:RegistrationName>Žiga Šuštar</cbc:RegistrationName></cac:PartyLegalEntity>
    </cac:Party>
  </cac:AccountingCustomerParty>
)";
    for (int i = 1; i <= lines; ++i)
        bill += "  <cac:InvoiceLine>\n    <cbc:ID>" + std::to_string(i) + R"(</cbc:ID>
    <cbc:InvoicedQuantity unitCode="KWH">180</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">16.42</cbc:LineExtensionAmount>
    <cac:InvoicePeriod><cbc:StartDate>2018-05-01</cbc:StartDate><cbc:EndDate>2018-05-31</cbc:EndDate></cac:InvoicePeriod>
    <cac:Item>
      <cbc:Name>Energija VT</cbc:Name>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>22</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>
      <cac:AdditionalItemProperty><cbc:Name>Staro stanje</cbc:Name><cbc:Value>11204</cbc:Value></cac:AdditionalItemProperty>
      <cac:AdditionalItemProperty><cbc:Name>Novo stanje</cbc:Name><cbc:Value>11384</cbc:Value></cac:AdditionalItemProperty>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">0.0912</cbc:PriceAmount><cbc:BaseQuantity unitCode="KWH">1</cbc:BaseQuantity></cac:Price>
  </cac:InvoiceLine>
)";
    auto const money = [](std::int64_t cents) { return std::to_string(cents / 100) + "." + std::to_string(cents % 100 / 10) + std::to_string(cents % 10); };
    auto const net = 1642 * lines, vat = net * 22 / 100;
    bill += R"(  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">)" + money(vat) + R"(</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">)"
        + money(net) + R"(</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">)" + money(vat)
        + R"(</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>22</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">)"
        + money(net) + R"(</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">)" + money(net)
        + R"(</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">)" + money(net + vat)
        + R"(</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">)" + money(net + vat) + "</cbc:PayableAmount></cac:LegalMonetaryTotal>\n</Invoice>\n";
    return bill;
}

double cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <typename Read> double microseconds(std::string const& bill, int count, Read read)
{
    std::vector<std::pair<std::string, std::string>> const files(static_cast<std::size_t>(count), { "bill.xml", bill });
    portal::test::TextDelivery text { files };
    Delivery delivery { text.border() };
    auto const start = cpu();
    while (auto const name = delivery.next())
        read(delivery, *name);
    return 1e6 * (cpu() - start) / count;
}

}

int main(int argc, char** argv)
{
    int const count = argc > 1 ? std::atoi(argv[1]) : 3'000;
    auto const bill = ubl_bill(30);
    portal::test::ProblemSink problems;
    auto sink = problems.sink();
    int read = 0;
    for (int round = 0; round < 3; ++round) {
        auto const tree = microseconds(
            bill, count, [&](Delivery& delivery, std::string const&) { delivery.xml().each("Invoice", sink, [&](XmlElement const&) { ++read; }); });
        auto const model = microseconds(bill, count, [&](Delivery& delivery, std::string const& name) {
            auto xml = delivery.xml();
            e_invoice::each(xml, name, sink,
                [&](e_invoice::Format const&, e_invoice::Invoice const& invoice) { read += e_invoice::broken_rules(invoice).empty() ? 1 : 0; });
        });
        std::printf("  a UBL bill of %.1f kB            XML %.0f us of CPU   with model and rules %.0f us, %.0f bills/s\n",
            static_cast<double>(bill.size()) / 1000, tree, model, 1e6 / model);
    }
    return read == 6 * count && problems.problems.empty() ? 0 : 1;
}
