// Rows of claims: what proves them, tries, who sees a customer, open claims, letters, handovers.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/claims/claim_rules.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal::claims {

using TryId = Id<struct TryTag>;
using HandoverId = Id<struct HandoverTag>;

// One try as it stands in its row.
struct Try {
    TryId id = TryId::make();
    std::string customer_number; // as the reference says it, whether or not there is such a customer
    std::string mailbox_key;
    std::string address_block;
    std::string bill_epoch; // number of the customer's newest bill: a new bill gives new tries
    Instant at;
};

// What became of a try; the words of claim_tries.outcome.
enum class Settled { wrong, right, asked, letter };

struct Handover {
    HandoverId id;
    std::string customer_number;
    AccountId asker;
    Instant expires;
    std::string decision; // "accepted", "refused"; "": not decided
};

class ClaimStore {
public:
    ClaimStore(db::Session& session, TenantScope const& scope)
        : m_session(session)
        , m_tenant(scope.tenant())
    {
    }

    // ---- what proves
    std::vector<Bill> newest_bills(std::string_view customer_number); // at most two, the newest first
    std::optional<std::string> customer_of_bill(std::string_view reference);
    // The keyed hash of the address in the billing record; "" when it has none; nullopt: no such customer.
    std::optional<std::string> email_key_on_record(std::string_view customer_number);
    // Of the bills issued since that day: how many have this total, and how many there are.
    std::pair<std::int64_t, std::int64_t> bills_like(Money total, Date since);

    // ---- tries
    void add(Try const& a_try);
    void take_turn(); // first in the transaction that judges
    Counts count(Try const& a_try, bool mailbox_is_on_record);
    std::int64_t count_letters(Try const& a_try);
    void settle(TryId id, Settled settled);
    void forgive(Try const& a_try); // earlier wrong tries of this mailbox for this customer
    std::int64_t remove_tries_before(Instant instant);

    // ---- who sees the customer
    bool take(std::string_view customer_number, AccountId account, Instant now); // false: somebody holds it, or the account sees it
    void let_in(std::string_view customer_number, AccountId account, Instant now);
    std::optional<AccountId> holder(std::string_view customer_number);
    bool sees(std::string_view customer_number, AccountId account);

    // All that the account sees, has asked for or waits for; who waits for it waits no longer.
    void forget(AccountId account);

    // ---- open claims, one an account
    void open(AccountId account, OpenClaim const& claim, Instant now);
    void close(AccountId account);
    void close_waiting(AccountId account); // only one that waits for a holder
    std::optional<OpenClaim> find_open(AccountId account);

    // ---- letters
    void add_letter(std::string_view customer_number, std::string_view code_hash, Instant now, Instant expires); // ends earlier ones
    bool use_letter(std::string_view customer_number, std::string_view code_hash, Instant now);

    // ---- handovers
    void add_handover(std::string_view customer_number, AccountId asker, std::string_view token_hash, Instant now, Instant expires);
    bool asked_since(std::string_view customer_number, AccountId asker, Instant since);
    std::optional<Handover> find_handover(std::string_view token_hash);
    bool decide(HandoverId handover, std::string_view decision, Instant now); // false: it was decided already

private:
    db::Session& m_session;
    TenantId m_tenant;
};

}
