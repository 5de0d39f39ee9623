// A small portal with the pages of accounts.
#pragma once

#include "features/accounts/accounts_mail.h"
#include "features/accounts/accounts_pages.h"
#include "support/databases.h"
#include "support/small_portal.h"

namespace portal::tests {

inline constexpr char const* good_password = "jesen hruška potok";

class AccountsWorld : public SmallPortal {
public:
    explicit AccountsWorld(db::Database& the_database)
        : SmallPortal(the_database)
        , hasher(2)
        , account_mails(site)
        , service({ database, clock, hasher, keys, sessions, outbox, account_mails, [] {}, { "sl", "en" } })
    {
        accounts::add_routes(router, { service, site });
        router.get("/overview", [](web::Request& request) { return web::Response::html("hello " + request.signed_in().email); });
    }

    AccountId register_account(std::string const& email, std::string const& password = good_password)
    {
        auto const hash = *hasher.hash(Secret { password });
        return database.transact([&](db::Transaction& transaction) { return accounts::create_confirmed(transaction, { email, hash, "sl" }, clock.now()); });
    }

    bool is_signed_in(Browser& browser) { return browser.get("/overview").status() == 200; }
    bool lets_in(std::string const& email, std::string const& password, std::string const& address = "192.0.2.1")
    {
        return bool(sign_in(email, password, address));
    }
    Result<Secret, accounts::SignInRefusal> sign_in(std::string const& email, std::string const& password, std::string const& address = "192.0.2.1")
    {
        return service.sign_in({ email, Secret { password }, *web::Address::parse(address), "test", {} });
    }
    accounts::Caller caller(AccountId account, Secret const& session)
    {
        return { account, sessions.find(session)->session, *web::Address::parse("192.0.2.1") };
    }

    crypto::PasswordHasher hasher;
    accounts::Mails account_mails;
    accounts::Service service;
};

}
