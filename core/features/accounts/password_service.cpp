// How a password changes: by its owner who knows the old one, or by a link to the mailbox.
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

constexpr auto s_reset_life = 30min;
// Within this time the same form sent twice is a double click, not a second attempt.
constexpr auto s_double_click = 1min;
// Nobody's mailbox is filled by somebody else's clicks.
constexpr limits::Limit s_mails_per_address { "reset.address", 20, 1h };

}

bool Service::was_just_set(Account const& account, Secret const& password)
{
    return m.clock.now() - account.password_changed < s_double_click && m.hasher.verify(account.password_hash, password).value_or(false);
}

Result<Done, Refusal> Service::change_password(Caller const& caller, Secret const& current, Secret const& wanted)
{
    auto const before = m.database.read([&](db::Session& session) { return find(session, caller.account); });
    if (before && was_just_set(*before, wanted))
        return Done {};
    auto const account = prove(caller, current);
    if (!account)
        return refuse(account.refusal());
    if (crypto::password_problem(wanted, account->email))
        return refuse(Refusal::password_unfit);
    auto const hash = m.hasher.hash(wanted);
    if (!hash)
        return refuse(Refusal::busy);
    auto const mail = m.mails.password_changed(account->language, account->email, m.clock.now());
    m.database.transact([&](db::Transaction& transaction) {
        auto const now = m.clock.now();
        auto store = accounts_in(transaction);
        store.set_password(account->id, *hash, now);
        store.end_links(account->id, LinkKind::reset, now);
        store.end_links(account->id, LinkKind::email, now);
        m.sessions.end_all(transaction, account->id, caller.session);
        audit::record(transaction, now, { .account = account->id, .event = "account.password_changed" });
        m.outbox.put(transaction, mail);
    });
    m.wake_mail();
    return Done {};
}

Result<Done, Refusal> Service::forgot_password(std::string_view typed_email, std::string_view language, web::Address client)
{
    auto const email = parse_email(typed_email);
    if (!email)
        return refuse(Refusal::bad_email);
    std::vector<limits::Counted> const counted { { mails_per_mailbox, mailbox_hash(email_key(*email)) },
        { s_mails_per_address, limits::address_blocks(client.text()).near } };
    struct Known {
        bool is_allowed;
        std::optional<Account> account;
    };
    auto const known = m.database.read([&](db::Session& session) {
        return Known { limits::check(session, counted, m.clock.now()).is_allowed, find_by_email(session, *email) };
    });
    if (!known.is_allowed)
        return Done {};

    // The same statements for both: an unknown mailbox gets a link that never lived, and a mail that says why.
    Secret const token { crypto::random_token() };
    auto const& account = known.account;
    auto const mail = account ? m.mails.reset_link(account->language, account->email, token) : m.mails.unknown_address(language, *email);
    m.database.transact([&](db::Transaction& transaction) {
        auto const now = m.clock.now();
        auto store = accounts_in(transaction);
        limits::add_failure(transaction, counted, now);
        auto const id = account ? account->id : AccountId {};
        store.end_links(id, LinkKind::reset, now);
        store.add_link(crypto::sha256_hex(token.reveal()), LinkKind::reset, id, account ? account->email : *email, now, now + s_reset_life,
            account ? AccountStore::Life::living : AccountStore::Life::dead);
        audit::record(transaction, now, { .account = id, .event = "account.reset_asked", .subject = counted.front().subject });
        m.outbox.put(transaction, mail);
    });
    m.wake_mail();
    return Done {};
}

std::optional<std::string> Service::email_of_reset_link(Secret const& token) { return email_of_link(token, LinkKind::reset); }

Result<Done, Refusal> Service::reset_password(Secret const& token, Secret const& wanted)
{
    auto const token_hash = crypto::sha256_hex(token.reveal());
    auto const known = find_link(token_hash, LinkKind::reset);
    if (!known)
        return refuse(Refusal::link_dead);
    auto const& link = known->link;
    auto const& account = known->account;
    if (!link.lives_at(m.clock.now())) {
        if (link.used && was_just_set(account, wanted))
            return Done {};
        return refuse(Refusal::link_dead);
    }
    if (crypto::password_problem(wanted, account.email))
        return refuse(Refusal::password_unfit);
    auto const hash = m.hasher.hash(wanted);
    if (!hash)
        return refuse(Refusal::busy);
    auto const mail = m.mails.password_changed(account.language, account.email, m.clock.now());
    auto const outcome = m.database.transact([&](db::Transaction& transaction) -> Result<Done, Refusal> {
        auto const now = m.clock.now();
        auto store = accounts_in(transaction);
        if (!store.use_link(token_hash, LinkKind::reset, now))
            return refuse(Refusal::link_dead);
        store.set_password(account.id, *hash, now);
        store.end_links(account.id, LinkKind::reset, now);
        store.end_links(account.id, LinkKind::email, now); // somebody else may have asked for it
        m.sessions.end_all(transaction, account.id);
        // Whoever proved the mailbox gets in, however often others guessed.
        limits::forget(transaction, "sign_in.mailbox", mailbox_hash(email_key(account.email)));
        audit::record(transaction, now, { .account = account.id, .event = "account.password_reset" });
        m.outbox.put(transaction, mail);
        return Done {};
    });
    if (outcome)
        m.wake_mail();
    return outcome;
}

}
