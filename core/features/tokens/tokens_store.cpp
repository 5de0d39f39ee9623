#include "features/tokens/tokens_store.h"

#include "base/text.h"
#include "features/tokens/queries.h"

namespace portal::tokens {

std::string joined_rights(std::vector<std::string> const& rights)
{
    std::string joined;
    for (auto const& right : rights)
        joined += (joined.empty() ? "" : " ") + right;
    return joined;
}

std::vector<std::string> rights_of(std::string_view joined)
{
    auto const words = split(joined, ' ');
    return { words.begin(), words.end() };
}

void TokenStore::add(Token const& token, std::string_view hash)
{
    m_session.execute(sql::add_token, m_tenant, new_id(), token.name, hash, joined_rights(token.rights), token.created);
}

std::vector<Token> TokenStore::list() const
{
    std::vector<Token> tokens;
    for (auto const& row : m_session.query(sql::list_tokens, m_tenant))
        tokens.push_back({ row.text(0), rights_of(row.text_view(1)), row.instant(2), row.optional_instant(3) });
    return tokens;
}

bool TokenStore::remove(std::string_view name) { return m_session.execute(sql::remove_token, m_tenant, name) > 0; }

}
