"""Electronic invoices for ./dev bench: UBL, 30 kB each, no two alike."""
import zipfile

INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>2018-{number}</cbc:ID><cbc:IssueDate>2018-05-31</cbc:IssueDate><cbc:DueDate>2018-06-15</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Vodovod Primer</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>{customer}</cbc:ID></cac:PartyIdentification><cac:PartyLegalEntity><cbc:RegistrationName>Žiga Šuštar</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{net}</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>22</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">{total}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">{total}</cbc:PayableAmount></cac:LegalMonetaryTotal>
{lines}</Invoice>
"""
LINE = """  <cac:InvoiceLine>
    <cbc:ID>{number}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="KWH">{quantity}</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
    <cac:InvoicePeriod><cbc:StartDate>2018-05-01</cbc:StartDate><cbc:EndDate>2018-05-31</cbc:EndDate></cac:InvoicePeriod>
    <cac:Item>
      <cbc:Name>Energija VT, obračunsko obdobje {number}</cbc:Name>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>22</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>
      <cac:AdditionalItemProperty><cbc:Name>Staro stanje</cbc:Name><cbc:Value>{old}</cbc:Value></cac:AdditionalItemProperty>
      <cac:AdditionalItemProperty><cbc:Name>Novo stanje</cbc:Name><cbc:Value>{new}</cbc:Value></cac:AdditionalItemProperty>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">0.0912</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
"""


def invoice(number, lines=30):
    quantities = [100 + (number * 31 + i * 17) % 300 for i in range(lines)]
    nets = [round(quantity * 9.12) for quantity in quantities]
    net, vat = sum(nets), round(sum(nets) * 0.22)
    euro = lambda cents: f"{cents // 100}.{cents % 100:02}"
    text = "".join(LINE.format(number=i + 1, quantity=quantities[i], net=euro(nets[i]), old=11204 + number, new=11204 + number + quantities[i]) for i in range(lines))
    return INVOICE.format(number=f"{number:06}", customer=f"{number % 20_000:08}", net=euro(net), vat=euro(vat), total=euro(net + vat), lines=text)


def write_bundle(path, numbers):
    """A ZIP with one file a bill."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for number in numbers:
            packed.writestr(f"{number:06}.xml", invoice(number))
