#include "features/claims/claim_mail.h"

namespace portal::claims {

void Mails::confirm(db::Transaction& transaction, tenants::Tenant const& tenant, std::string_view language, std::string const& email, Secret const& token) const
{
    view::Model body;
    body.set("link", m_site.absolute("/confirm/" + token.reveal())).set("email", email);
    m_outbox.put(transaction, m_site.mail(language, "registration_confirm", &tenant, email, std::move(body)));
}

void Mails::existing_account(db::Transaction& transaction, tenants::Tenant const& tenant, std::string_view language, std::string const& email) const
{
    view::Model body;
    body.set("link", m_site.absolute("/sign-in")).set("reset_link", m_site.absolute("/password/forgot"));
    m_outbox.put(transaction, m_site.mail(language, "registration_existing_account", &tenant, email, std::move(body)));
}

void Mails::ask_holder(db::Transaction& transaction, tenants::Tenant const& tenant, accounts::Account const& holder, std::string const& asker_email,
    std::string const& customer_number, Secret const& token) const
{
    view::Model body;
    body.set("link", m_site.absolute("/handover/" + token.reveal())).set("asker", asker_email).set("customer_number", customer_number);
    m_outbox.put(transaction, m_site.mail(holder.language, "claim_holder_asked", &tenant, holder.email, std::move(body)));
}

void Mails::accepted(db::Transaction& transaction, tenants::Tenant const& tenant, accounts::Account const& asker, std::string const& customer_number) const
{
    view::Model body;
    body.set("link", m_site.absolute("/overview")).set("customer_number", customer_number);
    m_outbox.put(transaction, m_site.mail(asker.language, "claim_accepted", &tenant, asker.email, std::move(body)));
}

}
