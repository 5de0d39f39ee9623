// A portal in one process without sockets: two utilities, the real themes, a clock that stands still, and browsers that
// keep their cookies. A test adds the routes that it is about.
#pragma once

#include "crypto/key_ring.h"
#include "db/database.h"
#include "outbox/outbox.h"
#include "tenants/business_calendar.h"
#include "tenants/registry.h"
#include "web/front.h"
#include "web/site.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace portal::tests {

struct SentMail {
    std::string kind, to, subject, text;
    // What follows `path` in the text, up to the end of the line: "/email/" gives the token.
    std::string after(std::string_view path) const;
};

class SmallPortal {
public:
    // It is 2 June 2018, 10:00 UTC. Utilities "water" and "heat".
    explicit SmallPortal(db::Database& database);

    tenants::Tenant const& water() const { return *tenants.find("water"); }
    tenants::Tenant const& heat() const { return *tenants.find("heat"); }

    // An account with a hash that nothing fits, unless one is given.
    AccountId add_account(std::string const& email, std::string const& password_hash = "-");
    void give_access(AccountId account, tenants::Tenant const& tenant, std::string const& customer_number);
    CustomerScope scope(tenants::Tenant const& tenant, std::string const& customer_number) const;
    // The cookie of a new session.
    Secret start_session(AccountId account);

    std::vector<SentMail> mails() const; // what lies in the outbox, oldest first
    std::int64_t count(std::string_view statement) const; // "select count(*) ..."

    db::Database& database;
    ManualClock clock;
    crypto::KeyRing keys;
    tenants::Registry tenants;
    tenants::BusinessCalendar calendar;
    web::Site const& site; // loaded once for all tests of a program
    outbox::Outbox outbox;
    web::Sessions sessions;
    web::Router router;
    web::Front front; // error pages are "page 404"
};

class Browser {
public:
    explicit Browser(SmallPortal& portal, std::string address = "192.0.2.1")
        : m_portal(portal)
        , m_address(std::move(address))
    {
    }

    using Fields = std::vector<std::pair<std::string, std::string>>;
    web::Response get(std::string const& target);
    web::Response head(std::string const& target);
    // With the hidden field of a form that this browser got.
    web::Response post(std::string const& target, Fields const& fields);
    void come_with_session(Secret const& token) { cookies[std::string { web::session_cookie }] = token.reveal(); }

    std::map<std::string, std::string> cookies;
    std::vector<web::Header> headers; // sent with every request beside the usual ones

private:
    web::Response visit(web::Method method, std::string const& target, std::string const& body);
    SmallPortal& m_portal;
    std::string m_address;
};

}
