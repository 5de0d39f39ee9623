// Rows of registrations: what somebody typed, until the mailbox is confirmed.
#pragma once

#include "base/id.h"
#include "base/scope.h"
#include "base/time.h"
#include "db/database.h"

#include <optional>
#include <string>
#include <string_view>

namespace portal::claims {

struct Registration {
    RegistrationId id;
    TenantId tenant;
    std::string email;
    std::string password_hash;
    std::string language;
    std::string reference; // canonical
    std::string code_sealed; // empty once the claim was judged
    std::string terms_version;
    Instant terms_accepted;
    std::string browser_hash; // sha256_hex(web::Request::visitor())
    std::string state; // waiting, confirmed, superseded
    Instant expires;

    bool waits_at(Instant now) const { return state == "waiting" && now < expires; }
};

// The platform's rows: nobody is a customer yet. What is found is found by a random token.
class RegistrationStore {
public:
    RegistrationStore(db::Session& session, PlatformScope const&)
        : m_session(session)
    {
    }

    void add(Registration const& registration, std::string_view token_hash, int mails, Instant now);
    std::optional<Registration> find(std::string_view token_hash);
    std::optional<Registration> newest_of_browser(std::string_view browser_hash);
    // Mails that this address got since then, whichever browser asked for them.
    std::int64_t mails_since(std::string_view email, Instant since);
    void note_mail(RegistrationId registration, Instant now);
    bool confirm(RegistrationId registration); // false: it did not wait; wipes the code
    void supersede_others(std::string_view email); // what else waits for this mailbox; wipes their codes
    std::int64_t remove_expired_before(Instant instant);

private:
    db::Session& m_session;
};

}
