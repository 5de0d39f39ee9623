#include "features/payments/matching_rules.h"

#include "features/payments/name_rules.h"

#include <algorithm>

namespace portal::payments {

namespace {

Match not_matched(std::string reason) { return { How::not_matched, {}, std::move(reason) }; }

// The bills of the first spelling that has any.
std::vector<Bill> const* find(Spellings const& spellings, BillsByReference const& bills)
{
    for (auto const& spelling : spellings)
        if (auto const found = bills.find(spelling); found != bills.end() && !found->second.empty())
            return &found->second;
    return nullptr;
}

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

Match by_amount_and_payer(BankPayment const& payment, std::span<Bill const> same_amount)
{
    Bill const* found = nullptr;
    auto const names = { folded_name(payment.payer), folded_name(payment.ultimate_payer) };
    for (auto const& bill : same_amount) {
        auto const customer = folded_name(bill.customer_name);
        bool const is_payer = !customer.empty() && std::find(names.begin(), names.end(), customer) != names.end();
        if (bill.open != payment.amount.minor() || !is_payer)
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

std::string spelling_of_number(std::string const& number) { return "bill " + number; }

Match match(BankPayment const& payment, NamedReferences const& named, BillsByReference const& by_reference, std::span<Bill const> same_amount)
{
    if (payment.amount.minor() <= 0)
        return not_matched("payment.no_bill");
    std::vector<Bill> bills;
    std::int64_t open = 0;
    bool has_unknown = false;
    // Who pays by reference may name a document of his own beside it.
    auto const* const has_to_be_there = named.structured.empty() ? &named.invoices : &named.structured;
    for (auto const* list : { &named.structured, &named.invoices, &named.in_text })
        for (auto const& spellings : *list) {
            auto const* const found = find(spellings, by_reference);
            has_unknown = has_unknown || (!found && list == has_to_be_there);
            if (!found)
                continue;
            if (std::any_of(found->begin(), found->end(), [&](Bill const& bill) { return bill.customer != found->front().customer; }))
                return not_matched("payment.several_customers");
            for (auto& bill : to_be_paid(*found))
                if (std::none_of(bills.begin(), bills.end(), [&](Bill const& other) { return other.number == bill.number; })) {
                    open += std::max<std::int64_t>(bill.open, 0);
                    bills.push_back(std::move(bill));
                }
        }
    if (bills.empty())
        return by_amount_and_payer(payment, same_amount);
    if (has_unknown && payment.amount.minor() > open)
        return not_matched("payment.unknown_reference");
    return spread(payment.amount.minor(), bills);
}

}
