#include "features/claims/claim_mail.h"

namespace portal::claims {

struct Mails::Letter {
    tenants::Tenant const& tenant;
    std::string_view language;
    std::string const& to;
    std::string_view name; // of the template
    view::Model body;
};

void Mails::confirm(db::Transaction& transaction, tenants::Tenant const& tenant, std::string_view language, std::string const& email, Secret const& token) const
{
    view::Model body;
    body.set("link", m_site.absolute("/confirm/" + token.reveal())).set("email", email);
    put(transaction, { tenant, language, email, "registration_confirm", std::move(body) });
}

void Mails::existing_account(db::Transaction& transaction, tenants::Tenant const& tenant, std::string_view language, std::string const& email) const
{
    view::Model body;
    body.set("link", m_site.absolute("/sign-in")).set("reset_link", m_site.absolute("/password/forgot"));
    put(transaction, { tenant, language, email, "registration_existing_account", std::move(body) });
}

void Mails::ask_holder(db::Transaction& transaction, tenants::Tenant const& tenant, accounts::Account const& holder, std::string const& asker_email,
    std::string const& customer_number, Secret const& token) const
{
    view::Model body;
    body.set("link", m_site.absolute("/handover/" + token.reveal())).set("asker", asker_email).set("customer_number", customer_number);
    put(transaction, { tenant, holder.language, holder.email, "claim_holder_asked", std::move(body) });
}

void Mails::accepted(db::Transaction& transaction, tenants::Tenant const& tenant, accounts::Account const& asker, std::string const& customer_number) const
{
    view::Model body;
    body.set("link", m_site.absolute("/overview")).set("customer_number", customer_number);
    put(transaction, { tenant, asker.language, asker.email, "claim_accepted", std::move(body) });
}

void Mails::put(db::Transaction& transaction, Letter const& letter) const
{
    auto rendered = m_site.mail(letter.language, letter.name, &letter.tenant, letter.body);
    m_outbox.put(transaction,
        { .tenant = letter.tenant.id,
            .kind = std::string { letter.name },
            .to = letter.to,
            .from_name = letter.tenant.name,
            .reply_to = letter.tenant.contact.email,
            .subject = std::move(rendered.subject),
            .text = std::move(rendered.text),
            .html = std::move(rendered.html) });
}

}
