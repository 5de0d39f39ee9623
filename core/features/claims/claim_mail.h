// The mails of registration and claims, in the words and colours of the utility; each is put into the outbox in the act's
// own transaction.
#pragma once

#include "features/accounts/accounts.h"
#include "outbox/outbox.h"
#include "tenants/tenant.h"
#include "web/site.h"

#include <string_view>

namespace portal::claims {

// Immutable; thread-safe.
class Mails {
public:
    Mails(web::Site const& site, outbox::Outbox const& outbox)
        : m_site(site)
        , m_outbox(outbox)
    {
    }

    // To a new address: the link that confirms it.
    void confirm(db::Transaction& transaction, tenants::Tenant const& tenant, std::string_view language, std::string const& email, Secret const& token) const;
    // To an address that has an account, when somebody registers with it again.
    void existing_account(db::Transaction& transaction, tenants::Tenant const& tenant, std::string_view language, std::string const& email) const;
    // To the holder of a customer: somebody with the right bill data wants to see it too.
    void ask_holder(db::Transaction& transaction, tenants::Tenant const& tenant, accounts::Account const& holder, std::string const& asker_email,
        std::string const& customer_number, Secret const& token) const;
    // To the one who asked: the holder said yes.
    void accepted(db::Transaction& transaction, tenants::Tenant const& tenant, accounts::Account const& asker, std::string const& customer_number) const;

private:
    web::Site const& m_site;
    outbox::Outbox const& m_outbox;
};

}
