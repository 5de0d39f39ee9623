#include "features/claims/claim_store.h"

#include "features/claims/queries.h"

#include <array>
#include <stdexcept>

namespace portal::claims {

namespace {

// A try that nobody has judged by then was left by a process that died: it counts as a failure.
constexpr std::chrono::minutes s_judging_takes { 1 };

std::string_view word(Settled settled)
{
    switch (settled) {
    case Settled::wrong: return "wrong";
    case Settled::right: return "right";
    case Settled::asked: return "asked";
    case Settled::letter: return "letter";
    }
    throw std::logic_error("unknown outcome of a try");
}

constexpr std::array<std::string_view, 4> s_needs { "pair", "total", "letter", "holder" };

Needs needs_from(std::string_view text)
{
    for (std::size_t i = 0; i < s_needs.size(); ++i)
        if (s_needs[i] == text)
            return static_cast<Needs>(i);
    throw std::runtime_error("open_claims.needs holds an unknown word");
}

}

std::vector<Bill> ClaimStore::newest_bills(std::string_view customer_number)
{
    std::vector<Bill> bills;
    for (auto const row : m_session.query(sql::newest_bills, m_tenant, customer_number))
        bills.push_back({ row.text(0), row.text(1), row.text(2), { row.integer(4), Currency { row.text(3) } }, row.date(5) });
    return bills;
}

std::optional<std::string> ClaimStore::customer_of_bill(std::string_view reference)
{
    auto const row = m_session.one(sql::customer_of_bill, m_tenant, reference);
    return row ? std::optional { row->text(0) } : std::nullopt;
}

std::optional<std::string> ClaimStore::email_key_on_record(std::string_view customer_number)
{
    auto const row = m_session.one(sql::email_key_on_record, m_tenant, customer_number);
    return row ? std::optional { row->text(0) } : std::nullopt;
}

std::pair<std::int64_t, std::int64_t> ClaimStore::bills_like(Money total, Date since)
{
    auto const row = m_session.one(sql::bills_like, total.minor(), m_tenant, since);
    return { row->integer(0), row->integer(1) };
}

void ClaimStore::add(Try const& a_try)
{
    m_session.execute(sql::add_try, m_tenant, a_try.id, a_try.customer_number, a_try.mailbox_key, a_try.address_block, a_try.bill_epoch, a_try.at);
}

void ClaimStore::take_turn() { m_session.one(sql::take_turn, m_tenant); }

Counts ClaimStore::count(Try const& a_try, bool mailbox_is_on_record)
{
    auto const day = a_try.at - limit::day;
    auto const left = a_try.at - s_judging_takes;
    auto const customer = m_session.one(sql::count_of_customer, a_try.mailbox_key, m_tenant, a_try.customer_number, a_try.bill_epoch, left, a_try.id);
    auto const tenant
        = m_session.one(sql::count_of_tenant, day, day, a_try.mailbox_key, day, a_try.address_block, m_tenant, a_try.at - limit::month, left, a_try.id);
    return { .customer = customer->integer(mailbox_is_on_record ? 1 : 0),
        .mailbox = tenant->integer(2),
        .block = tenant->integer(3),
        .tenant_day = tenant->integer(1),
        .tenant_month = tenant->integer(0) };
}

std::int64_t ClaimStore::count_letters(Try const& a_try)
{
    return m_session.one(sql::count_letters, m_tenant, a_try.mailbox_key, a_try.at - limit::day, a_try.id)->integer(0);
}

void ClaimStore::settle(TryId id, Settled settled) { m_session.execute(sql::settle_try, word(settled), m_tenant, id); }

void ClaimStore::forgive(Try const& a_try) { m_session.execute(sql::forgive, m_tenant, a_try.customer_number, a_try.mailbox_key); }

std::int64_t ClaimStore::remove_tries_before(Instant instant) { return m_session.execute(sql::remove_old_tries, m_tenant, instant); }

bool ClaimStore::take(std::string_view customer_number, AccountId account, Instant now)
{
    return m_session.execute(sql::take, m_tenant, customer_number, account, now) > 0;
}

void ClaimStore::let_in(std::string_view customer_number, AccountId account, Instant now)
{
    m_session.execute(sql::let_in, m_tenant, customer_number, account, now);
}

std::optional<AccountId> ClaimStore::holder(std::string_view customer_number)
{
    auto const row = m_session.one(sql::holder, m_tenant, customer_number);
    return row ? std::optional { row->id<AccountId>(0) } : std::nullopt;
}

bool ClaimStore::sees(std::string_view customer_number, AccountId account) { return m_session.one(sql::sees, m_tenant, customer_number, account).has_value(); }

void ClaimStore::open(AccountId account, OpenClaim const& claim, Instant now)
{
    m_session.execute(sql::open_claim, m_tenant, ClaimId::make(), account, claim.reference, s_needs[static_cast<std::size_t>(claim.needs)], now);
}

void ClaimStore::close(AccountId account) { m_session.execute(sql::close_claim, m_tenant, account); }

void ClaimStore::forget(AccountId account)
{
    m_session.execute(sql::free_who_waits_for, m_tenant, m_tenant, account);
    m_session.execute(sql::remove_access_of_account, m_tenant, account);
    m_session.execute(sql::remove_handovers_of_account, m_tenant, account);
    close(account);
}

void ClaimStore::close_waiting(AccountId account) { m_session.execute(sql::close_waiting_claim, m_tenant, account); }

std::optional<OpenClaim> ClaimStore::find_open(AccountId account)
{
    auto const row = m_session.one(sql::find_open_claim, m_tenant, account);
    return row ? std::optional { OpenClaim { row->text(0), needs_from(row->text_view(1)) } } : std::nullopt;
}

void ClaimStore::add_letter(std::string_view customer_number, std::string_view code_hash, Instant now, Instant expires)
{
    m_session.execute(sql::end_letters, now, m_tenant, customer_number);
    m_session.execute(sql::add_letter, m_tenant, ClaimId::make(), customer_number, code_hash, now, expires);
}

bool ClaimStore::use_letter(std::string_view customer_number, std::string_view code_hash, Instant now)
{
    return m_session.execute(sql::use_letter, now, m_tenant, customer_number, code_hash, now) > 0;
}

void ClaimStore::add_handover(std::string_view customer_number, AccountId asker, std::string_view token_hash, Instant now, Instant expires)
{
    m_session.execute(sql::add_handover, m_tenant, HandoverId::make(), customer_number, asker, token_hash, now, expires);
}

bool ClaimStore::asked_since(std::string_view customer_number, AccountId asker, Instant since)
{
    return m_session.one(sql::count_handovers, m_tenant, customer_number, asker, since)->integer(0) > 0;
}

std::optional<Handover> ClaimStore::find_handover(std::string_view token_hash)
{
    auto const row = m_session.one(sql::find_handover, m_tenant, token_hash);
    if (!row)
        return std::nullopt;
    return Handover { row->id<HandoverId>(0), row->text(1), row->id<AccountId>(2), row->instant(3), row->text(4) };
}

bool ClaimStore::decide(HandoverId handover, std::string_view decision, Instant now)
{
    return m_session.execute(sql::decide_handover, decision, now, m_tenant, handover) > 0;
}

}
