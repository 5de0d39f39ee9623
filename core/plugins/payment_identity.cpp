#include "plugins/payment_identity.h"

#include "base/text.h"

#include <portal/bank_statement/sums.hpp>

#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>

#include <algorithm>
#include <array>

namespace portal::plugins {

namespace {

namespace bank = sdk::bank;

// The length goes in front of each text, so that none can slip into its neighbour.
class Digest {
public:
    void add(std::string_view text)
    {
        m_engine.update(std::to_string(text.size()));
        m_engine.update(':');
        m_engine.update(text.data(), text.size());
    }
    std::string hex() { return Poco::DigestEngine::digestToHex(m_engine.digest()); }

private:
    Poco::SHA2Engine m_engine { Poco::SHA2Engine::SHA_256 };
};

std::string_view told(std::string_view reference) { return says_nothing(reference) ? std::string_view {} : reference; }

// Its own, or that of the only payment in it.
std::string_view reference_of(bank::Entry const& entry)
{
    auto const own = told(entry.bank_reference);
    return own.empty() && entry.payments.size() == 1 ? told(entry.payments.front().bank_reference) : own;
}

void add_place(Digest& digest, bank::Statement const& statement, bank::Entry const& entry)
{
    auto const day = entry.booked.ok() ? entry.booked : entry.value_date;
    digest.add(statement.account.number());
    digest.add(std::to_string(day.ok() ? std::chrono::sys_days { day }.time_since_epoch().count() : 0));
    digest.add(bank::text_of(entry.amount.value));
    digest.add(entry.amount.currency);
    digest.add(entry.direction == bank::Direction::credit ? std::string_view { "+" } : std::string_view { "-" });
    digest.add(reference_of(entry));
}

void add_details(Digest& digest, bank::Payment const& payment)
{
    digest.add(told(payment.end_to_end_id));
    digest.add(told(payment.transaction_id));
    for (auto const* const party : { &payment.debtor, &payment.creditor }) {
        digest.add(party->account);
        digest.add(party->name);
    }
    for (auto const* const texts : { &payment.references, &payment.invoices, &payment.texts })
        for (auto const& text : *texts)
            digest.add(text);
}

}

EntryIdentity identity_of(bank::Statement const& statement, bank::Entry const& entry)
{
    EntryIdentity identity;
    Digest by_reference, by_details;
    add_place(by_reference, statement, entry);
    add_place(by_details, statement, entry);
    if (!reference_of(entry).empty())
        identity.by_reference = by_reference.hex();
    if (entry.payments.empty())
        by_details.add(entry.text);
    for (auto const& payment : entry.payments)
        add_details(by_details, payment);
    identity.by_details = by_details.hex();
    return identity;
}

bool says_nothing(std::string_view reference)
{
    constexpr std::array<std::string_view, 13> words { "NONREF", "NOREF", "NOREFERENCE", "NOTPROVIDED", "NOTAVAILABLE", "NOTAPPLICABLE", "NA", "NONE", "NULL",
        "NIL", "UNKNOWN", "UNDEFINED", "NEZNANO" };
    std::string plain;
    for (char const c : ascii_upper(reference))
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80)
            plain += c;
    return plain.find_first_not_of("0X") == std::string::npos || std::find(words.begin(), words.end(), plain) != words.end();
}

}
