// An account: one person's mailbox and password on the portal. It belongs to the platform; what it may see are rows of access.
#pragma once

#include "base/id.h"
#include "base/time.h"

#include <chrono>
#include <string>
#include <string_view>

namespace portal::accounts {

struct Account {
    AccountId id;
    std::string email; // as its owner writes it
    std::string password_hash;
    std::string language; // "sl", "en"
    Instant password_changed;
};

// An account whose mailbox has been proved.
struct NewAccount {
    std::string email; // out of parse_email()
    std::string password_hash; // of PasswordHasher
    std::string language;
};

// What two spellings of one mailbox share: lower case. `email` comes out of parse_email().
std::string email_key(std::string_view email);

// Why an act on an account was refused. What a page says about it: refusal_key().
enum class Refusal {
    wrong_password, // at the sign-in also: no such account
    too_many_failures, // of this mailbox or from this address block; goes away by itself
    busy, // the password hasher has its queue full: again in a moment
    password_unfit, // crypto::password_problem() says why
    bad_email,
    same_email,
    link_dead, // unknown, used, too old or overtaken by a newer one
    email_taken, // somebody made an account with that address since the link was sent
    unknown_language,
};

// "sign_in.wrong": the catalogue's key for a form that asked for a password or an address.
std::string_view refusal_key(Refusal refusal);

// Why a sign-in was refused: wrong_password, too_many_failures or busy.
struct SignInRefusal {
    Refusal reason;
    std::chrono::minutes wait {}; // with too_many_failures: until it may be tried again
};

}
