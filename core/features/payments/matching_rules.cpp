#include "features/payments/matching_rules.h"

#include "features/payments/name_rules.h"

#include <algorithm>

namespace portal::payments {

namespace {

Match not_matched(std::string reason) { return { How::not_matched, {}, std::move(reason) }; }

// The first spelling that has any bills, with them.
BillsByReference::value_type const* find(Spellings const& spellings, BillsByReference const& bills)
{
    for (auto const& spelling : spellings)
        if (auto const found = bills.find(spelling); found != bills.end() && !found->second.empty())
            return &*found;
    return nullptr;
}

constexpr std::string_view s_number = "bill ";

// Those that are open, the oldest first; the newest one where none is.
std::vector<Bill> to_be_paid(std::vector<Bill> bills)
{
    std::sort(bills.begin(), bills.end(),
        [](Bill const& left, Bill const& right) { return std::tie(left.issued, left.number) < std::tie(right.issued, right.number); });
    auto const newest = bills.back();
    std::erase_if(bills, [](Bill const& bill) { return bill.open <= 0; });
    if (bills.empty())
        bills.push_back(newest);
    return bills;
}

Match spread(std::int64_t amount, std::vector<Bill> const& bills)
{
    Match match { How::by_reference, {}, {} };
    for (auto const& bill : bills) {
        bool const is_last = &bill == &bills.back();
        auto const part = is_last ? amount : std::min(amount, std::max<std::int64_t>(bill.open, 0));
        if (part > 0)
            match.shares.push_back({ bill.number, bill.customer, bill.reference, part });
        amount -= part;
    }
    return match;
}

bool is_payer(BankPayment const& payment, Bill const& bill)
{
    auto const customer = folded_name(bill.customer_name);
    return !customer.empty() && (folded_name(payment.payer) == customer || folded_name(payment.ultimate_payer) == customer);
}

Match by_amount_and_payer(BankPayment const& payment, std::span<Bill const> same_amount)
{
    Bill const* found = nullptr;
    for (auto const& bill : same_amount) {
        if (bill.open != payment.amount.minor() || !is_payer(payment, bill))
            continue;
        if (found)
            return not_matched("payment.several_bills");
        found = &bill;
    }
    if (!found)
        return not_matched("payment.no_bill");
    return { How::by_amount_and_payer, { { found->number, found->customer, found->reference, payment.amount.minor() } }, {} };
}

}

std::vector<std::string> NamedReferences::all() const
{
    std::vector<std::string> spellings;
    for (auto const* list : { &structured, &invoices, &in_text })
        for (auto const& one : *list)
            spellings.insert(spellings.end(), one.begin(), one.end());
    return spellings;
}

NamedReferences named_references(BankPayment const& payment)
{
    NamedReferences named;
    for (auto const& reference : payment.references)
        if (auto spellings = spellings_of(reference); !spellings.empty())
            named.structured.push_back(std::move(spellings));
    for (auto const& number : payment.invoices)
        named.invoices.push_back(spellings_of(number));
    named.in_text = references_in(payment.text);
    return named;
}

std::string spelling_of_number(std::string const& number) { return std::string { s_number } + number; }

Match match(BankPayment const& payment, NamedReferences const& named, BillsByReference const& by_reference, std::span<Bill const> same_amount)
{
    if (payment.amount.minor() <= 0)
        return not_matched("payment.no_bill");
    std::vector<Bill> bills;
    std::int64_t open = 0;
    bool has_unknown = false, is_sure = false;
    // Who pays by reference may name a document of his own beside it.
    auto const* const has_to_be_there = named.structured.empty() ? &named.invoices : &named.structured;
    for (auto const* list : { &named.structured, &named.invoices, &named.in_text })
        for (auto const& spellings : *list) {
            auto const* const found = find(spellings, by_reference);
            has_unknown = has_unknown || (!found && list == has_to_be_there);
            if (!found)
                continue;
            auto const& theirs = found->second;
            if (std::any_of(theirs.begin(), theirs.end(), [&](Bill const& bill) { return bill.customer != theirs.front().customer; }))
                return not_matched("payment.several_customers");
            // A number has no check digits, and may be that of a document of somebody else's.
            bool const is_number = found->first.starts_with(s_number);
            if (is_number && !bills.empty() && bills.front().customer != theirs.front().customer)
                continue;
            is_sure = is_sure || !is_number;
            for (auto& bill : to_be_paid(theirs))
                if (std::none_of(bills.begin(), bills.end(), [&](Bill const& other) { return other.number == bill.number; })) {
                    open += std::max<std::int64_t>(bill.open, 0);
                    bills.push_back(std::move(bill));
                }
        }
    if (bills.empty())
        return by_amount_and_payer(payment, same_amount);
    if (has_unknown && payment.amount.minor() > open)
        return not_matched("payment.unknown_reference");
    if (!is_sure && payment.amount.minor() != open && !is_payer(payment, bills.front()))
        return by_amount_and_payer(payment, same_amount);
    return spread(payment.amount.minor(), bills);
}

}
