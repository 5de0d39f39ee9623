#include "web/sessions.h"

#include "base/log.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "web/queries.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace portal::web {

namespace {

constexpr std::size_t s_token_length = 43; // crypto::random_token()

}

std::optional<Principal> Sessions::find(Secret const& token)
{
    if (token.size() != s_token_length)
        return std::nullopt;
    auto const hash = crypto::sha256_hex(token.reveal());
    auto const now = m_clock.now();
    auto const rows = m_database.read([&](db::Session& session) { return session.query(sql::find_session, hash, now, now - idle_limit); });
    if (rows.empty())
        return std::nullopt;

    auto const first = rows[0];
    Principal principal { first.id<AccountId>(2), first.id<SessionId>(0), first.text(3), first.text(4), first.integer(5) != 0, {} };
    for (auto const row : rows)
        if (!row.is_null(6))
            principal.customers.push_back(CustomerScope::assume(principal.account, row.id<TenantId>(6), row.text(7), row.optional_integer(8).value_or(0)));
    std::ranges::sort(principal.customers, {}, [](CustomerScope const& scope) {
        return std::pair { scope.tenant(), std::string_view { scope.customer_number() } };
    });
    if (first.instant(1) <= now - seen_interval)
        note_seen(hash);
    return principal;
}

void Sessions::note_seen(std::string const& token_hash)
{
    try {
        auto const now = m_clock.now();
        m_database.transact([&](db::Transaction& transaction) { transaction.execute(sql::note_seen, now, token_hash, now - seen_interval); });
    } catch (db::Error const& problem) {
        // The page matters more, and can be read from a full disk or a server that only reads; the next request tries again.
        log::info("session.seen_not_noted", { { "message", problem.what() } });
    }
}

Secret Sessions::start(db::Transaction& transaction, AccountId account, std::string_view device, Secret const& replaces)
{
    if (!replaces.empty())
        transaction.execute(sql::end_session_of_token, crypto::sha256_hex(replaces.reveal()));
    Secret token { crypto::random_token() };
    auto const now = m_clock.now();
    transaction.execute(sql::start_session, crypto::sha256_hex(token.reveal()), SessionId::make(), account, now, now, now + absolute_limit, device);
    return token;
}

bool Sessions::end(db::Transaction& transaction, AccountId account, SessionId session) { return transaction.execute(sql::end_session, account, session) > 0; }

void Sessions::end_all(db::Transaction& transaction, AccountId account, std::optional<SessionId> except)
{
    transaction.execute(sql::end_sessions_except, account, except.value_or(SessionId {}));
}

std::vector<SessionInfo> Sessions::list(db::Session& session, AccountId account) const
{
    auto const now = m_clock.now();
    std::vector<SessionInfo> sessions;
    for (auto const row : session.query(sql::list_sessions, account, now, now - idle_limit))
        sessions.push_back({ row.id<SessionId>(0), row.instant(1), row.instant(2), row.text(3) });
    return sessions;
}

std::int64_t Sessions::remove_expired(db::Transaction& transaction) const
{
    auto const now = m_clock.now();
    return transaction.execute(sql::remove_expired_sessions, now, now - idle_limit);
}

std::string device_name(std::string_view user_agent)
{
    using Sign = std::pair<std::string_view, std::string_view>;
    // In this order: Edge and Opera also call themselves Chrome, Chrome also Safari, Android also Linux.
    static constexpr std::array s_browsers { Sign { "Firefox/", "Firefox" }, Sign { "Edg", "Edge" }, Sign { "OPR/", "Opera" },
        Sign { "SamsungBrowser/", "Samsung Internet" }, Sign { "Chrome/", "Chrome" }, Sign { "CriOS/", "Chrome" }, Sign { "Safari/", "Safari" } };
    static constexpr std::array s_systems { Sign { "Android", "Android" }, Sign { "iPhone", "iPhone" }, Sign { "iPad", "iPad" }, Sign { "Windows", "Windows" },
        Sign { "Mac OS X", "macOS" }, Sign { "Linux", "Linux" } };
    std::string name;
    for (auto const& signs : { std::span<Sign const> { s_browsers }, std::span<Sign const> { s_systems } })
        for (auto const& [sign, meaning] : signs)
            if (user_agent.find(sign) != std::string_view::npos) {
                name.append(name.empty() ? "" : ", ").append(meaning);
                break;
            }
    return name;
}

}
