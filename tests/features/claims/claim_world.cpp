#include "features/claims/claim_world.h"

#include "base/text.h"
#include "features/claims/bill_proof.h"

#include <algorithm>

namespace portal::tests {

namespace {

using db::Sql;

constexpr Sql s_add_bill { "test.add_bill",
    "insert into bill_proofs (tenant_id, id, customer_number, invoice_number, reference, issued, code_hash, currency, total, fingerprint, added_in, "
    "removed_in) values (?, ?, ?, ?, ?, ?, ?, 'EUR', ?, 0, 1, null)" };
constexpr Sql s_add_customer { "test.add_customer",
    "insert into customers (tenant_id, id, number, name, street, postal_code, town, country, email_key, fingerprint, added_in, removed_in) values (?, ?, ?, "
    "'Ana Novak', 'Trg 1', '1370', 'Logatec', 'SI', ?, 0, 1, null)" };
constexpr Sql s_publish { "test.publish", "update tenants set published = 1 where id = ?" };
constexpr Sql s_sees { "test.sees",
    "select count(*) from access a join accounts o on o.id = a.account_id where a.tenant_id = ? and a.customer_number = ? and o.email_key = ?" };
constexpr Sql s_tries { "test.tries", "select count(*) from claim_tries where outcome = ?" };

plugins::Rejection rejected(std::string key) { return { std::move(key), "", "" }; }

}

void in_each_world(std::function<void(ClaimWorld&)> const& body)
{
    on_each_database([&](db::Database& database) {
        ClaimWorld world { database };
        body(world);
    });
}

std::string header(web::Response const& response, std::string_view name)
{
    auto const* const value = response.header(name);
    return value ? *value : std::string {};
}

bool shows(web::Response const& response, std::string_view text) { return response.body().find(text) != std::string_view::npos; }

bool FakePaper::is_away(tenants::Tenant const& tenant) const { return is_in_quarantine && tenant.slug == "water"; }

Result<std::string, plugins::Rejection> FakePaper::reference(tenants::Tenant const& tenant, std::string_view typed) const
{
    if (is_broken || is_away(tenant))
        throw plugins::PluginUnavailable("the test says so");
    auto canonical = replaced(ascii_upper(trimmed(typed)), " ", "");
    char const first = tenant.slug == "heat" ? 'P' : 'R';
    if (canonical.empty() || canonical.front() != first)
        return refuse(rejected("reference.not_this_utility"));
    if (canonical.back() == 'X')
        return refuse(rejected("reference.check_digit"));
    return canonical;
}

std::string FakePaper::printed(tenants::Tenant const&, std::string const& reference) const { return reference; }

std::string FakePaper::customer_number(tenants::Tenant const& tenant, std::string const& reference) const
{
    if (is_broken || is_away(tenant))
        throw plugins::PluginUnavailable("the test says so");
    if (!names_customers)
        return {};
    return tenant.slug == "heat" ? reference.substr(1) : reference.substr(reference.find('-') + 1);
}

Result<Secret, plugins::Rejection> FakePaper::code(tenants::Tenant const& tenant, Secret const& typed) const
{
    if (is_broken || is_away(tenant))
        throw plugins::PluginUnavailable("the test says so");
    std::string const code { trimmed(typed.reveal()) };
    bool const is_number = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number || (tenant.slug != "heat" && code.size() != 4))
        return refuse(rejected("security_code.wrong_length"));
    return Secret { code };
}

bool FakePaper::code_is_document_number(tenants::Tenant const& tenant) const { return tenant.slug == "heat"; }

ClaimWorld::ClaimWorld(db::Database& the_database)
    : SmallPortal(the_database)
    , hasher(2)
    , claim_mails(site, outbox)
    , claims({ database, clock, keys, paper, claim_mails, [this] { ++mail_wakes; } })
    , registration({ database, clock, keys, hasher, sessions, claim_mails, tenants, claims, [this] { ++mail_wakes; } })
    , handover({ database, clock, tenants, claim_mails, [this] { ++mail_wakes; } })
    , services { database, clock, site, sessions, tenants, calendar, paper, registration, claims, handover }
{
    claims::add_routes(router, services);
    router.get("/overview", [](web::Request& request) { return web::Response::html("hello " + request.signed_in().email); });
}

void ClaimWorld::deliver(tenants::Tenant const& tenant, NewBill const& bill)
{
    Date const issued { std::chrono::year { 2018 } / bill.month / std::chrono::last };
    database.transact([&](db::Transaction& transaction) {
        transaction.execute(s_add_bill, tenant.id, new_id(), bill.customer, bill.number, bill.reference, issued,
            bill.code.empty() ? std::string {} : claims::bill_code_hash(keys, tenant.id, bill.customer, bill.number, Secret { bill.code }), bill.total);
        transaction.execute(s_publish, tenant.id);
    });
}

void ClaimWorld::deliver_customer(tenants::Tenant const& tenant, std::string const& number, std::string const& email)
{
    database.transact([&](db::Transaction& transaction) {
        transaction.execute(s_add_customer, tenant.id, new_id(), number, claims::mailbox_hash(keys, email));
        transaction.execute(s_publish, tenant.id);
    });
}

void ClaimWorld::deliver_usual(std::string const& customer)
{
    deliver(water(), { customer, "1805" + customer, "R1805-" + customer, "6473", 1234, 5 });
    deliver(water(), { customer, "1804" + customer, "R1804-" + customer, "1111", 999, 4 });
}

AccountId ClaimWorld::account(std::string const& email)
{
    return database.transact([&](db::Transaction& transaction) {
        if (auto const known = accounts::find_by_email(transaction, email))
            return known->id;
        return accounts::create_confirmed(transaction, { email, "no hash", "sl" }, clock.now());
    });
}

claims::Claimant ClaimWorld::claimant(std::string const& email, std::string block) { return { account(email), email, std::move(block) }; }

claims::Judged ClaimWorld::claim(std::string const& email, std::string const& reference, std::string const& code, std::optional<std::int64_t> total)
{
    return claims.judge(
        water(), claimant(email), { reference, Secret { code }, total ? std::optional { Money { *total, Currency { "EUR" } } } : std::nullopt });
}

bool ClaimWorld::sees(std::string const& email, tenants::Tenant const& tenant, std::string const& customer) const
{
    return database.read([&](db::Session& session) { return session.one(s_sees, tenant.id, customer, accounts::email_key(email))->integer(0) == 1; });
}

std::int64_t ClaimWorld::tries(std::string_view outcome) const
{
    return database.read([&](db::Session& session) { return session.one(s_tries, outcome)->integer(0); });
}

Browser::Fields ClaimWorld::form(Browser::Fields const& others) const
{
    Browser::Fields fields { { "utility", "water" }, { "shown", "water" }, { "reference", "R1805-107" }, { "code", "6473" }, { "email", "ana@example.com" },
        { "password", "jesen hruška potok" }, { "password_again", "jesen hruška potok" }, { "terms", "yes" } };
    for (auto const& [name, value] : others) {
        std::erase_if(fields, [&](auto const& field) { return field.first == name; });
        fields.emplace_back(name, value);
    }
    return fields;
}

std::string ClaimWorld::token_in_mail(std::string_view path) const
{
    auto const all = mails();
    return all.empty() ? std::string {} : all.back().after(path);
}

}
