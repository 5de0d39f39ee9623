#include "features/claims/handover_service.h"

#include "crypto/hash.h"
#include "features/accounts/accounts_service.h"
#include "features/audit/audit.h"

namespace portal::claims {

struct HandoverService::Found {
    Handover handover;
    std::optional<accounts::Account> asker; // nullopt: it closed its account meanwhile
    HandoverQuestion question;
};

// A token is looked for only among the utilities of the holder's own customers, and counts only for one that he holds.
std::optional<HandoverService::Found> HandoverService::find(
    db::Session& session, AccountId holder, std::vector<CustomerScope> const& customers, Secret const& token) const
{
    auto const token_hash = crypto::sha256_hex(token.reveal());
    TenantId looked_through;
    for (auto const& customer : customers) { // by tenant
        if (customer.tenant() == looked_through)
            continue;
        looked_through = customer.tenant();
        ClaimStore store { session, TenantScope::assume(looked_through) };
        auto const handover = store.find_handover(token_hash);
        if (!handover)
            continue;
        if (store.holder(handover->customer_number) != holder || (handover->decision.empty() && m.clock.now() >= handover->expires))
            return std::nullopt;
        auto asker = accounts::find(session, handover->asker);
        auto email = asker ? asker->email : std::string {};
        return Found { *handover, std::move(asker), { looked_through, handover->customer_number, std::move(email), handover->decision } };
    }
    return std::nullopt;
}

std::optional<HandoverQuestion> HandoverService::find(AccountId holder, std::vector<CustomerScope> const& customers, Secret const& token) const
{
    return m.database.read([&](db::Session& session) -> std::optional<HandoverQuestion> {
        auto const found = find(session, holder, customers, token);
        return found ? std::optional { found->question } : std::nullopt;
    });
}

std::optional<HandoverQuestion> HandoverService::decide(
    AccountId holder, std::vector<CustomerScope> const& customers, Secret const& token, Decision decision) const
{
    auto const now = m.clock.now();
    bool const is_yes = decision == Decision::accept;
    bool puts_mail = false;
    auto question = m.database.transact([&](db::Transaction& transaction) -> std::optional<HandoverQuestion> {
        puts_mail = false;
        auto found = find(transaction, holder, customers, token);
        if (!found)
            return std::nullopt;
        auto const& number = found->handover.customer_number;
        auto const tenant = found->question.tenant;
        ClaimStore store { transaction, TenantScope::assume(tenant) };
        if (!store.decide(found->handover.id, is_yes ? "accepted" : "refused", now))
            return found->question; // sent twice, or decided in another window: as it stands
        found->question.decision = is_yes ? "accepted" : "refused";
        audit::record(transaction, now,
            { .tenant = tenant,
                .account = holder,
                .event = is_yes ? "handover.accepted" : "handover.refused",
                .subject = number,
                .detail = found->handover.asker.text() });
        store.close_waiting(found->handover.asker);
        if (is_yes) {
            store.let_in(number, found->handover.asker, now);
            if (found->asker) {
                m.mails.accepted(transaction, m.tenants.get(tenant), *found->asker, number);
                puts_mail = true;
            }
        }
        return found->question;
    });
    if (puts_mail)
        m.wake_mail();
    return question;
}

}
