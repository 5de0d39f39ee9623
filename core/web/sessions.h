// Who is signed in: rows, so that every node knows them; the cookie holds a random token, the row only its hash.
#pragma once

#include "base/secret.h"
#include "base/time.h"
#include "db/database.h"
#include "web/request.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::web {

// For the page that lists where an account is signed in.
struct SessionInfo {
    SessionId id;
    Instant started;
    Instant seen; // to five minutes
    std::string device;
};

// Thread-safe.
class Sessions {
public:
    static constexpr std::chrono::minutes idle_limit { 30 }; // ASVS 7.3.1
    static constexpr std::chrono::hours absolute_limit { 12 }; // ASVS 7.3.2
    static constexpr std::chrono::minutes seen_interval { 5 }; // how seldom a signed-in GET writes

    Sessions(db::Database& database, Clock const& clock)
        : m_database(database)
        , m_clock(clock)
    {
    }

    // One select: the session, its account and the customers it may see; nullopt for a session that is unknown, too old or
    // idle too long, and for an account that is closed. Notes at most every five minutes that it was seen.
    std::optional<Principal> find(Secret const& token);

    // A new session; its token goes to Response::start_session(). `device` is device_name() of the browser. `replaces` is
    // what the browser came with (request.session_token): it ends, so nobody can plant a session before the sign-in.
    Secret start(db::Transaction& transaction, AccountId account, std::string_view device, Secret const& replaces);
    bool end(db::Transaction& transaction, AccountId account, SessionId session); // false: there is no such session (any more)
    // Sign out everywhere; a password change keeps the session that made it.
    void end_all(db::Transaction& transaction, AccountId account, std::optional<SessionId> except = std::nullopt);

    std::vector<SessionInfo> list(db::Session& session, AccountId account) const; // newest first, living ones only

    // For the clean-up job: how many rows went.
    std::int64_t remove_expired(db::Transaction& transaction) const;

private:
    void note_seen(std::string const& token_hash);

    db::Database& m_database;
    Clock const& m_clock;
};

// "Firefox, Android": what a User-Agent says in a few words that a customer recognises; "" when it says nothing known.
std::string device_name(std::string_view user_agent);

}
