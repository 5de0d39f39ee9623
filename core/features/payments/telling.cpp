#include "features/payments/telling.h"

#include "crypto/hash.h"
#include "features/payments/matching_rules.h"
#include "features/payments/name_rules.h"

#include <algorithm>
#include <charconv>

namespace portal::payments {

namespace {

std::uint32_t hash_of(std::string_view text)
{
    if (text.empty())
        return 0;
    auto const digest = crypto::sha256_hex(text);
    std::uint32_t hash = 0;
    std::from_chars(digest.data(), digest.data() + 8, hash, 16);
    return hash | 1U;
}

// Whatever the order and the spelling in which they stand. Not the numbers of bills: one message of the bank names them beside the reference, the
// other does not.
std::uint32_t hash_of(NamedReferences const& named)
{
    std::vector<std::string> all;
    for (auto const* const list : { &named.structured, &named.in_text })
        for (auto const& spellings : *list)
            all.push_back(spellings.front());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::string text;
    for (auto const& one : all)
        text += one + "|";
    return hash_of(text);
}

}

Telling Telling::of(BankPayment const& payment)
{
    return { payment.amount.minor(), hash_of(payment.account), hash_of(payment.end_to_end_id), hash_of(payment.payer_account),
        hash_of(folded_name(payment.payer)), hash_of(named_references(payment)) };
}

bool Telling::contradicts(Telling const& other) const
{
    // The entries are of one amount, so one message lists the payments of a batch and the other has their sum.
    if (amount != other.amount)
        return false;
    if (differ(end_to_end_id, other.end_to_end_id) || differ(payer_account, other.payer_account) || differ(references, other.references))
        return true;
    // Banks shorten names, so they count only where nothing else tells the payer.
    bool const is_sure = agree(end_to_end_id, other.end_to_end_id) || agree(payer_account, other.payer_account);
    return !is_sure && differ(payer, other.payer);
}

}
