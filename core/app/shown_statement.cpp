#include "app/shown_statement.h"

#include "base/date.h"

#include <Poco/JSON/Array.h>

#include <iomanip>
#include <ostream>
#include <sstream>

namespace portal::app {

namespace {

namespace bank = sdk::bank;
using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;

Object new_object() { return Object { Poco::JSON_PRESERVE_KEY_ORDER }; }
Var text(std::string const& value) { return value.empty() ? Var {} : Var { value }; }
Var date(sdk::Date value) { return value.ok() ? Var { date_to_iso(value) } : Var {}; }
std::string word(bank::Direction direction) { return direction == bank::Direction::credit ? "credit" : "debit"; }
std::string word(bank::Kind kind) { return kind == bank::Kind::report ? "report" : kind == bank::Kind::statement ? "statement" : "notice"; }
std::string amount_text(bank::Amount const& amount) { return bank::text_of(amount.value) + " " + amount.currency; }

// What is no whole number of minor units has no `minor`, but is told exactly.
Var amount(bank::Amount const& amount)
{
    if (!amount.is_given())
        return {};
    auto const money = sdk::to_money(amount.value, amount.currency);
    auto object = new_object();
    object.set("minor", money ? Var { money->minor } : Var {}).set("currency", amount.currency);
    if (!money)
        object.set("exact", bank::text_of(amount.value));
    return object;
}

Array texts(std::vector<std::string> const& all)
{
    Array array;
    for (auto const& one : all)
        array.add(one);
    return array;
}

Object party(bank::Party const& party)
{
    auto object = new_object();
    object.set("name", text(party.name)).set("account", text(party.account));
    return object;
}

Object to_json(bank::Payment const& payment)
{
    auto object = new_object();
    object.set("amount", amount(payment.amount)).set("direction", word(payment.direction)).set("end_to_end_id", text(payment.end_to_end_id));
    object.set("transaction_id", text(payment.transaction_id)).set("bank_reference", text(payment.bank_reference)).set("mandate", text(payment.mandate));
    object.set("debtor", party(payment.debtor)).set("creditor", party(payment.creditor));
    object.set("ultimate_debtor", text(payment.ultimate_debtor)).set("ultimate_creditor", text(payment.ultimate_creditor));
    object.set("references", texts(payment.references)).set("invoices", texts(payment.invoices)).set("texts", texts(payment.texts));
    object.set("is_return", payment.is_return).set("return_reason", text(payment.return_reason));
    return object;
}

Object to_json(bank::Entry const& entry)
{
    auto object = new_object();
    object.set("line", entry.line).set("amount", amount(entry.amount)).set("direction", word(entry.direction)).set("is_reversal", entry.is_reversal);
    object.set("status", entry.status).set("booked", date(entry.booked)).set("value_date", date(entry.value_date));
    object.set("bank_reference", text(entry.bank_reference)).set("entry_reference", text(entry.entry_reference));
    object.set("bank_code", text(entry.bank_code)).set("text", text(entry.text));
    object.set("batch_count", entry.batch_count ? Var { *entry.batch_count } : Var {}).set("batch_total", amount(entry.batch_total));
    object.set("charges", amount(entry.charges)).set("charges_direction", entry.charges.is_given() ? Var { word(entry.charges_direction) } : Var {});
    Array payments;
    for (auto const& payment : entry.payments)
        payments.add(to_json(payment));
    object.set("payments", payments);
    return object;
}

Object to_json(bank::Statement const& statement)
{
    auto object = new_object();
    object.set("kind", word(statement.kind)).set("format", statement.format).set("message", text(statement.message_id)).set("id", text(statement.id));
    object.set("sequence", text(statement.sequence)).set("legal_sequence", text(statement.legal_sequence)).set("created", text(statement.created));
    object.set("from", text(statement.from)).set("to", text(statement.to)).set("copy", text(statement.copy));
    object.set("account", text(statement.account.number())).set("owner", text(statement.account.owner)).set("currency", text(statement.account.currency));
    Array balances;
    for (auto const& one : statement.balances) {
        auto balance = new_object();
        balance.set("kind", one.kind).set("amount", amount(one.amount)).set("direction", word(one.direction)).set("date", date(one.date));
        balances.add(balance);
    }
    object.set("balances", balances);
    return object;
}

// The members without their braces, to stand in an object that is written piece by piece.
std::string members_of(Object const& object)
{
    std::ostringstream out;
    object.stringify(out);
    auto const whole = out.str();
    return whole.substr(1, whole.size() - 2);
}

// Who it came from or went to, and what they wrote; where they wrote nothing, what the bank says.
std::string words_of(bank::Statement const& statement, bank::Entry const& entry, bank::Payment const& payment)
{
    bool const went_back = entry.is_reversal || payment.is_return;
    auto const& party = went_back                      ? bank::other_party(statement.account, payment)
        : payment.direction == bank::Direction::credit ? payment.debtor
                                                       : payment.creditor;
    auto words = party.name;
    auto const add = [&](std::string const& more) { words += (words.empty() || more.empty() ? "" : "; ") + more; };
    if (!payment.ultimate_debtor.empty() && payment.ultimate_debtor != words)
        add("for " + payment.ultimate_debtor);
    bool wrote_nothing = true;
    for (auto const* list : { &payment.references, &payment.invoices, &payment.texts })
        for (auto const& one : *list) {
            add(one);
            wrote_nothing = false;
        }
    if (wrote_nothing && entry.payments.size() == 1)
        add(entry.text);
    if (payment.is_return)
        add("returned" + (payment.return_reason.empty() ? "" : " " + payment.return_reason));
    return words;
}

void print(std::ostream& out, std::string const& day, std::string const& amount, std::string const& status, std::string const& words)
{
    out << "  " << std::left << std::setw(12) << day << std::right << std::setw(18) << amount << "  " << std::left << std::setw(14) << printable(status) << "  "
        << printable(words) << '\n';
}

void print(std::ostream& out, bank::Statement const& statement, bank::Entry const& entry)
{
    bool const is_single = entry.payments.size() == 1;
    auto const day = entry.booked.ok() ? entry.booked : entry.value_date;
    print(out, day.ok() ? date_to_iso(day) : "", (entry.direction == bank::Direction::credit ? "+" : "-") + amount_text(entry.amount),
        entry.status + (entry.is_reversal ? " reversal" : ""), is_single ? words_of(statement, entry, entry.payments.front()) : entry.text);
    if (entry.charges.is_given())
        print(out, "", (entry.charges_direction == bank::Direction::credit ? "+" : "-") + amount_text(entry.charges), "charges", "");
    for (auto const& payment : entry.payments)
        if (!is_single)
            print(out, "", payment.amount.is_given() ? amount_text(payment.amount) : "", "", words_of(statement, entry, payment));
}

void print(std::ostream& out, bank::Statement const& statement, std::size_t entries)
{
    out << printable(word(statement.kind) + " " + statement.id + (statement.sequence.empty() ? "" : ", number " + statement.sequence) + ", account "
        + statement.account.number() + ", ")
        << entries << (entries == 1 ? " entry (" : " entries (") << statement.format << ")\n";
    for (auto const& one : statement.balances)
        print(out, one.date.ok() ? date_to_iso(one.date) : "", (one.direction == bank::Direction::credit ? "" : "-") + amount_text(one.amount), one.kind, "");
    out << '\n';
}

}

void ShownStatements::open()
{
    if (m_out)
        return;
    m_out = &m_shown.begin_document();
    m_entries = 0;
    if (m_shown.wants_json())
        *m_out << "{\"entries\":[";
}

void ShownStatements::entry(bank::Statement const& statement, bank::Entry const& entry)
{
    open();
    if (!m_shown.wants_json())
        print(*m_out, statement, entry);
    else
        to_json(entry).stringify(*m_out << (m_entries == 0 ? "\n" : ",\n"));
    ++m_entries;
}

// Entries are written before what stands above them, because the balances may come last.
void ShownStatements::end(bank::Statement const& statement)
{
    open();
    if (m_shown.wants_json()) {
        auto object = to_json(statement);
        object.set("file", m_file);
        *m_out << "]," << members_of(object) << '}';
    } else
        print(*m_out, statement, m_entries);
    m_out = nullptr;
}

void ShownStatements::break_off()
{
    if (m_out && m_shown.wants_json())
        *m_out << "]}";
    m_out = nullptr;
}

}
