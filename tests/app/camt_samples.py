"""Compares what `portalctl delivery show --json` says of the sample statements with what stands in them.

The files are read here a second time, by another parser and another way through them: entries, amounts, days, references and balances must be
the same, every sum must be the one that the file states, and the file that is deliberately wrong must be refused with a reason.
"""

import decimal
import json
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SAMPLES = pathlib.Path(os.environ.get("PORTAL_SAMPLES", pathlib.Path(__file__).resolve().parents[3] / "shared" / "data")) / "samples" / "camt"
WITHOUT_MINOR = {"JPY": 0}
# They contradict themselves: what is found in them, by hand.
CONTRADICTIONS = {
    "camt053.v2.all-balance-types.xml": {"statement.wrong_balance"},  # 1.01 + 8.85 is not 4.04
    "camt053.v3.xml": {"statement.wrong_sum"},  # an entry of 8.85 with one payment of 105.75
    "camt054.v4.xml": {"statement.wrong_count"},  # a batch of two with three payments
}


def child(element, *names):
    """Down by local names, the first of each; None when there is none."""
    for name in names:
        element = next((one for one in element if one.tag.rpartition("}")[2] == name), None) if element is not None else None
    return element


def children(element, name):
    return [one for one in element if one.tag.rpartition("}")[2] == name] if element is not None else []


def text(element, *names):
    found = child(element, *names)
    return " ".join((found.text or "").split()) if found is not None else ""


def money(element):
    if element is None:
        return None, ""
    currency = element.get("Ccy")
    return int(decimal.Decimal(element.text) * 10 ** WITHOUT_MINOR.get(currency, 2)), currency


def day(element):
    return (text(element, "Dt") or text(element, "DtTm"))[:10]


def direction(element):
    return {"CRDT": "credit", "DBIT": "debit", "": None}[text(element, "CdtDbtInd")]


def payments_of(entry):
    details = [one for block in children(entry, "NtryDtls") for one in children(block, "TxDtls")]
    is_single = len(details) == 1 and all(text(block, "Btch", "NbOfTxs") in ("", "1") for block in children(entry, "NtryDtls"))
    for one in details:
        amount = money(child(one, "Amt"))
        if amount[0] is None:
            amount = money(child(one, "AmtDtls", "TxAmt", "Amt"))
        if amount[0] is None and is_single:
            amount = money(child(entry, "Amt"))
        yield {
            "amount": amount[0],
            "currency": amount[1],
            "direction": direction(one) or direction(entry),
            "end_to_end_id": text(one, "Refs", "EndToEndId"),
            "debtor": text(one, "RltdPties", "Dbtr", "Nm"),
            "creditor": text(one, "RltdPties", "Cdtr", "Nm"),
            "references": [text(block, "CdtrRefInf", "Ref") for block in children(child(one, "RmtInf"), "Strd")],
        }


def stated(path):
    document = ElementTree.parse(path).getroot()
    for block in [one for message in document for one in message if one.tag.rpartition("}")[2] in ("Stmt", "Rpt", "Ntfctn")]:
        yield {
            "id": text(block, "Id"),
            "sequence": text(block, "ElctrncSeqNb"),
            "account": text(block, "Acct", "Id", "IBAN") or text(block, "Acct", "Id", "Othr", "Id"),
            "balances": [
                (text(one, "Tp", "CdOrPrtry", "Cd"), *money(child(one, "Amt")), direction(one), day(child(one, "Dt"))) for one in children(block, "Bal")
            ],
            "entries": [
                {
                    "amount": money(child(one, "Amt")),
                    "direction": direction(one),
                    "status": text(one, "Sts") or text(one, "Sts", "Cd"),
                    "booked": day(child(one, "BookgDt")),
                    "value_date": day(child(one, "ValDt")),
                    "bank_reference": text(one, "AcctSvcrRef"),
                    "payments": list(payments_of(one)),
                }
                for one in children(block, "Ntry")
            ],
        }


def minor(amount):
    return (amount["minor"], amount["currency"]) if amount else (None, "")


def shown(answer):
    for block in answer["documents"]:
        yield {
            "id": block["id"],
            "sequence": block["sequence"] or "",
            "account": block["account"],
            "balances": [(one["kind"], *minor(one["amount"]), one["direction"], one["date"] or "") for one in block["balances"]],
            "entries": [
                {
                    "amount": minor(one["amount"]),
                    **{name: one[name] or "" for name in ("direction", "status", "booked", "value_date", "bank_reference")},
                    "payments": [
                        {
                            "amount": minor(payment["amount"])[0],
                            "currency": minor(payment["amount"])[1],
                            "direction": payment["direction"],
                            "end_to_end_id": payment["end_to_end_id"] or "",
                            "references": payment["references"],
                            "debtor": payment["debtor"]["name"] or "",
                            "creditor": payment["creditor"]["name"] or "",
                        }
                        for payment in one["payments"]
                    ],
                }
                for one in block["entries"]
            ],
        }


def main():
    if not SAMPLES.is_dir():
        print(f"skipped: there is no {SAMPLES}; PORTAL_SAMPLES names the folder of the samples")
        return 77
    failures = 0
    files = sorted(SAMPLES.glob("*.xml"))
    for path in files:
        run = subprocess.run([sys.argv[1], "delivery", "show", "--json", str(path)], capture_output=True, text=True, check=False)
        answer = json.loads(run.stdout)
        keys = {problem["rule"] for problem in answer["problems"]}
        if "wrong" in path.name:
            is_right = keys == {"statement.empty"} and not answer["documents"] and run.returncode == 1
        else:
            is_right = list(shown(answer)) == list(stated(path)) and keys == CONTRADICTIONS.get(path.name, set()) and run.returncode == (1 if keys else 0)
        if not is_right:
            failures += 1
            print(f"{path.name}: exit {run.returncode}, {sorted(keys)}\n  shown  {list(shown(answer))}\n  stated {list(stated(path))}")
    print(f"{len(files)} statements and notices compared, {failures} are read differently")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main())
