// What each payment of an entry came to, where the bank says it in several ways or not at all.
#pragma once

#include <portal/bank_statement/sum.hpp>

namespace portal::sdk::bank {

// The payments, at these amounts, and the charges make the entry. Charges: positive when the bank took them.
template <typename AmountOf> bool make_entry(Entry const& entry, AmountOf const& amount_of, Sum const& charges = {})
{
    Sum made = entry.direction == Direction::credit ? -charges : charges;
    for (std::size_t i = 0; i < entry.payments.size(); ++i) {
        Amount const& amount = amount_of(i);
        if (!amount.is_given() || amount.currency != entry.amount.currency)
            return false;
        made.add(amount.value, entry.payments[i].direction != entry.direction);
    }
    Sum stated;
    stated.add(entry.amount.value);
    return made == stated;
}

// Puts the amounts of the entry's payments right, and its charges. `instructed` is what the payers had ordered (InstdAmt), one for each payment, or empty;
// `charges` are the totals that may be meant, none of them nothing. In this order:
// - zeros under an entry that is none were written because something had to be (TxDtls/Amt is mandatory since version 4), so they say nothing;
// - what the payments say stays, when it makes the entry by itself, or with the charges. But of money that was taken back the ordered amount is the payment,
//   when the charges make up the difference: 50.00 was collected, 3.00 is the bank's, 53.00 the entry;
// - payments that say nothing have the ordered amounts, when these make the entry;
// - a single payment that says nothing is its entry, whichever way it says it went, unless the batch is said to hold more.
inline void settle_amounts(Entry& entry, std::vector<Amount> const& instructed, std::vector<Sum> const& charges)
{
    auto& payments = entry.payments;
    auto const says_nothing = [](Payment const& payment) { return !payment.amount.is_given() || payment.amount.value.value == 0; };
    if (entry.amount.value.value != 0 && std::all_of(payments.begin(), payments.end(), says_nothing))
        for (auto& payment : payments)
            payment.amount = {};
    if (!entry.lists_all())
        return;

    auto const said = [&](std::size_t i) -> Amount const& { return payments[i].amount; };
    auto const ordered = [&](std::size_t i) -> Amount const& { return instructed[i].is_given() ? instructed[i] : payments[i].amount; };
    auto const take_ordered = [&] {
        for (std::size_t i = 0; i < payments.size(); ++i)
            payments[i].amount = ordered(i);
    };
    auto const charges_explain = [&](auto const& amounts) {
        for (auto const& one : charges)
            if (auto const total = one.magnitude().decimal(); total.scale >= 0 && make_entry(entry, amounts, one)) {
                entry.charges = { total, entry.amount.currency };
                entry.charges_direction = one.is_negative() ? Direction::credit : Direction::debit;
                return true;
            }
        return false;
    };
    bool const all_say = std::all_of(payments.begin(), payments.end(), [](Payment const& payment) { return payment.amount.is_given(); });
    bool const may_be_ordered = !instructed.empty() && (!all_say || entry.direction == Direction::debit);

    if (may_be_ordered && charges_explain(ordered))
        take_ordered();
    else if (make_entry(entry, said) || charges_explain(said))
        return;
    else if (may_be_ordered && !all_say && make_entry(entry, ordered))
        take_ordered();
    else if (payments.size() == 1 && !all_say) {
        payments.front().amount = entry.amount;
        payments.front().direction = entry.direction;
    }
}

}
