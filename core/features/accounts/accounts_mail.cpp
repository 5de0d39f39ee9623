#include "features/accounts/accounts_mail.h"

#include "features/accounts/accounts_service.h"

namespace portal::accounts {

std::string Mails::written(std::string_view language, Instant instant) const
{
    return m_site.theme(nullptr).format(language).instant(instant, account_zone(m_site.tenants()));
}

outbox::Draft Mails::reset_link(std::string_view language, std::string const& to, Secret const& token) const
{
    return m_site.mail(language, "password_reset", nullptr, to, view::Model {}.set("link", m_site.absolute("/password/reset/" + token.reveal())));
}

outbox::Draft Mails::unknown_address(std::string_view language, std::string const& to) const
{
    return m_site.mail(language, "password_unknown_address", nullptr, to, view::Model {}.set("email", to).set("link", m_site.absolute("/register")));
}

outbox::Draft Mails::password_changed(std::string_view language, std::string const& to, Instant now) const
{
    return m_site.mail(
        language, "password_changed", nullptr, to, view::Model {}.set("link", m_site.absolute("/password/forgot")).set("when", written(language, now)));
}

outbox::Draft Mails::email_link(std::string_view language, std::string const& to, Secret const& token) const
{
    return m_site.mail(language, "email_change", nullptr, to, view::Model {}.set("email", to).set("link", m_site.absolute("/email/" + token.reveal())));
}

outbox::Draft Mails::email_taken(std::string_view language, std::string const& to) const
{
    return m_site.mail(language, "email_taken", nullptr, to, view::Model {}.set("email", to).set("link", m_site.absolute("/sign-in")));
}

outbox::Draft Mails::email_changed(std::string_view language, std::string const& to, Instant now) const
{
    return m_site.mail(
        language, "email_changed", nullptr, to, view::Model {}.set("link", m_site.absolute("/password/forgot")).set("when", written(language, now)));
}

}
