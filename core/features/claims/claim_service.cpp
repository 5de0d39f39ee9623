#include "features/claims/claim_service.h"

#include "base/log.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "features/accounts/accounts_service.h"
#include "features/audit/audit.h"
#include "features/claims/bill_proof.h"

#include <algorithm>
#include <stdexcept>

namespace portal::claims {

namespace {

constexpr std::size_t s_longest_customer_number = 40;
constexpr int s_days_of_a_bill_run = 35; // totals are compared within what was billed together
constexpr std::chrono::hours s_tries_kept { 400 * 24 }; // a bill comes at least once a year

Needs needs(Demand demand)
{
    switch (demand) {
    case Demand::total: return Needs::total;
    case Demand::letter: return Needs::letter;
    default: return Needs::pair;
    }
}

audit::Entry entry(tenants::Tenant const& tenant, Claimant const& claimant, std::string event, std::string subject)
{
    return { .tenant = tenant.id, .account = claimant.account, .event = std::move(event), .subject = std::move(subject) };
}

// Tries are counted by it, so it has to be something for references that name nobody as well.
std::string customer_number(ClaimStore& store, std::string const& reference, std::string const& by_plugin)
{
    auto number = by_plugin.empty() ? store.customer_of_bill(reference).value_or("") : by_plugin;
    return number.empty() || number.size() > s_longest_customer_number ? "?" + crypto::sha256_hex(reference).substr(1, 32) : number;
}

}

Judged ClaimService::judge(tenants::Tenant const& tenant, Claimant const& claimant, Claim const& claim) const
{
    auto const by_plugin = m.paper.customer_number(tenant, claim.reference);
    bool const total_always = tenant.always_asks_total || m.paper.code_is_document_number(tenant);
    auto const a_try = m.database.transact([&](db::Transaction& transaction) {
        ClaimStore store { transaction, TenantScope::assume(tenant.id) };
        Try counted { .customer_number = customer_number(store, claim.reference, by_plugin),
            .mailbox_key = mailbox_hash(m.keys, claimant.email),
            .address_block = claimant.address_block,
            .bill_epoch = {},
            .at = m.clock.now() };
        if (auto const bills = store.newest_bills(counted.customer_number); !bills.empty())
            counted.bill_epoch = bills.front().number;
        store.add(counted);
        return counted;
    });
    auto judged = m.database.transact([&](db::Transaction& transaction) { return judge_counted(transaction, tenant, claimant, claim, a_try, total_always); });
    if (judged.outcome == Outcome::holder_asked)
        m.wake_mail();
    return judged;
}

Judged ClaimService::judge_counted(
    db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, Claim const& claim, Try const& a_try, bool total_always) const
{
    ClaimStore store { transaction, TenantScope::assume(tenant.id) };
    store.take_turn();
    bool const is_on_record = store.email_key_on_record(a_try.customer_number) == a_try.mailbox_key;
    Circumstances const circumstances { store.count(a_try, is_on_record), is_on_record, total_always };
    auto const demanded = demand(circumstances);

    auto const ask = [&](Outcome outcome) {
        store.settle(a_try.id, Settled::asked);
        store.open(claimant.account, { claim.reference, needs(demanded) }, a_try.at);
        return Judged { outcome, {}, needs(demanded), 0 };
    };
    if (demanded == Demand::letter)
        return ask(Outcome::needs_letter);
    if (demanded == Demand::letter_today) {
        if (circumstances.counts.tenant_day > limit::tenant)
            log::warning("claim.tenant_limit", { { "tenant", tenant.slug } });
        return ask(Outcome::letter_today);
    }
    if (demanded == Demand::total && !claim.total)
        return ask(Outcome::needs_total);

    auto proved = proved_bill(
        store.newest_bills(a_try.customer_number), claim.reference,
        [&](std::string const& bill) { return bill_code_hash(m.keys, tenant.id, a_try.customer_number, bill, claim.code); },
        demanded == Demand::total ? claim.total : std::nullopt);
    if (proved && demanded == Demand::total) {
        // It stays as wrong as any other: who learned that the code was right could use it when no total is asked for.
        auto const [same, all] = store.bills_like(proved->total, add_days(proved->issued, -s_days_of_a_bill_run));
        if (is_common(same, all)) {
            audit::record(transaction, a_try.at, entry(tenant, claimant, "claim.total_too_common", a_try.customer_number));
            proved.reset();
        }
    }
    return proved ? grant(transaction, tenant, claimant, claim.reference, a_try) : refuse_wrong(transaction, tenant, claimant, claim, a_try, circumstances);
}

Judged ClaimService::refuse_wrong(db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, Claim const& claim, Try const& a_try,
    Circumstances circumstances) const
{
    ClaimStore store { transaction, TenantScope::assume(tenant.id) };
    store.settle(a_try.id, Settled::wrong);
    audit::record(transaction, a_try.at, entry(tenant, claimant, "claim.wrong", a_try.customer_number));

    auto& counts = circumstances.counts;
    auto const left = std::min(limit::customer - counts.customer, limit::mailbox - counts.mailbox);
    for (auto* count : { &counts.customer, &counts.mailbox, &counts.block, &counts.tenant_day, &counts.tenant_month })
        ++*count;
    auto const next = needs(demand(circumstances));
    store.open(claimant.account, { claim.reference, next }, a_try.at);
    return { Outcome::wrong, {}, next, std::max<std::int64_t>(left, 0) };
}

Judged ClaimService::judge_letter(tenants::Tenant const& tenant, Claimant const& claimant, std::string const& reference, Secret const& code) const
{
    auto const by_plugin = m.paper.customer_number(tenant, reference);
    auto const a_try = m.database.transact([&](db::Transaction& transaction) {
        ClaimStore store { transaction, TenantScope::assume(tenant.id) };
        // No bill's epoch: a letter's tries have nothing to do with those of bills.
        Try counted { .customer_number = customer_number(store, reference, by_plugin),
            .mailbox_key = mailbox_hash(m.keys, claimant.email),
            .address_block = claimant.address_block,
            .bill_epoch = "letter",
            .at = m.clock.now() };
        store.add(counted);
        return counted;
    });
    auto judged = m.database.transact([&](db::Transaction& transaction) {
        ClaimStore store { transaction, TenantScope::assume(tenant.id) };
        store.take_turn();
        if (store.count_letters(a_try) > limit::letters) {
            store.settle(a_try.id, Settled::asked);
            return Judged { Outcome::letter_today, {}, Needs::letter, 0 };
        }
        if (store.use_letter(a_try.customer_number, letter_hash(tenant.id, a_try.customer_number, code), a_try.at))
            return grant(transaction, tenant, claimant, reference, a_try);
        store.settle(a_try.id, Settled::letter);
        audit::record(transaction, a_try.at, entry(tenant, claimant, "claim.wrong_letter", a_try.customer_number));
        return Judged { Outcome::wrong, {}, Needs::letter, 0 };
    });
    if (judged.outcome == Outcome::holder_asked)
        m.wake_mail();
    return judged;
}

Judged ClaimService::grant(
    db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, std::string const& reference, Try const& a_try) const
{
    ClaimStore store { transaction, TenantScope::assume(tenant.id) };
    store.settle(a_try.id, Settled::right);
    store.forgive(a_try);
    auto const& number = a_try.customer_number;
    bool const is_first = store.take(number, claimant.account, a_try.at);
    if (is_first)
        audit::record(transaction, a_try.at, entry(tenant, claimant, "claim.granted", number));
    if (is_first || store.sees(number, claimant.account)) {
        store.close(claimant.account);
        return { Outcome::claimed, number };
    }
    ask_holder(transaction, tenant, claimant, number);
    store.open(claimant.account, { reference, Needs::holder }, a_try.at);
    return { Outcome::holder_asked, number };
}

void ClaimService::ask_holder(db::Transaction& transaction, tenants::Tenant const& tenant, Claimant const& claimant, std::string const& customer_number) const
{
    ClaimStore store { transaction, TenantScope::assume(tenant.id) };
    auto const now = m.clock.now();
    // One question a week, whatever became of the last one.
    if (store.asked_since(customer_number, claimant.account, now - handover_lives))
        return;
    auto const holder = store.holder(customer_number);
    if (!holder)
        throw std::logic_error("a customer that cannot be taken has no holder");
    Secret const token { crypto::random_token() };
    store.add_handover(customer_number, claimant.account, crypto::sha256_hex(token.reveal()), now, now + handover_lives);
    audit::record(transaction, now, entry(tenant, claimant, "claim.holder_asked", customer_number));
    if (auto const account = accounts::find(transaction, *holder))
        m.mails.ask_holder(transaction, tenant, *account, claimant.email, customer_number, token);
}

std::optional<OpenClaim> ClaimService::find_open(TenantId tenant, AccountId account) const
{
    return m.database.read([&](db::Session& session) { return ClaimStore { session, TenantScope::assume(tenant) }.find_open(account); });
}

std::optional<Secret> ClaimService::issue_letter(TenantId tenant, std::string const& customer_number) const
{
    auto const code = make_letter_code(crypto::random_bytes(8));
    bool const is_issued = m.database.transact([&](db::Transaction& transaction) {
        ClaimStore store { transaction, TenantScope::assume(tenant) };
        if (!store.email_key_on_record(customer_number))
            return false;
        auto const now = m.clock.now();
        store.add_letter(customer_number, letter_hash(tenant, customer_number, code), now, now + letter_lives);
        audit::record(transaction, now, { .tenant = tenant, .actor = audit::Actor::portalctl, .event = "claim.letter_issued", .subject = customer_number });
        return true;
    });
    return is_issued ? std::optional { code } : std::nullopt;
}

void ClaimService::remove_old_tries(TenantId tenant) const
{
    m.database.transact([&](db::Transaction& transaction) {
        ClaimStore { transaction, TenantScope::assume(tenant) }.remove_tries_before(m.clock.now() - s_tries_kept);
    });
}

std::string ClaimService::letter_hash(TenantId tenant, std::string_view customer_number, Secret const& code) const
{
    return crypto::hmac_hex(m.keys.key("code"), { "letter", tenant.text(), customer_number, code.reveal() });
}

}
