// Bills that payments may mean, and payments that are known already. What is read is what is published; imports write.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/payments/matching_rules.h"

#include <optional>

namespace portal::payments {

// A payment as it is kept.
struct KnownPayment {
    std::string id; // external: "bank:..."
    std::string outcome; // matched, unmatched, assigned, returned
    std::string reason;
    std::int64_t shares = 0;
    std::string statement, account;
    Date booked;
    Money amount;
    std::string end_to_end_id, payer, payer_account;
    std::string references, text; // references with a | between them
    std::string undoes; // of one that went back: the payment's id
};

BankPayment to_bank_payment(KnownPayment const& known);

class PaymentStore {
public:
    PaymentStore(db::Session& session, TenantScope const& scope)
        : m_session(session)
        , m_tenant(scope.tenant())
    {
    }

    // In the place of one that was replaced stands the bill that is to be paid now.
    std::vector<Bill> bills_of(std::string const& reference) const;
    // Open bills of which just one of these amounts is still to pay: at most a thousand from this place on, and the next place. The first is 0, and so is the
    // one behind the last.
    std::vector<Bill> bills_of(std::span<std::int64_t const> amounts, std::int64_t& after) const;
    static constexpr std::size_t most_amounts = 100;
    std::optional<Bill> bill(std::string const& number) const;
    // What a payer means who names this number: no credit note, and of a bill that was replaced the one in its place.
    std::optional<Bill> bill_to_pay(std::string const& number) const;

    std::optional<KnownPayment> payment(std::string const& id) const;
    // Booked payments of this amount to this account that have not gone back, at most fifty, the newest first: under the same end-to-end id, from the
    // same account, or for this bill, which the reference names.
    std::vector<KnownPayment> paid_under_name(BankPayment const& like) const;
    std::vector<KnownPayment> paid_from_account(BankPayment const& like) const;
    std::vector<KnownPayment> paid_for(Bill const& bill, std::string const& reference, BankPayment const& like) const;
    std::vector<Share> shares_of(KnownPayment const& payment) const;

    // The oldest first, at most a thousand from this place on, and the next place.
    struct Place {
        std::int64_t day = 0, id = 0; // yyyymmdd
    };
    std::vector<KnownPayment> unmatched(Place& after) const;
    // At most a thousand from this place on, and the next place; the first is 0.
    std::vector<KnownPayment> page(std::int64_t& after) const;

private:
    db::Session& m_session;
    TenantId m_tenant;
};

}
