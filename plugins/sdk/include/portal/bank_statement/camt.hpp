// Reads what banks send about an account: ISO 20022 camt.052 (within the day), camt.053 (statement) and camt.054 (notice), every version. One
// pass, memory for one entry, however long the statement is. Needs libexpat, as portal/xml.hpp.
//
//   bank::read_camt(delivery, *file, sink, {
//       .entry = [&](bank::Statement const& statement, bank::Entry const& entry) { ... },
//       .end = [&](bank::Statement const& statement, std::vector<bank::Finding> const& findings) { ... },
//   });
//
// Source: the message definition reports of ISO 20022, "Bank-to-Customer Cash Management" (camt.052.001.01 to .13, camt.053, camt.054).
// Versions differ in little: where the code of a status stands (a child of its own from 8 on), a party's name (below Pty from 8 on), the amount
// of a single payment (before 3 only among its details), and in version 1 payments without a block around them.
#pragma once

#include <portal/bank_statement/sums.hpp>
#include <portal/xml.hpp>

#include <functional>

namespace portal::sdk::bank {

struct CamtTaker {
    // As known so far: all but balances that stand behind the entries, which the standard does not allow.
    std::function<void(Statement const&, Entry const&)> entry;
    // Behind the last entry of each statement; the findings are those of its entries too, the first hundred.
    std::function<void(Statement const&, std::vector<Finding> const&)> end;
};

// "camt.053.001.08" for a document of this family in any version, by the namespace of its elements; empty for anything else.
inline std::string_view camt_format(std::string_view space)
{
    constexpr std::string_view family = "urn:iso:std:iso:20022:tech:xsd:";
    if (!space.starts_with(family))
        return {};
    auto const format = space.substr(family.size());
    bool const is_camt
        = format.size() == 15 && (format.starts_with("camt.052.001.") || format.starts_with("camt.053.001.") || format.starts_with("camt.054.001."));
    return is_camt && format.find_first_not_of("0123456789", 13) == std::string_view::npos ? format : std::string_view {};
}

namespace camt {

// One line, single blanks: files indent and break their texts as they like.
inline std::string plain(std::string_view text)
{
    std::string out;
    for (char const c : text)
        if (static_cast<unsigned char>(c) > 0x20 && c != 0x7F)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    if (out.ends_with(' '))
        out.pop_back();
    return out;
}

inline std::string first_of(XmlElement const& element, std::initializer_list<std::string_view> paths)
{
    for (auto const path : paths)
        if (auto const text = element[path]; !text.empty())
            return plain(text);
    return {};
}

inline Date date_of(XmlElement const& element) { return element["Dt"].empty() ? element.date("DtTm") : element.date("Dt"); }

inline Amount amount_of(XmlElement const& amount, std::string_view field)
{
    if (!amount)
        return {};
    auto const value = parse_xml_decimal(amount.text());
    if (!value || value->value < 0 || value->scale > 5)
        throw RowError("statement.bad_amount", field, "not negative, at most 18 digits, five of them decimals");
    auto const currency = amount.attribute("Ccy");
    bool const is_currency = currency.size() == 3 && std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!is_currency)
        throw RowError("row.bad_currency", field, "three capital letters in Ccy");
    return { *value, std::string { currency } };
}

inline Direction direction_of(XmlElement const& element, std::optional<Direction> fallback = std::nullopt)
{
    auto const word = element["CdtDbtInd"];
    if (word == "CRDT" || word == "DBIT")
        return word == "CRDT" ? Direction::credit : Direction::debit;
    if (word.empty() && fallback)
        return *fallback;
    throw RowError("row.bad_word", "CdtDbtInd", "CRDT or DBIT");
}

inline std::optional<std::uint64_t> count_of(XmlElement const& element, std::string_view path)
{
    auto const text = element[path];
    if (text.empty())
        return std::nullopt;
    auto const count = parse_xml_decimal(text);
    if (!count || count->scale != 0 || count->value < 0)
        throw RowError("row.bad_number", path, "a count");
    return static_cast<std::uint64_t>(count->value);
}

inline Balance balance_of(XmlElement const& element)
{
    auto const amount = element.find("Amt");
    if (!amount)
        throw RowError("row.missing", "Bal");
    return { .kind = first_of(element, { "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd", "Tp/Prtry" }),
        .amount = amount_of(amount, "Bal"),
        .direction = direction_of(element),
        .date = date_of(element.find("Dt")) };
}

inline Summary summary_of(XmlElement const& element)
{
    return { .entries = count_of(element, "TtlNtries/NbOfNtries"),
        .credits = count_of(element, "TtlCdtNtries/NbOfNtries"),
        .debits = count_of(element, "TtlDbtNtries/NbOfNtries"),
        .sum = element.decimal("TtlNtries/Sum"),
        .credit_sum = element.decimal("TtlCdtNtries/Sum"),
        .debit_sum = element.decimal("TtlDbtNtries/Sum") };
}

inline Account account_of(XmlElement const& element)
{
    return { .iban = plain(element["Id/IBAN"]),
        .other = first_of(element, { "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN" }),
        .currency = plain(element["Ccy"]),
        .owner = first_of(element, { "Ownr/Nm", "Ownr/Pty/Nm" }) };
}

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

class Reader {
public:
    Reader(Xml& xml, std::string file, Sink& sink, CamtTaker const& taker)
        : m_xml(xml)
        , m_file(std::move(file))
        , m_sink(sink)
        , m_taker(taker)
    {
    }

