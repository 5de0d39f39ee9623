#include "features/payments/return_rules.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace portal::payments {

namespace {

// 0: it is another payment.
int likeness(Telling const& returned, PaidBefore const& one, Date booked)
{
    auto const& paid = one.telling;
    auto const sum
        = std::accumulate(one.shares.begin(), one.shares.end(), std::int64_t { 0 }, [](std::int64_t all, Share const& share) { return all + share.amount; });
    if (paid.amount != returned.amount || sum != returned.amount || one.booked > booked || differ(paid.account, returned.account))
        return 0;
    if (differ(paid.end_to_end_id, returned.end_to_end_id) || differ(paid.payer_account, returned.payer_account)
        || differ(paid.references, returned.references))
        return 0;
    // Banks shorten names, and an account is its holder's.
    if (differ(paid.payer, returned.payer) && !agree(paid.payer_account, returned.payer_account))
        return 0;
    return 4 * agree(paid.end_to_end_id, returned.end_to_end_id) + 2 * agree(paid.references, returned.references)
        + agree(paid.payer_account, returned.payer_account);
}

std::set<std::string_view> customers_of(PaidBefore const& one)
{
    std::set<std::string_view> customers;
    for (auto const& share : one.shares)
        customers.insert(share.customer);
    return customers;
}

}

PaidBefore const* original_of(Telling const& returned, Date booked, std::span<PaidBefore const> paid)
{
    PaidBefore const* best = nullptr;
    int best_likeness = 0;
    bool is_clear = true;
    for (auto const& one : paid) {
        auto const now = likeness(returned, one, booked);
        if (now == 0 || now < best_likeness || (best && one.id == best->id))
            continue;
        if (now > best_likeness) {
            best = &one;
            best_likeness = now;
            is_clear = true;
            continue;
        }
        auto const is_the_payers
            = [&](PaidBefore const& any) { return agree(any.telling.payer_account, returned.payer_account) || agree(any.telling.payer, returned.payer); };
        bool const is_the_same_account = is_the_payers(one) && is_the_payers(*best) && customers_of(one) == customers_of(*best);
        is_clear = is_clear && (is_the_same_account || one.shares == best->shares);
        if (one.booked > best->booked)
            best = &one;
    }
    return is_clear ? best : nullptr;
}

std::vector<Share> undone(std::span<Share const> paid)
{
    std::vector<Share> shares { paid.rbegin(), paid.rend() };
    for (auto& share : shares)
        share.amount = -share.amount;
    return shares;
}

}
