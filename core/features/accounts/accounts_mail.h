// The mails about an account itself. They come from the portal, not from a utility: an account may hold several.
#pragma once

#include "base/secret.h"
#include "outbox/outbox.h"
#include "web/site.h"

#include <string>
#include <string_view>

namespace portal::accounts {

// Thread-safe.
class Mails {
public:
    explicit Mails(web::Site const& site)
        : m_site(site)
    {
    }

    outbox::Draft reset_link(std::string_view language, std::string const& to, Secret const& token) const;
    // Somebody asked for a new password for a mailbox that has no account.
    outbox::Draft unknown_address(std::string_view language, std::string const& to) const;
    outbox::Draft password_changed(std::string_view language, std::string const& to, Instant now) const;
    outbox::Draft email_link(std::string_view language, std::string const& to, Secret const& token) const;
    // To the new address of a change, when it has an account of its own already.
    outbox::Draft email_taken(std::string_view language, std::string const& to) const;
    // To the old address.
    outbox::Draft email_changed(std::string_view language, std::string const& to, Instant now) const;

private:
    std::string written(std::string_view language, Instant instant) const;
    web::Site const& m_site;
};

}
