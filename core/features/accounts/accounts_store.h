// Rows of accounts, their accepted terms and the links that were mailed to them.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/accounts/accounts.h"

#include <optional>
#include <string>
#include <string_view>

namespace portal::accounts {

enum class LinkKind { reset, email };

struct Link {
    AccountId account;
    std::string sent_to;
    Instant expires;
    std::optional<Instant> used;
    bool lives_at(Instant now) const { return !used && now < expires; }
};

struct KnownLink {
    Link link;
    Account account;
};

class AccountStore {
public:
    AccountStore(db::Session& session, PlatformScope const&)
        : m_session(session)
    {
    }

    std::optional<Account> find_by_email(std::string_view email);
    std::optional<Account> find(AccountId account);
    AccountId create(NewAccount const& account, Instant now); // throws db::Duplicate
    void record_terms(AccountId account, TenantId tenant, std::string_view version, Instant at);
    bool has_accepted_terms(AccountId account, TenantId tenant, std::string_view version);

    void remove(AccountId account);

    void set_password(AccountId account, std::string_view hash, Instant now);
    void rehash(AccountId account, std::string_view hash, std::string_view verified_hash);
    void set_email(AccountId account, std::string_view email); // throws db::Duplicate
    void set_language(AccountId account, std::string_view language);

    // Links are kept by the hash of their token. A link that is `dead` from the start makes the work of a real one.
    enum class Life { living, dead };
    void add_link(std::string_view token_hash, LinkKind kind, AccountId account, std::string_view sent_to, Instant now, Instant expires, Life life);
    std::optional<Link> find_link(std::string_view token_hash, LinkKind kind);
    bool use_link(std::string_view token_hash, LinkKind kind, Instant now); // false: it did not live
    void end_links(AccountId account, LinkKind kind, Instant now);
    std::int64_t count_links_since(AccountId account, LinkKind kind, std::string_view sent_to, Instant since);
    std::int64_t remove_expired_links(Instant now);

private:
    db::Session& m_session;
};

// The one place that makes the store, in accounts_service.cpp.
AccountStore accounts_in(db::Session& session);

}