    void read()
    {
        m_xml.each({ "GrpHdr", "Id", "ElctrncSeqNb", "LglSeqNb", "CreDtTm", "FrToDt", "CpyDplctInd", "Acct", "Bal", "TxsSummry", "Ntry" }, m_sink,
            [this](XmlElement const& element) { take(element); });
        finish();
        if (!m_has_document)
            throw BadDelivery("statement.unknown_format", m_file, "a camt.052, camt.053 or camt.054 is expected");
        if (m_count == 0)
            throw BadDelivery("statement.empty", m_file, "there is no statement in this file");
    }

private:
    static constexpr std::size_t s_most_findings = 100;
    static constexpr std::size_t s_most_balances = 1'000;

    void take(XmlElement const& element)
    {
        auto const& around = m_xml.around();
        if (around.empty() || around.front().name != "Document")
            return;
        auto const format = camt_format(element.space());
        // Banks may put elements of their own into SplmtryData.
        if (format.empty() || (m_has_document && format != m_format))
            return;
        m_has_document = true;
        m_format = format;
        if (around.size() == 2 && element.name() == "GrpHdr")
            m_message_id = plain(element["MsgId"]);
        if (around.size() != 3 || around[2].name != block())
            return;
        if (around[2].number != m_number)
            begin(around[2].number);
        take_part(element);
    }

    std::string_view block() const { return kind() == Kind::report ? "Rpt" : kind() == Kind::statement ? "Stmt" : "Ntfctn"; }
    Kind kind() const { return m_format[7] == '2' ? Kind::report : m_format[7] == '3' ? Kind::statement : Kind::notice; }

    void begin(std::uint64_t number)
    {
        finish();
        ++m_count;
        m_number = number;
        m_line = m_xml.line();
        m_statement = Statement {};
        m_statement.kind = kind();
        m_statement.format = m_format;
        m_statement.message_id = m_message_id;
        m_sums = StatementSums {};
        m_findings.clear();
    }

    void take_part(XmlElement const& element)
    {
        auto const name = element.name();
        if (name == "Ntry")
            take_entry(element);
        else if (name == "Bal") {
            if (m_statement.balances.size() == s_most_balances)
                throw BadDelivery("xml.too_large", m_file, "more than a thousand balances");
            m_statement.balances.push_back(balance_of(element));
        } else if (name == "TxsSummry")
            m_statement.summary = summary_of(element);
        else if (name == "Acct")
            m_statement.account = account_of(element);
        else if (name == "FrToDt") {
            m_statement.from = first_of(element, { "FrDtTm", "FrDt" });
            m_statement.to = first_of(element, { "ToDtTm", "ToDt" });
        } else if (auto* const text = text_named(name))
            *text = plain(element.text());
    }
    std::string* text_named(std::string_view name)
    {
        return name == "Id"          ? &m_statement.id
            : name == "ElctrncSeqNb" ? &m_statement.sequence
            : name == "LglSeqNb"     ? &m_statement.legal_sequence
            : name == "CreDtTm"      ? &m_statement.created
            : name == "CpyDplctInd"  ? &m_statement.copy
                                     : nullptr;
    }

    void take_entry(XmlElement const& element)
    {
        auto const entry = entry_of(element, m_xml.line());
        add_findings(m_sums.add(entry));
        m_taker.entry(m_statement, entry);
    }

    void add_findings(std::vector<Finding> findings)
    {
        for (auto& finding : findings)
            if (m_findings.size() < s_most_findings)
                m_findings.push_back(std::move(finding));
    }

    void finish()
    {
        if (m_count == 0)
            return;
        add_findings(m_sums.finish(m_statement, m_line));
        m_taker.end(m_statement, m_findings);
    }

    Xml& m_xml;
    std::string m_file;
    Sink& m_sink;
    CamtTaker const& m_taker;
    bool m_has_document = false;
    std::string m_format, m_message_id;
    std::size_t m_count = 0; // statements
    std::uint64_t m_number = 0, m_line = 0; // of the one that is open
    Statement m_statement;
    StatementSums m_sums;
    std::vector<Finding> m_findings;
};

}

// Reads the file of the delivery that is open. An entry that cannot be read is listed with its line through the sink and left out. BadDelivery:
// no XML, no such document, or no statement in it.
inline void read_camt(Xml& xml, std::string const& file, Sink& sink, CamtTaker const& taker) { camt::Reader { xml, file, sink, taker }.read(); }
inline void read_camt(Delivery& delivery, std::string const& file, Sink& sink, CamtTaker const& taker)
{
    auto xml = delivery.xml({ .largest_record = 64U << 20 }); // a batch of many payments is one entry
    read_camt(xml, file, sink, taker);
}

}
