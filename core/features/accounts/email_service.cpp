// How an account's address changes: asked for with the password, done by a link to the new mailbox.
#include "features/accounts/accounts_service.h"

#include "base/text.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "features/accounts/accounts_mail.h"
#include "features/accounts/accounts_store.h"
#include "features/audit/audit.h"

namespace portal::accounts {

namespace {

using namespace std::chrono_literals;

constexpr auto s_change_life = 24h;
constexpr auto s_double_click = 1min;
constexpr limits::Limit s_changes_per_account { "email.account", 5, 24h };

}

Result<Done, Refusal> Service::ask_email_change(Caller const& caller, std::string_view typed_email, Secret const& password)
{
    auto const email = parse_email(typed_email);
    if (!email)
        return refuse(Refusal::bad_email);
    auto const account = prove(caller, password);
    if (!account)
        return refuse(account.refusal());
    if (email_key(*email) == email_key(account->email))
        return refuse(Refusal::same_email);

    std::vector<limits::Counted> const counted { { s_changes_per_account, account->id.text() } };
    struct Known {
        bool is_double_click, is_allowed, is_taken;
    };
    auto const known = m.database.read([&](db::Session& session) {
        auto const now = m.clock.now();
        auto store = accounts_in(session);
        return Known { store.count_links_since(account->id, LinkKind::email, *email, now - s_double_click) > 0, limits::check(session, counted, now).is_allowed,
            store.find_by_email(*email).has_value() };
    });
    if (known.is_double_click)
        return Done {};
    if (!known.is_allowed)
        return refuse(Refusal::too_many_failures);

    // Whether somebody has an account with that address is told only to its mailbox.
    Secret const token { crypto::random_token() };
    auto const mail = known.is_taken ? m.mails.email_taken(account->language, *email) : m.mails.email_link(account->language, *email, token);
    m.database.transact([&](db::Transaction& transaction) {
        auto const now = m.clock.now();
        auto store = accounts_in(transaction);
        limits::add_failure(transaction, counted, now);
        store.end_links(account->id, LinkKind::email, now);
        store.add_link(crypto::sha256_hex(token.reveal()), LinkKind::email, account->id, *email, now, now + s_change_life,
            known.is_taken ? AccountStore::Life::dead : AccountStore::Life::living);
        audit::record(transaction, now, { .account = account->id, .event = "account.email_change_asked" });
        m.outbox.put(transaction, mail);
    });
    m.wake_mail();
    return Done {};
}

std::optional<std::string> Service::email_of_change_link(Secret const& token) { return email_of_link(token, LinkKind::email); }

Result<std::string, Refusal> Service::confirm_email(Secret const& token)
{
    auto const token_hash = crypto::sha256_hex(token.reveal());
    auto const known = find_link(token_hash, LinkKind::email);
    if (!known)
        return refuse(Refusal::link_dead);
    auto const& link = known->link;
    auto const& account = known->account;
    auto const& email = link.sent_to;
    if (link.used && account.email == email)
        return email; // sent twice: it has happened already

    auto const to_old = m.mails.email_changed(account.language, account.email, m.clock.now());
    auto outcome = m.database.transact([&](db::Transaction& transaction) -> Result<std::string, Refusal> {
        auto const now = m.clock.now();
        auto store = accounts_in(transaction);
        if (!store.use_link(token_hash, LinkKind::email, now))
            return refuse(Refusal::link_dead);
        try {
            store.set_email(account.id, email);
        } catch (db::Duplicate const&) { // the unique key decides when two want one address
            return refuse(Refusal::email_taken);
        }
        store.end_links(account.id, LinkKind::reset, now); // they were sent to the old address
        audit::record(transaction, now, { .account = account.id, .event = "account.email_changed" });
        m.outbox.put(transaction, to_old);
        return email;
    });
    if (outcome)
        m.wake_mail();
    return outcome;
}

}
