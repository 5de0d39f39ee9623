// Registration: takes what somebody typed, mails a link, and when the mailbox is confirmed makes the account and has the
// claim judged. Until then nothing is looked up that the answer could tell.
#pragma once

#include "crypto/password.h"
#include "features/claims/claim_service.h"
#include "features/claims/registration_store.h"
#include "limits/limits.h"
#include "web/address.h"
#include "web/sessions.h"

namespace portal::claims {

// A form that is well-formed; the terms are accepted.
struct RegistrationForm {
    std::string email; // out of parse_email()
    Secret password; // without password_problem()
    std::string language;
    std::string reference; // canonical
    Secret code; // as the plugin writes it
    std::string visitor; // the browser's random name
    web::Address client;
};

enum class RegistrationRefusal {
    busy, // the password hasher has its queue full: again in a moment
    too_many, // registrations from this address block in an hour
};

// How somebody who opened the link shows that he is the one who registered.
struct Confirmer {
    std::string visitor; // the browser's random name
    std::optional<Secret> password; // of another browser
    web::Address client;
    std::string device;
    Secret replaces; // the session that the browser came with
};

enum class ConfirmRefusal {
    link_dead, // unknown, used, too old, or the mailbox has an account by now
    wrong_password,
    too_many, // wrong passwords for this link in an hour
    busy,
};

struct Confirmed {
    AccountId account;
    Secret session; // for Response::start_session()
    std::string email;
    TenantId tenant;
    OpenClaim claim;
    // What became of the claim; nullopt when the utility's plugin is away: the claim stays open.
    std::optional<Judged> judged;
    Secret code; // as typed, for a form that asks for more
};

// Thread-safe.
class RegistrationService {
public:
    static constexpr std::chrono::hours link_lives { 24 };
    static constexpr int mails_a_day = 3; // to one address

    struct Parts {
        db::Database& database;
        Clock const& clock;
        crypto::KeyRing const& keys;
        crypto::PasswordHasher& hasher;
        web::Sessions& sessions;
        Mails const& mails;
        tenants::Registry const& tenants;
        ClaimService const& claims;
        std::function<void()> wake_mail;
    };
    explicit RegistrationService(Parts parts)
        : m(std::move(parts))
    {
    }

    // The same statements, hashes and outbox operations whether reference and code are right and whether the address has an
    // account. An address gets three mails a day; the caller is never told.
    Result<Done, RegistrationRefusal> start(tenants::Tenant const& tenant, RegistrationForm const& form) const;
    // The mail of this browser's newest registration again, with the same link. Says nothing either.
    void resend(std::string const& visitor) const;

    // What this browser registered last, for the page that names the mailbox.
    std::optional<Registration> newest_of(std::string const& visitor) const;
    // What a link belongs to, whatever became of it.
    std::optional<Registration> find(Secret const& token) const;
    // Whether this is the browser that registered.
    static bool is_same_browser(Registration const& registration, std::string const& visitor);

    Result<Confirmed, ConfirmRefusal> confirm(Secret const& token, Confirmer const& confirmer) const;

    // For the daily cleaning.
    void remove_expired() const;

private:
    void send(db::Transaction& transaction, Registration const& registration, bool has_account) const;
    Secret token_of(RegistrationId registration) const;
    Result<Done, ConfirmRefusal> prove(Registration const& registration, Confirmer const& confirmer) const;
    Parts m;
};

}
