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
// of a single payment (before 3 only among its details), and in version 1 payments without a block around them. The document may be the root, or stand
// in the envelope of a business message.
#pragma once

#include <portal/bank_statement/camt_entry.hpp>
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

// "camt.053.001.08" for a document of this family in any version, by the namespace of its elements; empty for anything else. Austria's banks have their own:
// "ISO:camt.053.001.02:APC:STUZZA:payments:003".
inline std::string_view camt_format(std::string_view space)
{
    constexpr std::string_view family = "urn:iso:std:iso:20022:tech:xsd:", austrian = "ISO:", behind_austrian = ":APC:STUZZA:payments:";
    constexpr std::size_t length = 15;
    bool const is_austrian = space.starts_with(austrian) && space.substr(std::min(space.size(), austrian.size() + length)).starts_with(behind_austrian);
    if (!is_austrian && !space.starts_with(family))
        return {};
    auto const format = is_austrian ? space.substr(austrian.size(), length) : space.substr(family.size());
    bool const is_camt
        = format.size() == length && (format.starts_with("camt.052.001.") || format.starts_with("camt.053.001.") || format.starts_with("camt.054.001."));
    return is_camt && format.find_first_not_of("0123456789", 13) == std::string_view::npos ? format : std::string_view {};
}

namespace camt {

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
        m_xml.each({ "GrpHdr", "StmtPgntn", "RptPgntn", "NtfctnPgntn", "Id", "ElctrncSeqNb", "LglSeqNb", "CreDtTm", "FrToDt", "CpyDplctInd", "Acct", "Bal",
                       "TxsSummry", "Ntry" },
            m_sink, [this](XmlElement const& element) { take(element); });
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
        // A business message has its header beside the document, in an envelope.
        auto const& around = m_xml.around();
        auto const document = std::find_if(around.begin(), around.end(), [](Xml::Around const& one) { return one.name == "Document"; });
        if (document == around.end())
            return;
        auto const format = camt_format(element.space());
        // Banks may put elements of their own into SplmtryData.
        if (format.empty() || (m_has_document && format != m_format && m_document == document->number))
            return;
        if (m_has_document && format != m_format)
            throw BadDelivery("statement.unknown_format", m_file, "one file holds documents of " + m_format + " and of " + std::string { format });
        m_document = document->number;
        m_has_document = true;
        m_format = format;
        auto const depth = around.end() - document;
        if (depth == 2 && element.name() == "GrpHdr") {
            m_message_id = plain(element["MsgId"]);
            m_message_created = plain(element["CreDtTm"]);
            m_message_is_page = is_page(element["MsgPgntn/PgNb"], element["MsgPgntn/LastPgInd"]);
        }
        if (depth != 3 || document[2].name != block())
            return;
        if (document[2].number != m_number)
            begin(document[2].number);
        take_part(element);
    }

    // One of several. A number may have zeros in front of it.
    static bool is_page(std::string_view number, std::string_view is_last)
    {
        number = trimmed(number);
        number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
        is_last = trimmed(is_last);
        return (!number.empty() && number != "1") || is_last == "false" || is_last == "0";
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
        m_statement.created = m_message_created;
        m_statement.is_page = m_message_is_page;
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
        else if (name.ends_with("Pgntn"))
            m_statement.is_page = m_statement.is_page || is_page(element["PgNb"], element["LastPgInd"]);
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
    bool m_has_document = false, m_message_is_page = false;
    std::uint64_t m_document = 0;
    std::string m_format, m_message_id, m_message_created;
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
