#include "features/tokens/tokens_service.h"

#include "base/log.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "features/audit/audit.h"
#include "features/tokens/queries.h"
#include "features/tokens/tokens_store.h"
#include "limits/limits.h"

#include <algorithm>

namespace portal::tokens {

namespace {

using Why = web::MachineRefusal::Why;

constexpr std::string_view s_beginning = "portal_";
constexpr std::size_t s_length = s_beginning.size() + 43; // crypto::random_token()
constexpr std::size_t s_most_name = 40;
constexpr limits::Limit s_wrong_tokens { "token.address", 20, std::chrono::minutes { 15 } };

bool is_name(std::string_view name)
{
    auto const is_sign = [](char sign) { return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9'); };
    return !name.empty() && name.size() <= s_most_name && is_sign(name.front()) && is_sign(name.back())
        && std::ranges::all_of(name, [&](char sign) { return is_sign(sign) || sign == '-' || sign == '.' || sign == '_'; });
}

// What stands behind "Bearer"; the scheme's name does not mind its case (RFC 9110 section 11.1).
std::string_view bearer_token(web::Request const& request)
{
    auto const value = request.header("Authorization");
    auto const blank = value.find(' ');
    if (blank == std::string_view::npos || ascii_lower(value.substr(0, blank)) != "bearer")
        return {};
    return trimmed(value.substr(blank));
}

}

std::string TokenService::hash_of(std::string_view token) const { return crypto::hmac_hex(m_keys.key("token"), { "machine", token }); }

Result<Secret, Refusal> TokenService::issue(TenantScope const& scope, std::string const& name, std::vector<std::string> const& rights)
{
    if (!is_name(name))
        return refuse(Refusal::bad_name);
    if (rights.empty() || !std::ranges::all_of(rights, [](auto const& right) { return std::ranges::find(every_right, right) != every_right.end(); }))
        return refuse(Refusal::unknown_right);
    Secret const token { std::string { s_beginning } + crypto::random_token() };
    auto const now = m_clock.now();
    return m_database.transact([&](db::Transaction& transaction) -> Result<Secret, Refusal> {
        try {
            TokenStore { transaction, scope }.add({ name, rights, now, std::nullopt }, hash_of(token.reveal()));
        } catch (db::Duplicate const&) { // somebody may take the name at the same moment, so the key decides
            return refuse(Refusal::name_taken);
        }
        audit::record(transaction, now, { scope.tenant(), {}, audit::Actor::portalctl, "token.issued", name, joined_rights(rights) });
        return token;
    });
}

std::vector<Token> TokenService::list(TenantScope const& scope)
{
    return m_database.read([&](db::Session& session) { return TokenStore { session, scope }.list(); });
}

bool TokenService::revoke(TenantScope const& scope, std::string const& name)
{
    return m_database.transact([&](db::Transaction& transaction) {
        if (!TokenStore { transaction, scope }.remove(name))
            return false;
        audit::record(transaction, m_clock.now(), { scope.tenant(), {}, audit::Actor::portalctl, "token.revoked", name });
        return true;
    });
}

Result<web::Machine, web::MachineRefusal> TokenService::find(web::Request const& request, std::string_view right)
{
    auto const token = bearer_token(request);
    if (token.empty())
        return refuse(web::MachineRefusal { Why::unknown });
    if (token.size() != s_length || !token.starts_with(s_beginning))
        return refuse(wrong_token(request));
    auto const row = m_database.read([&](db::Session& session) { return session.one(sql::find_token, hash_of(token)); });
    if (!row)
        return refuse(wrong_token(request));
    auto const rights = rights_of(row->text_view(3));
    if (std::ranges::find(rights, right) == rights.end())
        return refuse(web::MachineRefusal { Why::wrong_right });
    auto const tenant = row->id<TenantId>(0);
    if (auto const used = row->optional_instant(4); !used || *used <= m_clock.now() - used_interval)
        note_used(tenant, row->integer(1));
    return web::Machine { TenantScope::assume(tenant), row->text(2) };
}

// Guessing 256 bits is hopeless; the limit keeps one address from writing a row a call, and tells the admin.
web::MachineRefusal TokenService::wrong_token(web::Request const& request)
{
    auto const now = m_clock.now();
    limits::Counted const counted[] { { s_wrong_tokens, limits::address_blocks(request.client.text()).near } };
    auto const verdict = m_database.read([&](db::Session& session) { return limits::check(session, counted, now); });
    if (!verdict)
        return { Why::too_many, std::chrono::ceil<std::chrono::seconds>(verdict.retry_after) };
    m_database.transact([&](db::Transaction& transaction) { limits::add_failure(transaction, counted, now); });
    log::warning("token.wrong", { { "request", request.request_id } });
    return { Why::unknown };
}

void TokenService::note_used(TenantId tenant, std::int64_t token)
{
    try {
        auto const now = m_clock.now();
        m_database.transact([&](db::Transaction& transaction) { transaction.execute(sql::note_token_used, now, tenant, token, now - used_interval); });
    } catch (db::Error const& problem) {
        // What the program came for matters more; the next call tries again.
        log::info("token.use_not_noted", { { "message", problem.what() } });
    }
}

}
