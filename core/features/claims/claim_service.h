// The one door to claims: judges what somebody brings, gives the customer to the first who proves it and asks the holder for
// everybody else.
#pragma once

#include "base/time.h"
#include "crypto/key_ring.h"
#include "features/claims/bill_paper.h"
#include "features/claims/claim_mail.h"
#include "features/claims/claim_store.h"

#include <functional>
#include <optional>

namespace portal::claims {

// Thread-safe. Functions that name a reference throw plugins::PluginUnavailable.
class ClaimService {
public:
    static constexpr std::chrono::hours letter_lives { 30 * 24 };
    static constexpr std::chrono::hours handover_lives { 7 * 24 };

    struct Parts {
        db::Database& database;
        Clock const& clock;
        crypto::KeyRing const& keys;
        BillPaper const& paper;
        Mails const& mails;
        std::function<void()> wake_mail; // after a commit that put a mail
    };
    explicit ClaimService(Parts parts)
        : m(std::move(parts))
    {
    }

    // The try is a committed row before it is judged, whether or not there is such a customer. What is not proved stays
    // open: find_open().
    Judged judge(tenants::Tenant const& tenant, Claimant const& claimant, Claim const& claim) const;
    // The same with the code of a letter instead of the bill's.
    Judged judge_letter(tenants::Tenant const& tenant, Claimant const& claimant, std::string const& reference, Secret const& code) const;

    std::optional<OpenClaim> find_open(TenantId tenant, AccountId account) const;

    // For the utility's desk: a code that proves the customer for 30 days, in place of earlier ones; letter_code_text() for
    // print. nullopt: no such customer is published.
    std::optional<Secret> issue_letter(TenantId tenant, std::string const& customer_number) const;

    // For the daily cleaning: tries that no limit looks at any more.
    void remove_old_tries(TenantId tenant) const;

private:
    Judged judge_counted(
        db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, Claim const& claim, Try const& a_try, bool total_always) const;
    Judged refuse_wrong(db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, Claim const& claim, Try const& a_try,
        Circumstances circumstances) const;
    Judged grant(db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, std::string const& reference, Try const& a_try) const;
    void ask_holder(db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, std::string const& customer_number) const;
    std::string letter_hash(TenantId tenant, std::string_view customer_number, Secret const& code) const;

    Parts m;
};

}
