// An entry of an account with its payments, out of its element in a camt message. For portal/bank_statement/camt.hpp.
#pragma once

#include <portal/bank_statement/camt_values.hpp>
#include <portal/bank_statement/payment_amounts.hpp>

namespace portal::sdk::bank::camt {

inline Party party_of(XmlElement const& parties, std::string_view who, std::string_view account)
{
    // From version 8 on a person or a bank; an account may be known by a telephone number only.
    return { first_of(parties.find(who), { "Nm", "Pty/Nm", "Agt/FinInstnId/Nm" }),
        first_of(parties.find(account), { "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Prxy/Id" }) };
}

inline void add_text(std::vector<std::string>& to, std::string_view text)
{
    // Some banks repeat in the next field what stands in one.
    if (auto line = plain(text); !line.empty() && (to.empty() || to.back() != line))
        to.push_back(std::move(line));
}

inline void add_remittance(Payment& payment, XmlElement const& information)
{
    for (auto const text : information.children("Ustrd"))
        add_text(payment.texts, text.text());
    for (auto const block : information.children("Strd")) {
        add_text(payment.references, first_of(block, { "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef" }));
        for (auto const document : block.children("RfrdDocInf"))
            if (document["Tp/CdOrPrtry/Cd"] != "CREN") // a credit note asks for nothing
                add_text(payment.invoices, document["Nb"]);
        for (auto const text : block.children("AddtlRmtInf"))
            add_text(payment.texts, text.text());
    }
}

// Its own, or that of its details, whichever is in the entry's currency.
inline Amount payment_amount_of(XmlElement const& element, Entry const& entry)
{
    auto const counts = [&](Amount const& amount) { return amount.is_given() && amount.value.value != 0 && amount.currency == entry.amount.currency; };
    auto const in_details = element.find("AmtDtls/TxAmt/Amt");
    auto const own = amount_of(element.find("Amt"), "TxDtls");
    if (!own.is_given())
        return amount_of(in_details, "TxDtls");
    auto const other = counts(own) ? Amount {} : amount_if_readable(in_details);
    return counts(other) ? other : own;
}

// What the bank took, less what it gave back, in one currency.
struct Charges {
    Sum records; // one by one
    Sum stated; // the totals, which hold taxes too
};

inline void add_charges(Charges& to, XmlElement const& element, std::string_view currency)
{
    for (auto const block : element.children("Chrgs")) {
        bool has_announced = false; // for a later entry
        auto const add = [&](XmlElement const& one) {
            auto const amount = amount_if_readable(one.find("Amt"));
            bool const is_announced = one["ChrgInclInd"] == "false" || one["ChrgInclInd"] == "0";
            has_announced = has_announced || is_announced;
            if (!is_announced && amount.currency == currency)
                to.records.add(amount.value, one["CdtDbtInd"] == "CRDT");
        };
        add(block); // early versions have no records in it
        for (auto const record : block.children("Rcrd"))
            add(record);
        if (auto const total = amount_if_readable(block.find("TtlChrgsAndTaxAmt")); !has_announced && total.currency == currency)
            to.stated.add(total.value);
    }
}

// Those of the entry may be the sum of its payments', or stand beside them.
inline std::vector<Sum> totals_of(Charges const& of_entry, Charges const& of_payments)
{
    auto both = of_entry.records;
    both.add(of_payments.records);
    std::vector<Sum> totals { of_entry.records, of_entry.stated, of_payments.records, of_payments.stated, both };
    std::erase_if(totals, [](Sum const& one) { return one.is_zero(); });
    return totals;
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
        .amount = payment_amount_of(element, entry),
        .direction = direction_of(element, entry.direction),
        .debtor = party_of(parties, "Dbtr", "DbtrAcct"),
        .creditor = party_of(parties, "Cdtr", "CdtrAcct"),
        .ultimate_debtor = first_of(parties, { "UltmtDbtr/Nm", "UltmtDbtr/Pty/Nm" }),
        .ultimate_creditor = first_of(parties, { "UltmtCdtr/Nm", "UltmtCdtr/Pty/Nm" }),
        .is_return = static_cast<bool>(element.find("RtrInf")),
        .return_reason = first_of(element, { "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd", "RtrInf/RtrRsn/Prtry" }) };
    for (auto const information : element.children("RmtInf"))
        add_remittance(payment, information);
    add_text(payment.texts, element["AddtlTxInf"]);
    for (auto const text : element.find("RtrInf").children("AddtlInf"))
        add_text(payment.texts, text.text());
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

// An entry may have a batch in each of its blocks of details, and a block may keep its payments to itself.
class Batches {
public:
    void add(XmlElement const& batch, std::size_t listed)
    {
        auto const count = count_of(batch, "NbOfTxs");
        m_has_count = m_has_count || count;
        auto const payments = count ? *count : std::max<std::size_t>(listed, batch ? 1 : 0);
        (batch && listed == 0 ? m_unlisted : batch ? m_listed : m_loose) += payments;
        auto const total = amount_of(batch.find("TtlAmt"), "Btch");
        if (!batch && listed == 0)
            return;
        m_has_total = total.is_given() && (m_currency.empty() ? !m_has_block : m_has_total && m_currency == total.currency);
        m_has_block = true;
        m_currency = total.currency;
        m_total.add(total.value);
    }

    void tell(Entry& entry) const
    {
        // Some banks announce a batch in a block of its own and list it in others.
        bool const are_listed_apart = m_unlisted == m_loose;
        if (m_has_count || (m_unlisted > 0 && !are_listed_apart && !entry.payments.empty()))
            entry.batch_count = m_listed + m_loose + (are_listed_apart ? 0 : m_unlisted);
        if (auto const total = m_total.decimal(); m_has_total && total.scale >= 0)
            entry.batch_total = { total, m_currency };
    }

private:
    bool m_has_count = false;
    std::uint64_t m_listed = 0, m_unlisted = 0, m_loose = 0; // payments: of batches with and without them, and of no batch
    bool m_has_block = false, m_has_total = false; // of every block so far
    std::string m_currency;
    Sum m_total;
};

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
    Batches batches;
    std::vector<Amount> instructed;
    Charges of_entry, of_payments;
    add_charges(of_entry, element, entry.amount.currency);
    auto const add = [&](XmlElement const& block) {
        auto const before = entry.payments.size();
        for (auto const details : block.children("TxDtls")) {
            entry.payments.push_back(payment_of(details, entry));
            if (entry.bank_code.empty())
                entry.bank_code = bank_code_of(details.find("BkTxCd"));
            add_charges(of_payments, details, entry.amount.currency);
            if (auto const amount = amount_if_readable(details.find("AmtDtls/InstdAmt/Amt"));
                amount.value.value != 0 && amount.currency == entry.amount.currency) {
                instructed.resize(entry.payments.size());
                instructed.back() = amount;
            }
        }
        batches.add(block.find("Btch"), entry.payments.size() - before);
    };
    add(element); // version 1
    for (auto const block : element.children("NtryDtls"))
        add(block);
    batches.tell(entry);
    if (!instructed.empty())
        instructed.resize(entry.payments.size());
    settle_amounts(entry, instructed, totals_of(of_entry, of_payments));
    return entry;
}

}
