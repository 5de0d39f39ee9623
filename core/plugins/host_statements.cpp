#include "plugins/host_statements.h"

#include "plugins/payment_identity.h"

#include <portal/bank_statement/camt.hpp>

namespace portal::plugins {

namespace {

namespace bank = sdk::bank;

// As much as fits, in whole characters.
std::string fitting(std::string text, std::size_t most)
{
    if (text.size() > most) {
        while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80)
            --most;
        text.resize(most);
    }
    return text;
}

std::string joined(std::vector<std::string> const& texts, std::string_view between)
{
    std::string all;
    for (auto const& text : texts)
        (all += all.empty() ? "" : between) += text;
    return all;
}

sdk::Money minor_of(bank::Amount const& amount)
{
    auto const money = sdk::to_money(amount.value, amount.currency);
    if (!money)
        throw sdk::RowError("statement.part_of_cent", "Amt", "a whole number of the currency's smallest unit");
    return *money;
}

class Payments {
public:
    Payments(HostSink& sink, bank::Statement const& statement, bank::Entry const& entry)
        : m_sink(sink)
        , m_statement(statement)
        , m_entry(entry)
        , m_identity(identity_of(statement, entry))
    {
    }

    void give()
    {
        std::int64_t rest = minor_of(m_entry.amount).minor;
        bool is_split = !m_entry.payments.empty();
        auto const take = [&](std::int64_t minor) { is_split = is_split && !__builtin_sub_overflow(rest, minor, &rest); };
        // What the bank took is the utility's cost, and no part of what customers have paid (docs/decisions/0063).
        if (m_entry.charges.is_given())
            take(minor_of(m_entry.charges).minor * (m_entry.charges_direction == m_entry.direction ? 1 : -1));
        for (auto const& payment : m_entry.payments) {
            is_split = is_split && payment.amount.is_given() && payment.amount.currency == m_entry.amount.currency && payment.direction == m_entry.direction;
            if (is_split)
                take(minor_of(payment.amount).minor);
        }
        if (!is_split || rest < 0)
            return give(whole());
        for (auto const& payment : m_entry.payments)
            give(payment);
        // What the bank does not list of a batch.
        if (rest > 0)
            give(remainder(rest));
    }

private:
    // The entry as one payment, with all that its parts say; but where some are not listed, the others may not take their money.
    bank::Payment whole() const
    {
        auto payment = remainder(minor_of(m_entry.amount).minor);
        if (m_entry.payments.size() == 1 && m_entry.lists_all())
            payment.debtor = m_entry.payments.front().debtor;
        for (auto const& part : m_entry.payments) {
            payment.is_return = payment.is_return || part.is_return;
            if (!m_entry.lists_all())
                continue;
            payment.references.insert(payment.references.end(), part.references.begin(), part.references.end());
            payment.invoices.insert(payment.invoices.end(), part.invoices.begin(), part.invoices.end());
            payment.texts.insert(payment.texts.end(), part.texts.begin(), part.texts.end());
        }
        return payment;
    }
    bank::Payment remainder(std::int64_t minor) const
    {
        bank::Payment payment;
        payment.amount = { { minor, sdk::minor_digits(m_entry.amount.currency) }, m_entry.amount.currency };
        payment.direction = m_entry.direction;
        return payment;
    }

    void give(bank::Payment const& payment)
    {
        bool const came_in = payment.direction == bank::Direction::credit;
        // What the utility pays to others is none of its customers' business.
        bool const is_return = m_entry.is_reversal || payment.is_return;
        if (!came_in && !is_return)
            return;
        auto amount = minor_of(payment.amount);
        amount.minor = came_in ? amount.minor : -amount.minor;
        auto const& payer = is_return ? bank::other_party(m_statement.account, payment) : payment.debtor;
        auto const end_to_end = says_nothing(payment.end_to_end_id) ? std::string {} : fitting(payment.end_to_end_id, 40);
        auto const statement = fitting(m_statement.id, 40), account = fitting(m_statement.account.number(), 40), name = fitting(payer.name, 140),
                   ultimate = fitting(payment.ultimate_debtor, 140), payer_account = fitting(payer.account, 40),
                   references = fitting(joined(payment.references, "|"), payment_text_length),
                   invoices = fitting(joined(payment.invoices, "|"), payment_text_length),
                   text = fitting(payment.texts.empty() ? m_entry.text : joined(payment.texts, " "), payment_text_length);
        m_sink.payment({ sdk::to_c(m_identity.by_reference), sdk::to_c(m_identity.by_details), m_position++, sdk::to_c(statement), sdk::to_c(account),
            sdk::to_c(m_entry.booked.ok() ? m_entry.booked : m_entry.value_date), sdk::to_c(amount), sdk::to_c(end_to_end), sdk::to_c(name),
            sdk::to_c(ultimate), sdk::to_c(payer_account), sdk::to_c(references), sdk::to_c(invoices), sdk::to_c(text), is_return ? 1 : 0 });
    }

    HostSink& m_sink;
    bank::Statement const& m_statement;
    bank::Entry const& m_entry;
    EntryIdentity m_identity;
    std::int64_t m_position = 0;
};

}

portal_status read_statements(HostDelivery& files, HostSink& host, portal_error& error)
{
    try {
        sdk::Delivery delivery { *files.border() };
        sdk::Sink sink { *host.border() };
        sink.begin({});
        while (auto const file = delivery.next())
            bank::read_camt(delivery, *file, sink,
                { .entry =
                        [&](bank::Statement const& statement, bank::Entry const& entry) {
                            if (entry.is_booked())
                                Payments { host, statement, entry }.give();
                        },
                    .end =
                        [&](bank::Statement const&, std::vector<bank::Finding> const& findings) {
                            if (!findings.empty())
                                throw sdk::BadDelivery(
                                    findings.front().key, *file, "line " + std::to_string(findings.front().line) + ": " + findings.front().detail);
                        } });
        return PORTAL_OK;
    } catch (sdk::Failure const& failure) {
        failure.copy_to(error);
        return failure.status();
    } catch (std::exception const&) {
        return PORTAL_INTERNAL;
    }
}

}
