// The small parts of a camt message: texts, amounts, days, balances. For portal/bank_statement/camt.hpp, which reads whole messages.
#pragma once

#include <portal/bank_statement/statement.hpp>
#include <portal/xml_element.hpp>

namespace portal::sdk::bank::camt {

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

inline bool is_currency(std::string_view word)
{
    return word.size() == 3 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

inline std::optional<Decimal> value_of(XmlElement const& amount)
{
    auto const value = parse_xml_decimal(amount.text());
    return value && value->value >= 0 && value->scale <= 5 ? value : std::nullopt;
}

inline Amount amount_of(XmlElement const& amount, std::string_view field)
{
    if (!amount)
        return {};
    auto const value = value_of(amount);
    if (!value)
        throw RowError("statement.bad_amount", field, "not negative, at most 18 digits, five of them decimals");
    auto const currency = amount.attribute("Ccy");
    if (!is_currency(currency))
        throw RowError("row.bad_currency", field, "three capital letters in Ccy");
    return { *value, std::string { currency } };
}

// For what is told beside the amounts that count: what cannot be understood says nothing.
inline Amount amount_if_readable(XmlElement const& amount)
{
    auto const value = value_of(amount);
    auto const currency = amount.attribute("Ccy");
    return value && is_currency(currency) ? Amount { *value, std::string { currency } } : Amount {};
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

}
