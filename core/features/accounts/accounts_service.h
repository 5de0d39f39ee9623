// The one door to accounts: sign-in, passwords, addresses, language; and what registration needs of them.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "crypto/password.h"
#include "db/database.h"
#include "features/accounts/accounts.h"
#include "web/address.h"
#include "web/sessions.h"

#include <optional>
#include <string>
#include <string_view>

namespace portal::accounts {

class Mails;

// ---- for claims, inside its own transaction -----------------------------------------------------------------------------

// The account of a mailbox, however its address is spelled; nullopt when there is none.
std::optional<Account> find_by_email(db::Session& session, std::string_view email);
std::optional<Account> find(db::Session& session, AccountId account);
// Throws db::Duplicate when the mailbox has an account already; the transaction may go on.
AccountId create_confirmed(db::Transaction& transaction, NewAccount const& account, Instant now);
// Which terms of which utility were accepted when. Twice the same is one row.
void record_terms(db::Transaction& transaction, AccountId account, TenantId tenant, std::string_view version, Instant at);

// ---- for the account's own pages ----------------------------------------------------------------------------------------

struct SignIn {
    std::string email; // as typed
    Secret password;
    web::Address client;
    std::string device; // web::device_name()
    Secret replaces; // the session that the browser came with; it ends
};

struct EmailChange {
    std::string email; // as typed
    Secret password;
};

// Thread-safe. A password that is asked for counts its failures like a sign-in.
class Service {
public:
    struct Parts {
        db::Database& database;
        Clock const& clock;
        crypto::PasswordHasher& hasher;
        crypto::KeyRing const& keys;
        web::Sessions& sessions;
        Mails const& mails;
    };
    explicit Service(Parts parts)
        : m(parts)
    {
    }

    // The new session's token. The same work for an unknown address, a wrong password and a closed account.
    Result<Secret, Refusal> sign_in(SignIn const& attempt);
    void sign_out(AccountId account, SessionId session);
    void sign_out_everywhere(AccountId account);

    // Ends the account's other sessions and tells its owner by mail. Sent twice it succeeds twice.
    Result<Done, Refusal> change_password(AccountId account, SessionId session, Secret const& current, Secret const& wanted, web::Address client);

    // Sends a link for a new password to the mailbox when it has an account and says so when it has none. A mailbox gets at
    // most three a day; the caller is never told.
    void forgot_password(std::string_view email, std::string_view language, web::Address client);
    bool reset_link_lives(Secret const& token);
    // Uses the link up, ends every session of the account.
    Result<Done, Refusal> reset_password(Secret const& token, Secret const& wanted);

    // Sends a link to the new address and a notice to the old one; the address changes when the link is confirmed.
    Result<Done, Refusal> ask_email_change(AccountId account, EmailChange const& change, web::Address client);
    // The new address, as long as the link lives.
    std::optional<std::string> email_of_link(Secret const& token);
    Result<Done, Refusal> confirm_email(Secret const& token);

    Result<Done, Refusal> change_language(AccountId account, std::string_view language);

private:
    Result<Account, Refusal> prove(AccountId account, Secret const& password, web::Address client);
    Parts m;
};

}
