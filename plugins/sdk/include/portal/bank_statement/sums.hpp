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
        ++m_all.count;
        m_all.sum.add(entry.amount.value);
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
        compare(findings, line, "TtlNtries", m_all, statement.summary.entries, statement.summary.sum);
        compare(findings, line, "TtlCdtNtries", m_credits, statement.summary.credits, statement.summary.credit_sum);
        compare(findings, line, "TtlDbtNtries", m_debits, statement.summary.debits, statement.summary.debit_sum);
        auto const* const opening = statement.balance("OPBD") ? statement.balance("OPBD") : statement.balance("PRCD");
        auto const* const closing = statement.balance("CLBD");
        // Balances of several currencies, or of another one than the entries', cannot be added up.
        if (!opening || !closing || opening->amount.currency != closing->amount.currency || m_has_mixed_currencies
            || (!m_currency.empty() && m_currency != closing->amount.currency))
            return findings;
        Sum expected = m_booked;
        expected.add(opening->amount.value, opening->direction);
        Sum stated;
        stated.add(closing->amount.value, closing->direction);
        if (expected != stated)
            findings.push_back({ line, "statement.wrong_balance", closing->kind,
                opening->kind + " and the booked entries make " + expected.text() + ", stated is " + stated.text() });
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

    static void compare(
        std::vector<Finding>& findings, std::uint64_t line, std::string const& field, Side const& seen, std::optional<std::uint64_t> count, Decimal sum)
    {
        if (count && *count != seen.count)
            findings.push_back({ line, "statement.wrong_count", field, std::to_string(seen.count) + " entries, stated are " + std::to_string(*count) });
        Sum stated;
        stated.add(sum);
        if (sum.scale >= 0 && stated != seen.sum)
            findings.push_back({ line, "statement.wrong_sum", field, "the entries make " + seen.sum.text() + ", stated is " + stated.text() });
    }

    // The payments of a batch must make its entry, where each says its amount in the entry's currency. Banks may leave payments out, but not
    // add any.
    static std::vector<Finding> batch_findings(Entry const& entry)
    {
        std::vector<Finding> findings;
        if (entry.batch_count && entry.payments.size() > *entry.batch_count)
            findings.push_back({ entry.line, "statement.wrong_count", "Btch",
                std::to_string(entry.payments.size()) + " payments, stated are " + std::to_string(*entry.batch_count) });
        bool is_whole = !entry.payments.empty() && (!entry.batch_count || entry.payments.size() == *entry.batch_count);
        Sum made;
        for (auto const& payment : entry.payments) {
            is_whole = is_whole && payment.amount.is_given() && payment.amount.currency == entry.amount.currency;
            made.add(payment.amount.value, payment.direction != entry.direction);
        }
        Sum stated;
        stated.add(entry.amount.value);
        if (is_whole && made != stated)
            findings.push_back({ entry.line, "statement.wrong_sum", "Ntry", "its payments make " + made.text() + ", the entry is " + stated.text() });
        return findings;
    }

    Side m_all, m_credits, m_debits;
    Sum m_booked;
    std::string m_currency;
    bool m_has_mixed_currencies = false;
};

}
