#include "features/claims/registration_store.h"

#include "features/accounts/accounts.h"
#include "features/claims/queries.h"

namespace portal::claims {

namespace {

std::optional<Registration> registration(std::optional<db::Row> const& row)
{
    if (!row)
        return std::nullopt;
    return Registration { .id = row->id<RegistrationId>(0),
        .tenant = row->id<TenantId>(1),
        .email = row->text(2),
        .password_hash = row->text(3),
        .language = row->text(4),
        .reference = row->text(5),
        .code_sealed = row->bytes(6),
        .terms_version = row->text(7),
        .terms_accepted = row->instant(8),
        .browser_hash = row->text(9),
        .state = row->text(10),
        .expires = row->instant(11) };
}

}

void RegistrationStore::add(Registration const& registration, std::string_view token_hash, int mails, Instant now)
{
    m_session.execute(sql::add_registration, registration.id, token_hash, registration.browser_hash, registration.tenant, registration.email,
        accounts::email_key(registration.email), registration.password_hash, registration.language, registration.reference,
        db::Bytes { registration.code_sealed }, registration.terms_version, registration.terms_accepted, mails, now, now, registration.expires);
}

std::optional<Registration> RegistrationStore::find(std::string_view token_hash) { return registration(m_session.one(sql::find_registration, token_hash)); }

std::optional<Registration> RegistrationStore::newest_of_browser(std::string_view browser_hash)
{
    return registration(m_session.one(sql::newest_registration_of_browser, browser_hash));
}

std::int64_t RegistrationStore::mails_since(std::string_view email, Instant since)
{
    return m_session.one(sql::registration_mails_since, accounts::email_key(email), since)->integer(0);
}

void RegistrationStore::note_mail(RegistrationId registration, Instant now) { m_session.execute(sql::note_registration_mail, now, registration); }

bool RegistrationStore::confirm(RegistrationId registration) { return m_session.execute(sql::confirm_registration, db::Bytes {}, registration) > 0; }

void RegistrationStore::supersede_others(std::string_view email) { m_session.execute(sql::supersede_registrations, db::Bytes {}, accounts::email_key(email)); }

std::int64_t RegistrationStore::remove_expired_before(Instant instant) { return m_session.execute(sql::remove_expired_registrations, instant); }

}
