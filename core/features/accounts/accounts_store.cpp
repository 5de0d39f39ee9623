#include "features/accounts/accounts_store.h"

#include "base/text.h"
#include "features/accounts/queries.h"

namespace portal::accounts {

namespace {

std::string_view name_of(LinkKind kind) { return kind == LinkKind::reset ? "reset" : "email"; }

std::optional<Account> to_account(std::optional<db::Row> const& row)
{
    if (!row)
        return std::nullopt;
    return Account { row->id<AccountId>(0), row->text(1), row->text(2), row->text(3), row->instant(4) };
}

}

std::string email_key(std::string_view email) { return ascii_lower(email); }

std::optional<Account> AccountStore::find_by_email(std::string_view email) { return to_account(m_session.one(sql::find_by_email, email_key(email))); }

std::optional<Account> AccountStore::find(AccountId account) { return to_account(m_session.one(sql::find, account)); }

AccountId AccountStore::create(NewAccount const& account, Instant now)
{
    auto const id = AccountId::make();
    m_session.execute(sql::create, id, account.email, email_key(account.email), account.password_hash, account.language, now, now, now);
    return id;
}

void AccountStore::record_terms(AccountId account, TenantId tenant, std::string_view version, Instant at)
{
    m_session.execute(sql::record_terms, account, tenant, version, at);
}

bool AccountStore::has_accepted_terms(AccountId account, TenantId tenant, std::string_view version)
{
    return m_session.one(sql::has_accepted_terms, account, tenant, version).has_value();
}

void AccountStore::remove(AccountId account)
{
    for (auto const* statement : { &sql::remove_links, &sql::remove_terms, &sql::remove_account })
        m_session.execute(*statement, account);
}

void AccountStore::set_password(AccountId account, std::string_view hash, Instant now) { m_session.execute(sql::set_password, hash, now, account); }

void AccountStore::rehash(AccountId account, std::string_view hash, std::string_view verified_hash)
{
    m_session.execute(sql::rehash, hash, account, verified_hash);
}

void AccountStore::set_email(AccountId account, std::string_view email) { m_session.execute(sql::set_email, email, email_key(email), account); }

void AccountStore::set_language(AccountId account, std::string_view language) { m_session.execute(sql::set_language, language, account); }

void AccountStore::add_link(std::string_view token_hash, LinkKind kind, AccountId account, std::string_view sent_to, Instant now, Instant expires, Life life)
{
    auto const used = life == Life::dead ? std::optional { now } : std::nullopt;
    m_session.execute(sql::add_link, token_hash, name_of(kind), account, sent_to, now, expires, used);
}

std::optional<Link> AccountStore::find_link(std::string_view token_hash, LinkKind kind)
{
    auto const row = m_session.one(sql::find_link, token_hash, name_of(kind));
    if (!row)
        return std::nullopt;
    return Link { row->id<AccountId>(0), row->text(1), row->instant(2), row->optional_instant(3) };
}

bool AccountStore::use_link(std::string_view token_hash, LinkKind kind, Instant now)
{
    return m_session.execute(sql::use_link, now, token_hash, name_of(kind), now) == 1;
}

void AccountStore::end_links(AccountId account, LinkKind kind, Instant now) { m_session.execute(sql::end_links, now, account, name_of(kind)); }

std::int64_t AccountStore::count_links_since(AccountId account, LinkKind kind, std::string_view sent_to, Instant since)
{
    return m_session.one(sql::count_links_since, account, name_of(kind), sent_to, since)->integer(0);
}

std::int64_t AccountStore::remove_expired_links(Instant now) { return m_session.execute(sql::remove_expired_links, now); }

}
