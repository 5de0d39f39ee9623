// The one door to accounts: sign-in, passwords, addresses, language; and what registration needs of them.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "crypto/password.h"
#include "db/database.h"
#include "features/accounts/accounts.h"
#include "limits/limits.h"
#include "outbox/outbox.h"
#include "tenants/registry.h"
#include "view/texts.h"
#include "web/address.h"
#include "web/sessions.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
bool has_accepted_terms(db::Session& session, AccountId account, TenantId tenant, std::string_view version);
// The account with its terms and links, for good. What it could see is for claims to forget first.
void remove(db::Transaction& transaction, AccountId account, Instant now);
// For the clean-up job: links that are too old to be of use to anybody; how many went.
std::int64_t remove_expired_links(db::Transaction& transaction, Instant now);

// What is wrong with a new password that was typed twice, in the reader's words; both empty when nothing is.
struct NewPasswordErrors {
    std::string password, again;
    bool any() const { return !password.empty() || !again.empty(); }
};
NewPasswordErrors check_new_password(view::Texts const& texts, Secret const& wanted, Secret const& again, std::string_view email);

// Accounts belong to no utility: their times are written in the zone of the portal's first one.
TimeZone const& account_zone(tenants::Registry const& tenants);

// ---- for the account's own pages ----------------------------------------------------------------------------------------

struct SignIn {
    std::string email; // as typed
    Secret password;
    web::Address client;
    std::string device; // web::device_name()
    Secret replaces; // the session that the browser came with; it ends
};

// Mails for a new password that one mailbox gets.
inline constexpr limits::Limit mails_per_mailbox { "reset.mailbox", 3, std::chrono::hours { 24 } };

enum class LinkKind;
struct KnownLink;

// Who is signed in, at which session, from where.
struct Caller {
    AccountId account;
    SessionId session;
    web::Address client;
};

// Thread-safe. A password that is asked for counts its failures like a sign-in. Forms that are sent twice succeed twice.
class Service {
public:
    struct Parts {
        db::Database& database;
        Clock const& clock;
        crypto::PasswordHasher& hasher;
        crypto::KeyRing const& keys;
        web::Sessions& sessions;
        outbox::Outbox const& outbox;
        Mails const& mails;
        std::function<void()> wake_mail; // after a commit that put a mail
        std::vector<std::string> languages; // that an account may have
    };
    explicit Service(Parts parts)
        : m(std::move(parts))
    {
    }

    // The new session's token. The same work for an unknown address, a wrong password and a closed account.
    Result<Secret, SignInRefusal> sign_in(SignIn const& attempt);
    void sign_out(AccountId account, SessionId session);
    void sign_out_everywhere(AccountId account);

    // Ends the account's other sessions and its links, and tells its owner by mail.
    Result<Done, Refusal> change_password(Caller const& caller, Secret const& current, Secret const& wanted);

    // Sends a link for a new password when the mailbox has an account, and says so by mail when it has none. A mailbox gets
    // at most three such mails a day; whoever asks is never told. Refuses bad_email only.
    Result<Done, Refusal> forgot_password(std::string_view email, std::string_view language, web::Address client);
    // The address of the account that a living link is for: for the new password's rules.
    std::optional<std::string> email_of_reset_link(Secret const& token);
    // Uses the link up, ends every session of the account.
    Result<Done, Refusal> reset_password(Secret const& token, Secret const& wanted);

    // Sends a link to the new address; the account's address changes when it is confirmed.
    Result<Done, Refusal> ask_email_change(Caller const& caller, std::string_view email, Secret const& password);
    // The new address, as long as the link lives.
    std::optional<std::string> email_of_change_link(Secret const& token);
    // Gives the new address, and tells the old one by mail.
    Result<std::string, Refusal> confirm_email(Secret const& token);

    Result<Done, Refusal> change_language(AccountId account, std::string_view language);

    // For the help desk: the account of a mailbox and why it may not get in.
    struct Standing {
        Account account;
        std::int64_t wrong_passwords; // in the last hour
        bool is_shut_out; // too many of them: signing in waits
        std::vector<web::SessionInfo> sessions;
    };
    std::optional<Standing> standing(std::string_view email);
    // Forgets the mailbox's wrong passwords and mails for new ones, so that its owner may try at once. False: no account.
    bool unlock(std::string_view email);

private:
    std::vector<limits::Counted> sign_in_limits(std::string_view email_key, web::Address client) const;
    Result<Account, Refusal> prove(Caller const& caller, Secret const& password);
    void note_failure(std::vector<limits::Counted> const& counted, AccountId account, std::string_view event);
    bool was_just_set(Account const& account, Secret const& password);
    std::string mailbox_hash(std::string_view email_key) const;
    std::optional<KnownLink> find_link(std::string const& token_hash, LinkKind kind);
    std::optional<std::string> email_of_link(Secret const& token, LinkKind kind);

    Parts m;
};

}
