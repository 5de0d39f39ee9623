#include "features/imports/ledger_rules.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace portal::imports {

namespace {

int year_of(int date) { return date / 10'000; }

bool is_a_bill(LedgerBill const& bill) { return bill.kind == "invoice" || bill.kind == "advance"; }

// The bills that took the place of others, by the numbers of these; the newest one where several did.
using Replacements = std::unordered_map<std::string_view, LedgerBill const*>;

Replacements replacements(std::vector<LedgerBill> const& bills)
{
    Replacements all;
    for (auto const& bill : bills) {
        if (!is_a_bill(bill) || bill.corrects.empty() || bill.corrects == bill.number)
            continue;
        auto& newest = all[bill.corrects];
        if (!newest || std::tie(bill.issued, bill.id) > std::tie(newest->issued, newest->id))
            newest = &bill;
    }
    return all;
}

// The bill that is left in its place in the end; null when there is none, or when bills go round in a circle.
LedgerBill const* last_of(Replacements const& all, std::string_view number)
{
    LedgerBill const* last = nullptr;
    for (std::size_t steps = 0; steps <= all.size(); ++steps) {
        auto const next = all.find(last ? std::string_view { last->number } : number);
        if (next == all.end())
            return last;
        last = next->second;
    }
    return nullptr;
}

// Minor units that are booked under bills' numbers.
std::unordered_map<std::string_view, std::int64_t> settled(
    std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements, Replacements const& replaced)
{
    std::unordered_map<std::string_view, std::int64_t> sums;
    for (auto const& movement : movements)
        if (movement.kind == "payment") {
            auto const* const other = last_of(replaced, movement.invoice_number);
            sums[other ? other->number : movement.invoice_number] += movement.amount;
        } else if (movement.kind == "credit_note" || movement.kind == "other")
            sums[movement.invoice_number] += movement.amount;
    // What is booked under the notes themselves, not what comes to them from other notes: their order must not count.
    std::vector<std::pair<std::string_view, std::int64_t>> through_notes;
    for (auto const& bill : bills)
        if (bill.kind == "credit_note" && !bill.corrects.empty())
            if (auto const found = sums.find(bill.number); found != sums.end())
                through_notes.emplace_back(bill.corrects, found->second);
    for (auto const& [corrected, amount] : through_notes)
        sums[corrected] += amount;
    return sums;
}

}

std::vector<AccountYear> account_years(std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements)
{
    std::map<int, AccountYear> by_year;
    for (auto const& bill : bills)
        ++by_year[year_of(bill.issued)].bills;
    for (auto const& movement : movements) {
        auto& year = by_year[year_of(movement.booked)];
        ++year.movements;
        year.amount += movement.amount;
    }
    std::vector<AccountYear> years;
    for (auto& [number, year] : by_year) {
        year.year = number;
        if (!years.empty()) {
            auto const& before = years.back();
            year.bills_before = before.bills_before + before.bills;
            year.movements_before = before.movements_before + before.movements;
            year.amount_before = before.amount_before + before.amount;
        }
        years.push_back(year);
    }
    return years;
}

namespace {

void add_current_bills(std::vector<StandingRow>& rows, std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements)
{
    auto const replaced = replacements(bills);
    LedgerBill const* newest = nullptr;
    for (auto const& bill : bills)
        if (is_a_bill(bill) && !replaced.contains(bill.number) && (!newest || std::tie(bill.issued, bill.id) > std::tie(newest->issued, newest->id)))
            newest = &bill;
    auto const sums = settled(bills, movements, replaced);
    for (auto const& bill : bills) {
        if (replaced.contains(bill.number)) {
            if (auto const* const other = last_of(replaced, bill.number))
                rows.push_back({ "replaced", bill.id, other->id, other->number, bill.kind, bill.issued, 0, 0, 0, 0, 0, 0, 0 });
            continue;
        }
        auto const found = sums.find(bill.number);
        auto const open = bill.payable + (found == sums.end() ? 0 : found->second);
        auto const rest = bill.kind == "credit_note" ? 0 : std::max<std::int64_t>(0, open);
        if (rest > 0 || &bill == newest)
            rows.push_back({ "bill", bill.id, bill.id, bill.number, bill.kind, bill.issued, bill.due, bill.service_from, bill.service_to, bill.total,
                bill.payable, rest, 0 });
    }
}

void add_newest_movements(std::vector<StandingRow>& rows, std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements)
{
    std::vector<LedgerMovement const*> newest;
    std::int64_t balance = 0;
    for (auto const& movement : movements) {
        newest.push_back(&movement);
        balance += movement.amount;
    }
    auto const count = std::min(newest.size(), newest_movements);
    std::partial_sort(newest.begin(), newest.begin() + static_cast<std::ptrdiff_t>(count), newest.end(),
        [](auto const* left, auto const* right) { return std::tie(left->booked, left->id) > std::tie(right->booked, right->id); });
    newest.resize(count);
    for (auto const* const movement : newest) {
        auto const bill = std::find_if(bills.begin(), bills.end(), [&](LedgerBill const& one) { return one.number == movement->invoice_number; });
        rows.push_back({ "movement", movement->id, bill == bills.end() ? 0 : bill->id, movement->invoice_number, movement->kind, movement->booked, 0, 0, 0,
            movement->amount, 0, 0, balance });
        balance -= movement->amount;
    }
}

}

std::vector<StandingRow> standing(std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements)
{
    std::vector<StandingRow> rows;
    add_current_bills(rows, bills, movements);
    add_newest_movements(rows, bills, movements);
    return rows;
}

}
