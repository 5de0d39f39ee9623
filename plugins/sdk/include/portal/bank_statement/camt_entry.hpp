// An entry of an account with its payments, out of its element in a camt message. For portal/bank_statement/camt.hpp.
#pragma once

#include <portal/bank_statement/camt_values.hpp>

namespace portal::sdk::bank::camt {

inline Party party_of(XmlElement const& parties, std::string_view who, std::string_view account)
{
    auto const party = parties.find(who);
    auto const number = parties.find(account).find("Id");
    return { first_of(party, { "Nm", "Pty/Nm" }), first_of(number, { "IBAN", "Othr/Id", "PrtryAcct/Id", "BBAN" }) };
}

inline void add_remittance(Payment& payment, XmlElement const& information)
{
    auto const add = [](std::vector<std::string>& to, std::string_view text) {
        if (auto line = plain(text); !line.empty())
            to.push_back(std::move(line));
    };
    for (auto const text : information.children("Ustrd"))
        add(payment.texts, text.text());
    for (auto const block : information.children("Strd")) {
        add(payment.references, first_of(block, { "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef" }));
        for (auto const text : block.children("AddtlRmtInf"))
            add(payment.texts, text.text());
    }
}

inline Payment payment_of(XmlElement const& element, Entry const& entry)
{
    auto const references = element.find("Refs");
    auto const parties = element.find("RltdPties");
    Payment payment { .end_to_end_id = plain(references["EndToEndId"]),
        .bank_reference = plain(references["AcctSvcrRef"]),
        .transaction_id = first_of(references, { "TxId", "UETR" }),
        .instruction_id = plain(references["InstrId"]),
        .mandate = plain(references["MndtId"]),
        .amount = amount_of(element.find("Amt") ? element.find("Amt") : element.find("AmtDtls/TxAmt/Amt"), "TxDtls"),
        .direction = direction_of(element, entry.direction),
        .debtor = party_of(parties, "Dbtr", "DbtrAcct"),
        .creditor = party_of(parties, "Cdtr", "CdtrAcct"),
        .ultimate_debtor = first_of(parties, { "UltmtDbtr/Nm", "UltmtDbtr/Pty/Nm" }),
        .ultimate_creditor = first_of(parties, { "UltmtCdtr/Nm", "UltmtCdtr/Pty/Nm" }),
        .is_return = static_cast<bool>(element.find("RtrInf")),
        .return_reason = first_of(element, { "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd", "RtrInf/RtrRsn/Prtry" }) };
    for (auto const information : element.children("RmtInf"))
        add_remittance(payment, information);
    if (auto text = plain(element["AddtlTxInf"]); !text.empty())
        payment.texts.push_back(std::move(text));
    return payment;
}

inline std::string bank_code_of(XmlElement const& code)
{
    auto const domain = code.find("Domn");
    return domain ? plain(domain["Cd"]) + "/" + plain(domain["Fmly/Cd"]) + "/" + plain(domain["Fmly/SubFmlyCd"]) : plain(code["Prtry/Cd"]);
}

inline bool truth_of(std::string_view text, std::string_view field)
{
    if (text.empty() || text == "true" || text == "1" || text == "false" || text == "0")
        return text == "true" || text == "1";
    throw RowError("row.bad_word", field, "true or false");
}

inline Entry entry_of(XmlElement const& element, std::uint64_t line)
{
    Entry entry { .line = line,
        .bank_reference = plain(element["AcctSvcrRef"]),
        .entry_reference = plain(element["NtryRef"]),
        .amount = amount_of(element.find("Amt"), "Ntry"),
        .direction = direction_of(element),
        .is_reversal = truth_of(element["RvslInd"], "RvslInd"),
        .status = first_of(element, { "Sts", "Sts/Cd", "Sts/Prtry" }),
        .booked = date_of(element.find("BookgDt")),
        .value_date = date_of(element.find("ValDt")),
        .bank_code = bank_code_of(element.find("BkTxCd")),
        .text = plain(element["AddtlNtryInf"]) };
    if (!entry.amount.is_given())
        throw RowError("row.missing", "Amt");
    if (entry.status.empty())
        throw RowError("row.missing", "Sts");
    auto const add = [&](XmlElement const& block) {
        if (auto const batch = block.find("Btch")) {
            entry.batch_count = count_of(batch, "NbOfTxs");
            entry.batch_total = amount_of(batch.find("TtlAmt"), "Btch");
        }
        for (auto const details : block.children("TxDtls"))
            entry.payments.push_back(payment_of(details, entry));
    };
    add(element); // version 1
    for (auto const block : element.children("NtryDtls"))
        add(block);
    // A single payment is its entry.
    if (entry.payments.size() == 1 && !entry.payments.front().amount.is_given())
        entry.payments.front().amount = entry.amount;
    return entry;
}

}
