// The rows of one utility's access tokens.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/tokens/tokens.h"

namespace portal::tokens {

class TokenStore {
public:
    TokenStore(db::Session& session, TenantScope const& scope)
        : m_session(session)
        , m_tenant(scope.tenant())
    {
    }

    // db::Duplicate when the utility has a token of that name.
    void add(Token const& token, std::string_view hash);
    std::vector<Token> list() const; // by name
    bool remove(std::string_view name); // false: there is none

private:
    db::Session& m_session;
    TenantId m_tenant;
};

// Words with blanks between, as the column holds them.
std::string joined_rights(std::vector<std::string> const& rights);
std::vector<std::string> rights_of(std::string_view joined);

}
