#include "features/claims/claim_world.h"

#include "base/text.h"
#include "db/migrate.h"
#include "features/claims/bill_proof.h"
#include "outbox/content.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

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
constexpr Sql s_mails { "test.mails", "select id, kind, sealed, tenant_id from outbox order by id" };
constexpr Sql s_sees { "test.sees",
    "select count(*) from access a join accounts o on o.id = a.account_id where a.tenant_id = ? and a.customer_number = ? and o.email_key = ?" };
constexpr Sql s_tries { "test.tries", "select count(*) from claim_tries where outcome = ?" };

void write(std::string const& path, std::string const& content)
{
    std::filesystem::create_directories(std::filesystem::path { path }.parent_path());
    std::ofstream { path } << content;
}

// Three utilities as an admin would make them, and their pages: loading all templates takes longer than most tests. The
// utilities have the same numbers in every database, for they come in the order of their folders.
struct Shared {
    TemporaryFolder folder;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<tenants::Registry> tenants;
    std::unique_ptr<view::Themes> themes;
    std::unique_ptr<web::Site> site;

    Shared()
    {
        for (auto const* slug : { "water", "heat", "gas" }) {
            auto const path = folder / "tenants/" + slug;
            write(path + "/tenant.properties",
                std::string { "name = Utility of " } + slug + "\nplugin = si." + slug + "\nhelp.phone = 01 750 81 10\nhelp.email = help@" + slug
                    + ".example\nterms.version = 2018-05\n");
            write(path + "/terms/sl.md", "Pogoji.\n");
        }
        database = std::make_unique<db::Database>(db::parse_location(fresh_sqlite_url(folder)));
        db::migrate(*database);
        tenants = std::make_unique<tenants::Registry>(tenants::Registry::load(tenants_path(), *database, SystemClock {}));
        std::string const build = std::getenv("PORTAL_BUILD");
        themes = std::make_unique<view::Themes>(view::ThemeSources {
            .themes = std::string { std::getenv("PORTAL_SOURCE") } + "/themes", .catalogues = build + "/locale", .assets = build + "/assets" });
        site = std::make_unique<web::Site>(
            web::SiteOptions { .portal_name = "portal.example", .portal_url = "https://portal.example", .help = { "Portal", "01 234 56 78", "", "" } }, *themes,
            *tenants);
    }
    std::string tenants_path() const { return folder / "tenants"; }
};

Shared const& shared()
{
    static Shared const s_shared;
    return s_shared;
}

plugins::Rejection rejected(std::string key) { return { std::move(key), "", "" }; }

}

Result<std::string, plugins::Rejection> FakePaper::reference(tenants::Tenant const& tenant, std::string_view typed) const
{
    if (is_away)
        throw plugins::PluginUnavailable("the test says so");
    auto canonical = replaced(ascii_upper(trimmed(typed)), " ", "");
    char const first = tenant.slug == "heat" ? 'P' : tenant.slug == "gas" ? 'G' : 'R';
    if (canonical.empty() || canonical.front() != first)
        return refuse(rejected("reference.not_this_utility"));
    if (canonical.back() == 'X')
        return refuse(rejected("reference.check_digit"));
    return canonical;
}

std::string FakePaper::printed(tenants::Tenant const&, std::string const& reference) const { return reference; }

std::string FakePaper::customer_number(tenants::Tenant const& tenant, std::string const& reference) const
{
    if (is_away)
        throw plugins::PluginUnavailable("the test says so");
    if (tenant.slug == "gas")
        return {};
    return tenant.slug == "heat" ? reference.substr(1) : reference.substr(reference.find('-') + 1);
}

Result<Secret, plugins::Rejection> FakePaper::code(tenants::Tenant const& tenant, Secret const& typed) const
{
    if (is_away)
        throw plugins::PluginUnavailable("the test says so");
    std::string const code { trimmed(typed.reveal()) };
    bool const is_number = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number || (tenant.slug != "heat" && code.size() != 4))
        return refuse(rejected("code.wrong_length"));
    return Secret { code };
}

bool FakePaper::code_is_document_number(tenants::Tenant const& tenant) const { return tenant.slug == "heat"; }

std::string SentMail::after(std::string_view path) const
{
    auto const at = text.find(path);
    if (at == std::string::npos)
        return {};
    auto const begin = at + path.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

ClaimWorld::ClaimWorld(db::Database& the_database)
    : database(the_database)
    , clock(std::chrono::sys_days { std::chrono::year { 2018 } / 6 / 2 } + std::chrono::hours { 10 })
    , keys(crypto::KeyRing::from_key(Secret { std::string(32, 'k') }))
    , tenants(tenants::Registry::load(shared().tenants_path(), database, clock))
    , site(*shared().site)
    , outbox(keys, clock, "portal@portal.example")
    , claim_mails(site, outbox)
    , claims({ database, clock, keys, paper, claim_mails, [this] { ++mail_wakes; } })
{
}

void ClaimWorld::deliver(tenants::Tenant const& tenant, NewBill const& bill)
{
    Date const issued { std::chrono::year { 2018 } / bill.month / std::chrono::last };
    database.transact([&](db::Transaction& transaction) {
        transaction.execute(s_add_bill, tenant.id, new_id(), bill.customer, bill.number, bill.reference, issued,
            claims::bill_code_hash(keys, tenant.id, bill.customer, bill.number, Secret { bill.code }), bill.total);
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

std::vector<SentMail> ClaimWorld::mails() const
{
    return database.read([&](db::Session& session) {
        std::vector<SentMail> found;
        for (auto const row : session.query(s_mails)) {
            auto const message = outbox::open_content(keys.key("seal"), row.bytes(2), row.id<MailId>(0).text()).value();
            found.push_back({ row.text(1), message.to, message.subject, message.text, row.id<TenantId>(3) });
        }
        return found;
    });
}

bool ClaimWorld::sees(std::string const& email, tenants::Tenant const& tenant, std::string const& customer) const
{
    return database.read([&](db::Session& session) { return session.one(s_sees, tenant.id, customer, accounts::email_key(email))->integer(0) == 1; });
}

std::int64_t ClaimWorld::tries(std::string_view outcome) const
{
    return database.read([&](db::Session& session) { return session.one(s_tries, outcome)->integer(0); });
}

std::int64_t ClaimWorld::count(std::string_view statement) const
{
    return database.read([&](db::Session& session) { return session.one(Sql { "test.count", statement })->integer(0); });
}

}
