// What a bank tells about an account, as portal/bank_statement/camt.hpp reads it: plain values that own their texts.
// Texts have no line breaks and no blanks around them; what the file does not say is empty, a Date that is not ok(), or a Decimal {}.
#pragma once

#include <portal/values.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::sdk::bank {

enum class Direction { credit, debit }; // money came to the account, or left it

// Exact, up to five decimals, never negative: which way it went stands beside it.
struct Amount {
    Decimal value;
    std::string currency;

    bool is_given() const { return value.scale >= 0; }
};

struct Balance {
    std::string kind; // OPBD, CLBD, PRCD, ITBD, OPAV, CLAV, FWAV, XPCD, INFO, or the bank's own word
    Amount amount;
    Direction direction = Direction::credit;
    Date date;
};

// What the statement itself says about its entries.
struct Summary {
    std::optional<std::uint64_t> entries, credits, debits;
    Decimal sum, credit_sum, debit_sum; // sum: of all amounts, whichever way they went
};

struct Account {
    std::string iban;
    std::string other; // its number where it has no IBAN
    std::string currency, owner;

    std::string const& number() const { return iban.empty() ? other : iban; }
};

struct Party {
    std::string name, account; // IBAN, or another number
};

struct Payment {
    std::string end_to_end_id, bank_reference, transaction_id, instruction_id, mandate;
    Amount amount;
    Direction direction = Direction::credit;
    Party debtor, creditor;
    std::string ultimate_debtor, ultimate_creditor; // on whose behalf
    std::vector<std::string> references; // structured: RmtInf/Strd/CdtrRefInf/Ref
    std::vector<std::string> texts; // what people wrote, a line each
    bool is_return = false;
    std::string return_reason; // AC04, MD06, ...
    std::vector<std::string> invoices; // numbers of bills that the payer names: RmtInf/Strd/RfrdDocInf/Nb
};

struct Entry {
    std::uint64_t line = 0; // where it begins in the file
    std::string bank_reference, entry_reference;
    Amount amount;
    Direction direction = Direction::credit;
    bool is_reversal = false; // of an earlier entry; direction is the reversal's own
    std::string status; // BOOK, PDNG, INFO, FUTR
    Date booked, value_date;
    std::string bank_code; // PMNT/RCDT/ESCT, or the bank's own word; of its first payment where it has none itself
    std::string text;
    std::vector<Payment> payments; // none when the bank gives no details
    std::optional<std::uint64_t> batch_count; // what the batch is said to hold; of several batches all together
    Amount batch_total;
    // What the bank has taken for itself (debit) or given back (credit), where only this makes the entry of its payments: 98.00 that came in are a
    // payment of 100.00 and charges of 2.00. Not given where the payments alone make the entry.
    Amount charges;
    Direction charges_direction = Direction::debit;

    bool is_booked() const { return status == "BOOK"; }
    // As far as the bank says, no payment of the batch is left out.
    bool lists_all() const { return !payments.empty() && (!batch_count || payments.size() == *batch_count); }
};

// Who had paid, or was paid, of a payment that goes back: some banks name the parties of the payment, others those of its way back.
inline Party const& other_party(Account const& ours, Payment const& returned)
{
    auto const& debtor = returned.debtor;
    bool const is_ours = debtor.account.empty() ? debtor.name.empty() || debtor.name == ours.owner : debtor.account == ours.number();
    return is_ours ? returned.creditor : debtor;
}

enum class Kind { report, statement, notice }; // camt.052 within the day, camt.053 of booked entries, camt.054 of single ones

struct Statement {
    Kind kind = Kind::statement;
    std::string format; // "camt.053.001.02"
    std::string message_id, id, sequence, legal_sequence;
    std::string created; // as written: "2015-03-10T18:43:50+00:00"; the message's, where the statement does not say it
    std::string from, to;
    bool is_page = false; // of a longer one, whose other pages are in other messages
    std::string copy; // COPY, CODU or DUPL when the bank says so
    Account account;
    std::vector<Balance> balances;
    Summary summary;

    Balance const* balance(std::string_view kind) const
    {
        auto const found = std::find_if(balances.begin(), balances.end(), [&](Balance const& one) { return one.kind == kind; });
        return found == balances.end() ? nullptr : &*found;
    }
};

// What does not fit together in a statement. The key names a text of the portal's catalogue; the detail says what stands there and what the
// entries give.
struct Finding {
    std::uint64_t line = 0;
    std::string key, field, detail;
};

}
