#include "features/payments/incoming_payments.h"

#include "base/text.h"
#include "features/payments/name_rules.h"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

namespace portal::payments {

namespace {

constexpr std::size_t s_at_once = 500;

std::string joined(std::vector<std::string> const& texts)
{
    std::string all;
    for (auto const& text : texts)
        all += (all.empty() ? "" : "|") + text;
    return all;
}

std::string word(How how)
{
    switch (how) {
    case How::not_matched: return "unmatched";
    case How::returned: return "returned";
    case How::by_the_desk: return "assigned";
    default: return "matched";
    }
}

BankPayment to_payment(plugins::PaymentRow const& row)
{
    BankPayment payment { .by_reference = std::string { row.by_reference },
        .by_details = std::string { row.by_details },
        .position = static_cast<int>(row.position),
        .statement = std::string { row.statement },
        .account = std::string { row.account },
        .booked = row.booked,
        .amount = row.amount,
        .end_to_end_id = std::string { row.end_to_end_id },
        .payer = std::string { row.payer },
        .ultimate_payer = std::string { row.ultimate_payer },
        .payer_account = std::string { row.payer_account },
        .text = std::string { row.text },
        .is_return = row.is_return };
    auto const add = [](std::vector<std::string>& to, std::string_view list) {
        if (!list.empty())
            for (auto const one : split(list, '|'))
                to.emplace_back(one);
    };
    add(payment.references, row.references);
    add(payment.invoices, row.invoices);
    return payment;
}

KnownPayment to_known(std::string const& id, BankPayment const& payment)
{
    return { id, {}, {}, 0, payment.statement, payment.account, payment.booked, payment.amount, payment.end_to_end_id, payment.payer, payment.payer_account,
        joined(payment.references), payment.text, {} };
}

}

void give(plugins::RowSink& import, KnownPayment payment, Match const& match)
{
    payment.outcome = word(match.how);
    payment.reason = match.reason;
    payment.undoes = match.undoes;
    payment.shares = static_cast<std::int64_t>(match.shares.size());
    for (std::size_t at = 0; at < match.shares.size(); ++at) {
        auto const& share = match.shares[at];
        auto const id = EntryIds::share(payment.id, at + 1);
        import.transaction({ id, share.customer, "payment", share.bill, share.reference, payment.booked, Money { -share.amount, payment.amount.currency() } });
    }
    import.settled_payment({ payment.id, payment.outcome, payment.reason, payment.shares, payment.statement, payment.account, payment.booked, payment.amount,
        payment.end_to_end_id, payment.payer, payment.payer_account, payment.references, payment.text, payment.undoes });
}

void IncomingPayments::at(std::string_view file, std::uint64_t line)
{
    m_file = file;
    m_line = line;
    m_import.at(file, line);
}

void IncomingPayments::payment(plugins::PaymentRow const& row)
{
    ++m_count;
    auto payment = to_payment(row);
    auto named = named_references(payment);
    for (auto* const list : { &named.structured, &named.in_text })
        for (auto& spellings : *list)
            // As the utility's own rules spell it: not every reference is one of SI or RF.
            if (auto const own = m_canonical(spellings.front()); own && *own != spellings.front())
                spellings.insert(spellings.begin(), *own);
    m_waiting.push_back({ std::move(payment), m_file, m_line, std::move(named), {} });
    if (m_waiting.size() >= s_at_once)
        flush();
}

void IncomingPayments::flush()
{
    bool has_begun = false;
    m_database.read([&](db::Session& session) {
        // What was given to the import cannot be taken back, so a connection that breaks here ends it; the statement may come again.
        if (std::exchange(has_begun, true))
            throw db::Unavailable("the connection to the database broke while payments were matched");
        PaymentStore const store { session, m_scope };
        for (auto& one : m_waiting)
            look_up(store, one);
        auto const same_amount = of_same_amount(store);
        for (auto& one : m_waiting)
            decide(store, one, same_amount);
    });
    m_waiting.clear();
}

void IncomingPayments::look_up(PaymentStore const& store, Waiting& one)
{
    for (std::size_t at = 0; at < one.payment.invoices.size(); ++at)
        if (auto const& number = one.payment.invoices[at]; auto const bill = store.bill_to_pay(number)) {
            auto& spellings = one.named.invoices[at];
            spellings.insert(spellings.begin(), spelling_of_number(number));
            one.bills.emplace(spellings.front(), std::vector { *bill });
        }
    for (auto const& spelling : one.named.all())
        if (auto bills = store.bills_of(spelling); !bills.empty())
            one.bills.emplace(spelling, std::move(bills));
}

// For payments that name no bill: those whose customers are called like one of the payers, so that a fee that everybody pays fills no memory.
std::vector<Bill> IncomingPayments::of_same_amount(PaymentStore const& store) const
{
    std::set<std::int64_t> amounts;
    std::unordered_set<std::string> names;
    for (auto const& one : m_waiting)
        if (auto const& payment = one.payment; one.bills.empty() && payment.amount.minor() > 0 && !payment.payer.empty()) {
            amounts.insert(payment.amount.minor());
            names.insert(folded_name(payment.payer));
            names.insert(folded_name(payment.ultimate_payer));
        }
    std::vector<std::int64_t> const all { amounts.begin(), amounts.end() };
    std::vector<Bill> bills;
    for (std::size_t from = 0; from < all.size(); from += PaymentStore::most_amounts) {
        std::int64_t after = 0;
        do {
            auto found = store.bills_of(std::span { all }.subspan(from, std::min(PaymentStore::most_amounts, all.size() - from)), after);
            std::erase_if(found, [&](Bill const& bill) { return !names.contains(folded_name(bill.customer_name)); });
            bills.insert(bills.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        } while (after != 0);
    }
    return bills;
}

// The database knows nothing yet of what this delivery has paid.
Bill IncomingPayments::as_of_now(Bill bill) const
{
    if (auto const paid = m_paid.find(std::hash<std::string> {}(bill.number)); paid != m_paid.end())
        bill.open -= paid->second;
    return bill;
}

void IncomingPayments::decide(PaymentStore const& store, Waiting& one, std::span<Bill const> same_amount)
{
    m_import.at(one.file, one.line);
    // An entry is known as a whole: a notice may list its payments and the statement not, or the other way round.
    if (one.payment.position == 0)
        m_entry = m_ids.next_entry(one.file + "|" + one.payment.statement, one.payment, [&](std::string const& entry) -> std::optional<Telling> {
            auto const first = store.payment(EntryIds::payment(entry, 0));
            return first ? std::optional { Telling::of(to_bank_payment(*first)) } : std::nullopt;
        });
    auto const id = EntryIds::payment(m_entry.id, one.payment.position);
    if (m_entry.told == EntryIds::Told::in_an_earlier_one)
        repeat(store, id);
    if (m_entry.told != EntryIds::Told::never)
        return;
    auto const match = match_of(store, one, same_amount);
    for (auto const& share : match.shares)
        m_paid[std::hash<std::string> {}(share.bill)] += share.amount;
    if (match.how != How::not_matched && one.payment.amount.minor() > 0)
        m_returns.note_paid(id, one.payment, match.shares);
    give(m_import, to_known(id, one.payment), match);
}

// As it is published, whatever the desk has decided meanwhile.
void IncomingPayments::repeat(PaymentStore const& store, std::string const& id)
{
    auto const known = store.payment(id);
    if (!known)
        return;
    auto const how = known->outcome == "unmatched" ? How::not_matched
        : known->outcome == "returned"             ? How::returned
        : known->outcome == "assigned"             ? How::by_the_desk
                                                   : How::by_reference;
    give(m_import, *known, { how, store.shares_of(*known), known->reason, known->undoes });
}

Match IncomingPayments::match_of(PaymentStore const& store, Waiting& one, std::span<Bill const> same_amount)
{
    for (auto& [reference, bills] : one.bills)
        std::transform(bills.begin(), bills.end(), bills.begin(), [&](Bill const& bill) { return as_of_now(bill); });
    if (one.payment.amount.minor() < 0)
        return m_returns.match(store, one.payment, one.bills);
    // What the utility pays to others was never booked here, so nor is what comes back of it.
    if (one.payment.is_return)
        return { How::not_matched, {}, "payment.came_back", {} };
    std::vector<Bill> now;
    if (one.bills.empty())
        std::transform(same_amount.begin(), same_amount.end(), std::back_inserter(now), [&](Bill const& bill) { return as_of_now(bill); });
    return match(one.payment, one.named, one.bills, now);
}

}
