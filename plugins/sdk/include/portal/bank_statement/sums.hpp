// Whether a statement adds up: the opening balance and the booked entries make the closing one, its summary counts and sums what is there,
// and a batch is the sum of its payments. What contradicts is reported; nothing is put right.
#pragma once

#include <portal/bank_statement/sum.hpp>

namespace portal::sdk::bank {

// Takes the entries of one statement as they come; memory does not grow with them.
class StatementSums {
public:
    // What contradicts within the entry.
    std::vector<Finding> add(Entry const& entry)
    {
        auto& side = entry.direction == Direction::credit ? m_credits : m_debits;
        ++side.count;
        side.sum.add(entry.amount.value);
        if (entry.is_booked())
            m_booked.add(entry.amount.value, entry.direction);
        note_currency(entry.amount.currency);
        return batch_findings(entry);
    }

    std::vector<Finding> finish(Statement const& statement, std::uint64_t line) const
    {
        std::vector<Finding> findings;
        // Balances and summary of a page may be those of all pages.
        if (statement.is_page)
            return findings;
        compare(findings, line, "TtlNtries", all(statement.summary.sum), statement.summary.entries, statement.summary.sum);
        compare(findings, line, "TtlCdtNtries", m_credits, statement.summary.credits, statement.summary.credit_sum);
        compare(findings, line, "TtlDbtNtries", m_debits, statement.summary.debits, statement.summary.debit_sum);
        // A report within the day lists what is new since the one before it, beside balances of the day.
        if (statement.kind != Kind::report)
            add_balance_findings(findings, statement, line);
        return findings;
    }

private:
    struct Side {
        std::uint64_t count = 0;
        Sum sum;
    };

    void note_currency(std::string const& currency)
    {
        if (m_currency.empty())
            m_currency = currency;
        m_has_mixed_currencies = m_has_mixed_currencies || m_currency != currency;
    }

    // The sum of all entries is meant without their signs, but some banks write what the account gained or lost.
    Side all(Decimal stated) const
    {
        Side sides { m_credits.count + m_debits.count, m_credits.sum };
        sides.sum.add(-m_debits.sum);
        if (same(sides.sum, stated))
            return sides;
        sides.sum = m_credits.sum;
        sides.sum.add(m_debits.sum);
        return sides;
    }

    // Whatever the sign: some banks write one for what went out.
    static bool same(Sum const& seen, Decimal stated)
    {
        Sum sum;
        sum.add(stated);
        return sum.magnitude() == seen.magnitude();
    }

    static void compare(
        std::vector<Finding>& findings, std::uint64_t line, std::string const& field, Side const& seen, std::optional<std::uint64_t> count, Decimal sum)
    {
        if (count && *count != seen.count)
            findings.push_back({ line, "statement.wrong_count", field, std::to_string(seen.count) + " entries, stated are " + std::to_string(*count) });
        if (sum.scale >= 0 && !same(seen.sum, sum))
            findings.push_back({ line, "statement.wrong_sum", field, "the entries make " + seen.sum.text() + ", stated is " + text_of(sum) });
    }

    // The balances of a kind, if they can be told apart: each of another day, all in the entries' currency.
    std::optional<std::vector<Balance const*>> balances_of(Statement const& statement, std::string_view kind) const
    {
        std::vector<Balance const*> found;
        for (auto const& one : statement.balances) {
            if (one.kind != kind)
                continue;
            bool const is_another_day = std::none_of(found.begin(), found.end(), [&](Balance const* other) { return other->date == one.date; });
            if (!is_another_day || m_has_mixed_currencies || (!m_currency.empty() && m_currency != one.amount.currency))
                return std::nullopt;
            found.push_back(&one);
        }
        return found;
    }

    // A statement of several days may have an opening and a closing balance for each: what lies between them is what was booked.
    void add_balance_findings(std::vector<Finding>& findings, Statement const& statement, std::uint64_t line) const
    {
        auto const* const kind = statement.balance("OPBD") ? "OPBD" : "PRCD";
        auto const opening = balances_of(statement, kind), closing = balances_of(statement, "CLBD");
        if (!opening || !closing || opening->empty() || opening->size() != closing->size())
            return;
        auto const& currency = opening->front()->amount.currency;
        Sum opened, closed;
        for (auto const* const list : { &*opening, &*closing })
            for (auto const* const one : *list) {
                if (one->amount.currency != currency)
                    return;
                (list == &*opening ? opened : closed).add(one->amount.value, one->direction);
            }
        opened.add(m_booked);
        if (opened != closed)
            findings.push_back({ line, "statement.wrong_balance", "CLBD",
                std::string { kind } + " and the booked entries make " + opened.text() + ", stated is " + closed.text() });
    }

    // The payments of a batch, with the bank's charges, must make its entry, where each says its amount in the entry's currency. Banks may leave payments out,
    // but not add any. The batch's own total is of its payments, or is the entry's amount.
    static std::vector<Finding> batch_findings(Entry const& entry)
    {
        std::vector<Finding> findings;
        if (entry.batch_count && entry.payments.size() > *entry.batch_count)
            findings.push_back({ entry.line, "statement.wrong_count", "Btch",
                std::to_string(entry.payments.size()) + " payments, stated are " + std::to_string(*entry.batch_count) });
        bool is_whole = entry.lists_all(), is_one_way = true;
        Sum made;
        for (auto const& payment : entry.payments) {
            is_whole = is_whole && payment.amount.is_given() && payment.amount.currency == entry.amount.currency;
            is_one_way = is_one_way && payment.direction == entry.direction;
            made.add(payment.amount.value, payment.direction != entry.direction);
        }
        if (!is_whole)
            return findings;
        Sum stated, explained = made;
        stated.add(entry.amount.value);
        if (entry.charges.is_given())
            explained.add(entry.charges.value, entry.charges_direction != entry.direction);
        if (explained != stated)
            findings.push_back({ entry.line, "statement.wrong_sum", "Ntry", "its payments make " + made.text() + ", the entry is " + stated.text() });
        Sum total;
        total.add(entry.batch_total.value);
        if (is_one_way && entry.batch_total.is_given() && entry.batch_total.currency == entry.amount.currency && total != made && total != stated)
            findings.push_back({ entry.line, "statement.wrong_sum", "Btch", "its payments make " + made.text() + ", stated is " + total.text() });
        return findings;
    }

    Side m_credits, m_debits;
    Sum m_booked;
    std::string m_currency;
    bool m_has_mixed_currencies = false;
};

}
