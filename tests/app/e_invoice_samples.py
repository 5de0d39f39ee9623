"""Electronic invoices that others published, read by `portalctl delivery show --json` and, independently, here: every total that a file
states must come out, and none of them may be a problem. The files lie beside the checkout of who develops the portal (PORTAL_SAMPLES, by
default ../shared/data); a clone alone has not got them, and says so."""

import argparse
import decimal
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


def local(element):
    return element.tag.rpartition("}")[2]


def texts(root, *path):
    """The texts of all elements that a path of names leads to, wherever it begins."""
    found = [element for element in root.iter() if local(element) == path[0]]
    for name in path[1:]:
        found = [child for element in found for child in element if local(child) == name]
    return [(element.text or "").strip() for element in found]


def coded(root, group, segment_path, code_path, code, value_path):
    """e-SLOG: the value in the group whose code is this one."""
    for element in root.iter():
        if local(element) == group and code in texts(element, *segment_path, *code_path):
            for value in texts(element, *segment_path, *value_path):
                return value
    return None


def first(values):
    return values[0] if values else None


UBL = {
    "lines": "LineExtensionAmount",
    "allowances": "AllowanceTotalAmount",
    "charges": "ChargeTotalAmount",
    "net": "TaxExclusiveAmount",
    "total": "TaxInclusiveAmount",
    "prepaid": "PrepaidAmount",
    "rounding": "PayableRoundingAmount",
    "payable": "PayableAmount",
}
CII = {
    "lines": "LineTotalAmount",
    "allowances": "AllowanceTotalAmount",
    "charges": "ChargeTotalAmount",
    "net": "TaxBasisTotalAmount",
    "vat": "TaxTotalAmount",
    "total": "GrandTotalAmount",
    "prepaid": "TotalPrepaidAmount",
    "rounding": "RoundingAmount",
    "payable": "DuePayableAmount",
}
ESLOG = {"lines": "79", "allowances": "260", "charges": "259", "net": "389", "vat": "176", "total": "388", "prepaid": "113", "rounding": "366", "payable": "9"}


def stated_ubl(root):
    child = lambda name: first([(e.text or "").strip() for e in root if local(e) == name])
    stated = {name: first(texts(root, "LegalMonetaryTotal", path)) for name, path in UBL.items()}
    stated["vat"] = first(texts(root, "TaxTotal", "TaxAmount"))
    lines = "CreditNoteLine" if local(root) == "CreditNote" else "InvoiceLine"
    facts = {"number": child("ID"), "issued": child("IssueDate"), "due": child("DueDate"), "currency": child("DocumentCurrencyCode"),
             "payment_reference": first(texts(root, "PaymentMeans", "PaymentID")),
             "iban": first(texts(root, "PaymentMeans", "PayeeFinancialAccount", "ID"))}
    return stated, facts, texts(root, lines, "LineExtensionAmount"), texts(root, "TaxSubtotal", "TaxAmount")


def stated_cii(root):
    summation = "SpecifiedTradeSettlementHeaderMonetarySummation"
    stated = {name: first(texts(root, summation, path)) for name, path in CII.items()}
    day = lambda text: f"{text[:4]}-{text[4:6]}-{text[6:]}" if text else None
    facts = {"number": first(texts(root, "ExchangedDocument", "ID")), "issued": day(first(texts(root, "IssueDateTime", "DateTimeString"))),
             "due": day(first(texts(root, "DueDateDateTime", "DateTimeString"))), "currency": first(texts(root, "InvoiceCurrencyCode")),
             "payment_reference": first(texts(root, "PaymentReference")), "iban": first(texts(root, "PayeePartyCreditorFinancialAccount", "IBANID"))}
    return (stated, facts, texts(root, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount"),
            texts(root, "ApplicableHeaderTradeSettlement", "ApplicableTradeTax", "CalculatedAmount"))


def stated_eslog(root):
    amount = lambda group, code: coded(root, group, ("S_MOA", "C_C516"), ("D_5025",), code, ("D_5004",))
    stated = {name: amount("G_SG50", code) for name, code in ESLOG.items()}
    facts = {"number": first(texts(root, "S_BGM", "C_C106", "D_1004")), "currency": first(texts(root, "S_CUX", "C_C504", "D_6345")),
             "payment_reference": coded(root, "G_SG1", ("S_RFF", "C_C506"), ("D_1153",), "PQ", ("D_1154",)),
             "object": coded(root, "G_SG1", ("S_RFF", "C_C506"), ("D_1153",), "ATS", ("D_1154",))}
    lines = [e for e in root.iter() if local(e) == "G_SG26"]
    nets = [coded(line, "G_SG27", ("S_MOA", "C_C516"), ("D_5025",), "203", ("D_5004",)) for line in lines]
    taxes = [e for e in root.iter() if local(e) == "G_SG52" and "VAT" in texts(e, "S_TAX", "C_C241", "D_5153")]
    return stated, facts, nets, [coded(tax, "S_MOA", ("C_C516",), ("D_5025",), "124", ("D_5004",)) for tax in taxes]


def cents(text):
    return None if text is None else int(decimal.Decimal(text) * 100)


def minor(amount):
    return None if amount is None else amount["minor"]


def differences(path, portalctl):
    """What differs between what the file states and what portalctl says of it."""
    root = ElementTree.parse(path).getroot()
    name = local(root)
    read = stated_cii if name == "CrossIndustryInvoice" else stated_eslog if "eslog" in root.tag else stated_ubl
    stated, facts, nets, taxes = read(root)
    ran = subprocess.run([portalctl, "delivery", "show", "--json", path], capture_output=True, text=True, cwd="/")
    if ran.returncode != 0:
        yield f"exit code {ran.returncode}: {ran.stdout[-500:]} {ran.stderr[-500:]}"
        return
    answer = json.loads(ran.stdout)
    if answer["problems"] or len(answer["documents"]) != 1:
        yield f"{len(answer['documents'])} documents, problems {answer['problems']}"
        return
    document = answer["documents"][0]
    pairs = [(key, cents(value), minor(document["totals"][key])) for key, value in stated.items()]
    if facts.get("iban"):  # its blanks are for people's eyes
        facts["iban"] = facts["iban"].replace(" ", "")
    pairs += [(key, value, document[key]) for key, value in facts.items()]
    pairs.append(("net of the lines", [cents(net) for net in nets], [minor(line["net"]) for line in document["lines"]]))
    pairs.append(("VAT", [cents(tax) for tax in taxes], [minor(part["amount"]) for part in document["vat"]]))
    for what, wanted, seen in pairs:
        if wanted != seen:
            yield f"{what}: the file states {wanted}, portalctl says {seen}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portalctl", required=True)
    parser.add_argument("--samples", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    folders = [arguments.samples / "samples" / name for name in ("en16931-ubl", "en16931-cii", "xrechnung", "eslog")]
    files = sorted(file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.suffix.lower() == ".xml")
    if not files:
        print(f"skipped: there are no samples in {arguments.samples}")
        return 0
    wrong = 0
    for file in files:
        found = list(differences(str(file), arguments.portalctl))
        print(f"{'✗' if found else '✓'} {file.parent.name}/{file.name}")
        for difference in found:
            print(f"    {difference}")
        wrong += bool(found)
    print(f"{len(files)} files, {wrong} of them read differently")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
