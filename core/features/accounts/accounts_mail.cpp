#include "features/accounts/accounts_mail.h"

#include "features/accounts/accounts_service.h"

namespace portal::accounts {

std::string Mails::written(std::string_view language, Instant instant) const
{
    return m_site.theme(nullptr).format(language).instant(instant, account_zone(m_site.tenants()));
}

outbox::Draft Mails::draft(std::string_view language, std::string const& name, std::string const& to, view::Model body) const
{
    auto mail = m_site.mail(language, name, nullptr, std::move(body));
    return { .tenant = {},
        .kind = name,
        .to = to,
        .from_name = m_site.options().portal_name,
        .reply_to = {},
        .subject = std::move(mail.subject),
        .text = std::move(mail.text),
        .html = std::move(mail.html) };
}

outbox::Draft Mails::reset_link(std::string_view language, std::string const& to, Secret const& token) const
{
    return draft(language, "password_reset", to, view::Model {}.set("link", m_site.absolute("/password/reset/" + token.reveal())));
}

outbox::Draft Mails::unknown_address(std::string_view language, std::string const& to) const
{
    return draft(language, "password_unknown_address", to, view::Model {}.set("email", to).set("link", m_site.absolute("/register")));
}

outbox::Draft Mails::password_changed(std::string_view language, std::string const& to, Instant now) const
{
    return draft(language, "password_changed", to, view::Model {}.set("link", m_site.absolute("/password/forgot")).set("when", written(language, now)));
}

outbox::Draft Mails::email_link(std::string_view language, std::string const& to, Secret const& token) const
{
    return draft(language, "email_change", to, view::Model {}.set("email", to).set("link", m_site.absolute("/email/" + token.reveal())));
}

outbox::Draft Mails::email_taken(std::string_view language, std::string const& to) const
{
    return draft(language, "email_taken", to, view::Model {}.set("email", to).set("link", m_site.absolute("/sign-in")));
}

outbox::Draft Mails::email_changed(std::string_view language, std::string const& to, Instant now) const
{
    return draft(language, "email_changed", to, view::Model {}.set("link", m_site.absolute("/password/forgot")).set("when", written(language, now)));
}

}
