// Access tokens of a utility's programs: made and revoked by an admin, checked by the web front.
#pragma once

#include "base/scope.h"
#include "crypto/key_ring.h"
#include "db/database.h"
#include "features/tokens/tokens.h"
#include "web/front.h"

namespace portal::tokens {

// Thread-safe.
class TokenService {
public:
    static constexpr std::chrono::minutes used_interval { 5 }; // how seldom a call with a token writes that it was used

    TokenService(db::Database& database, crypto::KeyRing const& keys, Clock const& clock)
        : m_database(database)
        , m_keys(keys)
        , m_clock(clock)
    {
    }

    // The token itself is given this once; only a keyed hash of it is kept. It begins with "portal_", so that a search through
    // files and logs finds one that was left there.
    Result<Secret, Refusal> issue(TenantScope const& scope, std::string const& name, std::vector<std::string> const& rights);
    std::vector<Token> list(TenantScope const& scope);
    // At once, on all nodes. False: there is no token of that name.
    bool revoke(TenantScope const& scope, std::string const& name);

    // For web::FrontOptions::find_machine. A wrong token counts against the address that it came from; a good one is always let
    // in, because an office may share its address with whoever guesses.
    Result<web::Machine, web::MachineRefusal> find(web::Request const& request, std::string_view right);

private:
    std::string hash_of(std::string_view token) const;
    web::MachineRefusal wrong_token(web::Request const& request);
    void note_used(TenantId tenant, std::int64_t token);

    db::Database& m_database;
    crypto::KeyRing const& m_keys;
    Clock const& m_clock;
};

}
