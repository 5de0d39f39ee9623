#include "features/payments/returns.h"

namespace portal::payments {

namespace {

constexpr std::size_t s_most_kept = 10'000;

}

void Returns::note_paid(std::string const& id, BankPayment const& payment, std::vector<Share> const& shares)
{
    m_paid.push_back({ id, Telling::of(payment), payment.booked, shares });
    if (m_paid.size() > s_most_kept)
        m_paid.pop_front();
}

Match Returns::match(PaymentStore const& store, BankPayment const& returned, BillsByReference const& bills)
{
    auto positive = returned;
    positive.amount = -returned.amount;
    auto const all = candidates(store, positive, bills);
    auto const* const original = original_of(Telling::of(positive), returned.booked, all);
    if (!original)
        return { How::not_matched, {}, "payment.unknown_return", {} };
    m_gone_back.insert(original->id);
    return { How::returned, undone(original->shares), {}, original->id };
}

std::vector<PaidBefore> Returns::candidates(PaymentStore const& store, BankPayment const& returned, BillsByReference const& bills) const
{
    std::vector<KnownPayment> known;
    auto const add
        = [&](std::vector<KnownPayment> more) { known.insert(known.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); };
    if (!returned.end_to_end_id.empty())
        add(store.paid_under_name(returned));
    if (!returned.payer_account.empty())
        add(store.paid_from_account(returned));
    for (auto const& [reference, of_reference] : bills)
        for (auto const& bill : of_reference)
            add(store.paid_for(bill, reference, returned));
    std::vector<PaidBefore> all;
    for (auto const& one : known)
        all.push_back({ one.id, Telling::of(to_bank_payment(one)), one.booked, store.shares_of(one) });
    all.insert(all.end(), m_paid.begin(), m_paid.end());
    std::erase_if(all, [&](PaidBefore const& one) { return m_gone_back.contains(one.id); });
    return all;
}

}
