// Sign-in, sign-out and the password that a signed-in customer is asked for; what registration needs.
#include "features/accounts/accounts_service.h"

#include "base/text.h"
#include "crypto/hash.h"
#include "features/accounts/accounts_store.h"
#include "features/audit/audit.h"

#include <algorithm>

namespace portal::accounts {

namespace {

using namespace std::chrono_literals;

// Soft: whoever owns the mailbox gets in again at once by a new password. Ten guesses an hour against eight characters that
// are on no list are hopeless, and nobody is shut out for long by somebody else's guesses.
constexpr limits::Limit s_per_mailbox { "sign_in.mailbox", 10, 1h };
// Wider than the mailbox's, because a house or an office shares an address.
constexpr limits::Limit s_per_address { "sign_in.address", 30, 1h };
constexpr limits::Limit s_per_network { "sign_in.network", 100, 1h };

}

// Accounts are the platform's rows: one mailbox may see customers of several utilities.
AccountStore accounts_in(db::Session& session) { return { session, PlatformScope::assume() }; }

std::optional<Account> find_by_email(db::Session& session, std::string_view email) { return accounts_in(session).find_by_email(email); }

std::optional<Account> find(db::Session& session, AccountId account) { return accounts_in(session).find(account); }

AccountId create_confirmed(db::Transaction& transaction, NewAccount const& account, Instant now)
{
    auto const id = accounts_in(transaction).create(account, now);
    audit::record(transaction, now, { .account = id, .event = "account.created" });
    return id;
}

void remove(db::Transaction& transaction, AccountId account, Instant now)
{
    accounts_in(transaction).remove(account);
    audit::record(transaction, now, { .account = account, .actor = audit::Actor::portalctl, .event = "account.closed" });
}

void record_terms(db::Transaction& transaction, AccountId account, TenantId tenant, std::string_view version, Instant at)
{
    accounts_in(transaction).record_terms(account, tenant, version, at);
}

bool has_accepted_terms(db::Session& session, AccountId account, TenantId tenant, std::string_view version)
{
    return accounts_in(session).has_accepted_terms(account, tenant, version);
}

std::int64_t remove_expired_links(db::Transaction& transaction, Instant now) { return accounts_in(transaction).remove_expired_links(now); }

std::string_view refusal_key(Refusal refusal)
{
    switch (refusal) {
    case Refusal::wrong_password: return "password.wrong";
    case Refusal::too_many_failures: return "rate.limited";
    case Refusal::busy: return "sign_in.busy";
    case Refusal::password_unfit: return "password.too_common";
    case Refusal::bad_email: return "email.invalid";
    case Refusal::same_email: return "email.same";
    case Refusal::link_dead: return "link.expired";
    case Refusal::email_taken: return "email_change.taken";
    case Refusal::unknown_language: return "error.400.text";
    }
    return {};
}

NewPasswordErrors check_new_password(view::Texts const& texts, Secret const& wanted, Secret const& again, std::string_view email)
{
    if (wanted.empty())
        return { texts.get("password.missing"), {} };
    if (auto const problem = crypto::password_problem(wanted, email))
        return { texts.get(*problem, { { "least", "8" }, { "most", "200" } }), {} };
    if (!crypto::equal_constant_time(wanted.reveal(), again.reveal()))
        return { {}, texts.get("password.mismatch") };
    return {};
}

TimeZone const& account_zone(tenants::Registry const& tenants)
{
    static TimeZone const s_without_utilities { "Europe/Ljubljana" };
    auto const all = tenants.all();
    return all.empty() ? s_without_utilities : all.front()->time_zone;
}

std::string Service::mailbox_hash(std::string_view email_key) const { return crypto::hmac_hex(m.keys.key("lookup"), { "mailbox", email_key }); }

std::vector<limits::Counted> Service::sign_in_limits(std::string_view email_key, web::Address client) const
{
    auto blocks = limits::address_blocks(client.text());
    return { { s_per_mailbox, mailbox_hash(email_key) }, { s_per_address, std::move(blocks.near) }, { s_per_network, std::move(blocks.wide) } };
}

Result<Secret, SignInRefusal> Service::sign_in(SignIn const& attempt)
{
    // What is no address is treated as an unknown one: the same work, the same answer.
    auto const key = email_key(parse_email(attempt.email).value_or(attempt.email));
    auto const counted = sign_in_limits(key, attempt.client);

    auto const too_many = [](limits::Verdict const& verdict) {
        return refuse(SignInRefusal { Refusal::too_many_failures, std::chrono::ceil<std::chrono::minutes>(verdict.retry_after) });
    };

    struct Known {
        limits::Verdict verdict;
        std::optional<Account> account;
    };
    auto const known = m.database.read([&](db::Session& session) {
        return Known { limits::check(session, counted, m.clock.now()), find_by_email(session, key) };
    });
    if (!known.verdict)
        return too_many(known.verdict);

    auto const& hash = known.account ? known.account->password_hash : crypto::PasswordHasher::nobody();
    auto const fits = m.hasher.verify(hash, attempt.password);
    if (!fits)
        return refuse(SignInRefusal { Refusal::busy });
    if (!*fits || !known.account) {
        note_failure(counted, {}, "account.sign_in_failed");
        return refuse(SignInRefusal { Refusal::wrong_password });
    }

    auto const& account = *known.account;
    // Busy: then the next sign-in renews it.
    auto const renewed = crypto::PasswordHasher::needs_rehash(hash) ? m.hasher.hash(attempt.password) : std::nullopt;
    return m.database.transact([&](db::Transaction& transaction) -> Result<Secret, SignInRefusal> {
        // Once more: of many guesses that were judged at the same time, those behind the limit gain nothing.
        if (auto const verdict = limits::check(transaction, counted, m.clock.now()); !verdict)
            return too_many(verdict);
        if (renewed)
            accounts_in(transaction).rehash(account.id, *renewed, hash);
        audit::record(transaction, m.clock.now(), { .account = account.id, .event = "account.signed_in" });
        return m.sessions.start(transaction, account.id, attempt.device, attempt.replaces);
    });
}

void Service::note_failure(std::vector<limits::Counted> const& counted, AccountId account, std::string_view event)
{
    m.database.transact([&](db::Transaction& transaction) {
        auto const now = m.clock.now();
        limits::add_failure(transaction, counted, now);
        audit::record(transaction, now, { .account = account, .event = std::string { event }, .subject = counted.front().subject });
    });
}

void Service::sign_out(AccountId account, SessionId session)
{
    m.database.transact([&](db::Transaction& transaction) {
        if (m.sessions.end(transaction, account, session))
            audit::record(transaction, m.clock.now(), { .account = account, .event = "account.signed_out" });
    });
}

void Service::sign_out_everywhere(AccountId account)
{
    m.database.transact([&](db::Transaction& transaction) {
        m.sessions.end_all(transaction, account);
        audit::record(transaction, m.clock.now(), { .account = account, .event = "account.signed_out_everywhere" });
    });
}

Result<Account, Refusal> Service::prove(Caller const& caller, Secret const& password)
{
    auto const account = m.database.read([&](db::Session& session) { return find(session, caller.account); });
    if (!account)
        return refuse(Refusal::wrong_password); // closed while the page was open
    auto const counted = sign_in_limits(email_key(account->email), caller.client);
    if (!m.database.read([&](db::Session& session) { return limits::check(session, counted, m.clock.now()).is_allowed; }))
        return refuse(Refusal::too_many_failures);
    auto const fits = m.hasher.verify(account->password_hash, password);
    if (!fits)
        return refuse(Refusal::busy);
    if (!*fits) {
        note_failure(counted, account->id, "account.password_refused");
        return refuse(Refusal::wrong_password);
    }
    return *account;
}

Result<Done, Refusal> Service::change_language(AccountId account, std::string_view language)
{
    if (std::find(m.languages.begin(), m.languages.end(), language) == m.languages.end())
        return refuse(Refusal::unknown_language);
    m.database.transact([&](db::Transaction& transaction) { accounts_in(transaction).set_language(account, language); });
    return Done {};
}

std::optional<Service::Standing> Service::standing(std::string_view email)
{
    return m.database.read([&](db::Session& session) -> std::optional<Standing> {
        auto account = find_by_email(session, email);
        if (!account)
            return std::nullopt;
        auto const failures = limits::count(session, s_per_mailbox.kind, mailbox_hash(email_key(account->email)), m.clock.now() - s_per_mailbox.window);
        auto const id = account->id;
        return Standing { std::move(*account), failures, failures >= s_per_mailbox.most, m.sessions.list(session, id) };
    });
}

bool Service::unlock(std::string_view email)
{
    return m.database.transact([&](db::Transaction& transaction) {
        auto const account = find_by_email(transaction, email);
        if (!account)
            return false;
        auto const mailbox = mailbox_hash(email_key(account->email));
        for (auto const kind : { s_per_mailbox.kind, mails_per_mailbox.kind })
            limits::forget(transaction, kind, mailbox);
        audit::record(transaction, m.clock.now(), { .account = account->id, .actor = audit::Actor::portalctl, .event = "account.unlocked" });
        return true;
    });
}

std::optional<KnownLink> Service::find_link(std::string const& token_hash, LinkKind kind)
{
    return m.database.read([&](db::Session& session) -> std::optional<KnownLink> {
        auto const link = accounts_in(session).find_link(token_hash, kind);
        auto const account = link ? find(session, link->account) : std::nullopt;
        return account ? std::optional { KnownLink { *link, *account } } : std::nullopt;
    });
}

std::optional<std::string> Service::email_of_link(Secret const& token, LinkKind kind)
{
    return m.database.read([&](db::Session& session) -> std::optional<std::string> {
        auto const link = accounts_in(session).find_link(crypto::sha256_hex(token.reveal()), kind);
        return link && link->lives_at(m.clock.now()) ? std::optional { link->sent_to } : std::nullopt;
    });
}

}
