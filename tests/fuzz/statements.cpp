// Bank statements as a stranger may send them: entries come with plain texts and right amounts, or the file is refused; and what a payer writes
// into one is searched for references. The first byte says how much of the file a read gives.
#include "check.h"

#include "features/payments/matching_rules.h"
#include "features/payments/name_rules.h"
#include "plugins/text_delivery.h"

#include <portal/bank_statement/camt.hpp>
#include <portal/references/rf.hpp>
#include <portal/references/si.hpp>

#include <cstdint>

namespace {

using namespace portal;
using namespace portal::sdk;

void is_plain(std::string const& text)
{
    check(is_utf8(text) && !has_control_characters(text), "a text is plain");
    check(text.empty() || (text.front() != ' ' && text.back() != ' '), "a text has no blanks around it");
}

void is_right(bank::Amount const& amount)
{
    check(!amount.is_given() || (amount.value.value >= 0 && amount.value.scale <= 5), "an amount has at most five decimals and no sign");
    check(!amount.is_given() || amount.currency.size() == 3, "an amount has a currency");
}

void names_references(bank::Payment const& payment)
{
    payments::BankPayment named {
        .amount = { 100, Currency { "EUR" } }, .payer = payment.debtor.name, .references = payment.references, .invoices = payment.invoices
    };
    for (auto const& text : payment.texts)
        named.text += text + " ";
    auto const found = payments::named_references(named);
    for (auto const& spellings : found.in_text) {
        check(!spellings.empty(), "a reference has a spelling");
        for (auto const& one : spellings)
            check(references::is_valid<references::Si>(one) || references::is_valid<references::Rf>(one), "what is found in a text has right check digits");
    }
    check(is_utf8(payments::folded_name(payment.debtor.name)), "a folded name is a text");
    payments::match(named, found, {}, {});
}

void hold(bank::Entry const& entry)
{
    is_right(entry.amount);
    is_right(entry.charges);
    check(entry.amount.is_given() && !entry.status.empty(), "an entry has an amount and a status");
    for (auto const* text : { &entry.status, &entry.bank_reference, &entry.text, &entry.bank_code })
        is_plain(*text);
    for (auto const& payment : entry.payments) {
        is_right(payment.amount);
        for (auto const* text : { &payment.end_to_end_id, &payment.debtor.name, &payment.creditor.account, &payment.return_reason })
            is_plain(*text);
        for (auto const* texts : { &payment.references, &payment.invoices, &payment.texts })
            for (auto const& text : *texts)
                is_plain(text);
        names_references(payment);
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 1)
        return 0;
    std::string content { reinterpret_cast<char const*>(data) + 1, size - 1 };
    portal::test::TextDelivery text { { { "s.xml", std::move(content) } }, data[0] + 1U };
    Delivery delivery { text.border() };
    auto const file = delivery.next();
    portal::test::ProblemSink problems;
    auto sink = problems.sink();
    std::size_t open = 0, ended = 0;
    try {
        bank::read_camt(delivery, *file, sink,
            { .entry =
                    [&](bank::Statement const&, bank::Entry const& entry) {
                        open = 1;
                        hold(entry);
                    },
                .end =
                    [&](bank::Statement const& statement, std::vector<bank::Finding> const& findings) {
                        open = 0;
                        ++ended;
                        for (auto const& balance : statement.balances)
                            is_right(balance.amount);
                        for (auto const& finding : findings)
                            check(finding.key.starts_with("statement.wrong_"), "what contradicts has a key");
                    } });
        check(open == 0 && ended > 0, "a file that was read to its end has whole statements");
    } catch (BadDelivery const& refusal) {
        check(refusal.key().starts_with("xml.") || refusal.key().starts_with("statement."), "a refusal has a key");
    }
    return 0;
}
