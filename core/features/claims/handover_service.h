// Handover: somebody proved a customer that another account holds. The holder says whether both may see it.
#pragma once

#include "features/claims/claim_mail.h"
#include "features/claims/claim_store.h"
#include "tenants/registry.h"

#include <functional>
#include <optional>
#include <vector>

namespace portal::claims {

struct HandoverQuestion {
    TenantId tenant;
    std::string customer_number;
    std::string asker_email;
    std::string decision; // "accepted", "refused"; "": to be decided
};

enum class Decision { accept, refuse };

// Thread-safe.
class HandoverService {
public:
    struct Parts {
        db::Database& database;
        Clock const& clock;
        tenants::Registry const& tenants;
        Mails const& mails;
        std::function<void()> wake_mail;
    };
    explicit HandoverService(Parts parts)
        : m(std::move(parts))
    {
    }

    // nullopt for everybody but the holder, and for a link that is too old and was not used.
    std::optional<HandoverQuestion> find(AccountId holder, std::vector<CustomerScope> const& customers, Secret const& token) const;
    // The first decision counts; the question as it stands then. nullopt as above.
    std::optional<HandoverQuestion> decide(AccountId holder, std::vector<CustomerScope> const& customers, Secret const& token, Decision decision) const;

private:
    struct Found;
    std::optional<Found> find(db::Session& session, AccountId holder, std::vector<CustomerScope> const& customers, Secret const& token) const;
    Parts m;
};

}
