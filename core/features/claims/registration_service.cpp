#include "features/claims/registration_service.h"

#include "base/log.h"
#include "crypto/hash.h"
#include "crypto/seal.h"
#include "features/accounts/accounts_service.h"
#include "features/audit/audit.h"

#include <array>

namespace portal::claims {

namespace {

using namespace std::chrono_literals;

// An office or a town hall helps people to register; a robot has nothing to win here but mails to others.
constexpr limits::Limit s_per_block { "register.block", 30, 1h };
constexpr limits::Limit s_per_link { "confirm.password", 10, 1h };
// A used link still finds its registration for so long, so that its page can say what became of it.
constexpr std::chrono::hours s_kept { 30 * 24 };

PlatformScope platform() { return PlatformScope::assume(); }

std::string block_of(web::Address client) { return client.block(24, 48); }

std::string seal_name(RegistrationId registration) { return "registration " + registration.text(); }

}

// Made from the server's key, so that the mail can be sent again with the same link although only its hash is kept.
Secret RegistrationService::token_of(RegistrationId registration) const
{
    return Secret { crypto::hmac_hex(m.keys.key("token"), { "registration", registration.text() }) };
}

void RegistrationService::send(db::Transaction& transaction, Registration const& registration, bool has_account) const
{
    auto const& tenant = m.tenants.get(registration.tenant);
    auto const token = token_of(registration.id);
    if (has_account)
        m.mails.existing_account(transaction, tenant, registration.language, registration.email);
    else
        m.mails.confirm(transaction, tenant, registration.language, registration.email, token);
}

Result<Done, RegistrationRefusal> RegistrationService::start(tenants::Tenant const& tenant, RegistrationForm const& form) const
{
    auto const now = m.clock.now();
    std::array const counted { limits::Counted { s_per_block, block_of(form.client) } };
    if (!m.database.read([&](db::Session& session) { return limits::check(session, counted, now); }))
        return refuse(RegistrationRefusal::too_many);
    auto hash = m.hasher.hash(form.password);
    if (!hash)
        return refuse(RegistrationRefusal::busy);

    Registration registration { .id = RegistrationId::make(),
        .tenant = tenant.id,
        .email = form.email,
        .password_hash = std::move(*hash),
        .language = form.language,
        .reference = form.reference,
        .code_sealed = {},
        .terms_version = tenant.terms_version,
        .terms_accepted = now,
        .browser_hash = crypto::sha256_hex(form.visitor),
        .state = "waiting",
        .expires = now + link_lives };
    registration.code_sealed = crypto::seal(m.keys.key("seal"), form.code.reveal(), seal_name(registration.id));
    m.database.transact([&](db::Transaction& transaction) {
        RegistrationStore store { transaction, platform() };
        limits::add_failure(transaction, counted, now);
        bool const has_account = accounts::find_by_email(transaction, form.email).has_value();
        bool const gets_mail = store.mails_since(form.email, now - 24h) < mails_a_day;
        store.add(registration, crypto::sha256_hex(token_of(registration.id).reveal()), gets_mail ? 1 : 0, now);
        if (gets_mail)
            send(transaction, registration, has_account);
    });
    m.wake_mail();
    return Done {};
}

void RegistrationService::resend(std::string const& visitor) const
{
    auto const now = m.clock.now();
    m.database.transact([&](db::Transaction& transaction) {
        RegistrationStore store { transaction, platform() };
        auto const registration = store.newest_of_browser(crypto::sha256_hex(visitor));
        if (!registration || !registration->waits_at(now))
            return;
        bool const has_account = accounts::find_by_email(transaction, registration->email).has_value();
        if (store.mails_since(registration->email, now - 24h) >= mails_a_day)
            return;
        store.note_mail(registration->id, now);
        send(transaction, *registration, has_account);
    });
    m.wake_mail();
}

std::optional<Registration> RegistrationService::newest_of(std::string const& visitor) const
{
    return m.database.read([&](db::Session& session) { return RegistrationStore { session, platform() }.newest_of_browser(crypto::sha256_hex(visitor)); });
}

std::optional<Registration> RegistrationService::find(Secret const& token) const
{
    return m.database.read([&](db::Session& session) { return RegistrationStore { session, platform() }.find(crypto::sha256_hex(token.reveal())); });
}

bool RegistrationService::is_same_browser(Registration const& registration, std::string const& visitor)
{
    return !visitor.empty() && crypto::equal_constant_time(registration.browser_hash, crypto::sha256_hex(visitor));
}

Result<Done, ConfirmRefusal> RegistrationService::prove(Registration const& registration, Confirmer const& confirmer) const
{
    if (is_same_browser(registration, confirmer.visitor))
        return Done {};
    if (!confirmer.password)
        return refuse(ConfirmRefusal::wrong_password);
    auto const now = m.clock.now();
    std::array const counted { limits::Counted { s_per_link, registration.id.text() } };
    if (!m.database.read([&](db::Session& session) { return limits::check(session, counted, now); }))
        return refuse(ConfirmRefusal::too_many);
    auto const fits = m.hasher.verify(registration.password_hash, *confirmer.password);
    if (!fits)
        return refuse(ConfirmRefusal::busy);
    if (*fits)
        return Done {};
    m.database.transact([&](db::Transaction& transaction) { limits::add_failure(transaction, counted, now); });
    return refuse(ConfirmRefusal::wrong_password);
}

Result<Confirmed, ConfirmRefusal> RegistrationService::confirm(Secret const& token, Confirmer const& confirmer) const
{
    auto const registration = find(token);
    if (!registration || !registration->waits_at(m.clock.now()))
        return refuse(ConfirmRefusal::link_dead);
    if (auto const proved = prove(*registration, confirmer); !proved)
        return refuse(proved.refusal());
    auto const code = crypto::open_sealed(m.keys.key("seal"), registration->code_sealed, seal_name(registration->id));
    if (!code)
        throw std::runtime_error("a registration's code was sealed with another key");

    auto const& tenant = m.tenants.get(registration->tenant);
    auto const now = m.clock.now();
    auto confirmed = m.database.transact([&](db::Transaction& transaction) -> Result<Confirmed, ConfirmRefusal> {
        RegistrationStore store { transaction, platform() };
        if (!store.confirm(registration->id))
            return refuse(ConfirmRefusal::link_dead);
        AccountId account;
        try {
            account = accounts::create_confirmed(transaction, { registration->email, registration->password_hash, registration->language }, now);
        } catch (db::Duplicate const&) { // the mailbox was confirmed by another registration
            return refuse(ConfirmRefusal::link_dead);
        }
        accounts::record_terms(transaction, account, tenant.id, registration->terms_version, registration->terms_accepted);
        store.supersede_others(registration->email);
        OpenClaim const claim { registration->reference, Needs::pair };
        ClaimStore { transaction, TenantScope::assume(tenant.id) }.open(account, claim, now);
        audit::record(transaction, now, { .tenant = tenant.id, .account = account, .event = "registration.confirmed", .subject = account.text() });
        auto session = m.sessions.start(transaction, account, confirmer.device, confirmer.replaces);
        return Confirmed { account, std::move(session), registration->email, tenant.id, claim, std::nullopt, Secret { *code } };
    });
    if (!confirmed)
        return confirmed;
    // The account stands. Judging is an act of its own; should it not come to it, the claim stays open.
    try {
        confirmed->judged = m.claims.judge(
            tenant, { confirmed->account, registration->email, block_of(confirmer.client) }, { registration->reference, confirmed->code, std::nullopt });
    } catch (plugins::PluginUnavailable const& away) {
        log::warning("claim.postponed", { { "tenant", tenant.slug }, { "message", away.what() } });
    } catch (db::Error const& away) { // the session is begun: to lose it here would leave a used link behind
        log::warning("claim.postponed", { { "tenant", tenant.slug }, { "message", away.what() } });
    }
    return confirmed;
}

void RegistrationService::remove_expired() const
{
    m.database.transact([&](db::Transaction& transaction) { RegistrationStore { transaction, platform() }.remove_expired_before(m.clock.now() - s_kept); });
}

}
