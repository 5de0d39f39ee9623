#include "support/small_portal.h"

#include "crypto/random.h"
#include "db/migrate.h"
#include "outbox/content.h"
#include "support/databases.h"
#include "support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace portal::tests {

namespace {

constexpr db::Sql s_add_account { "test.add_account",
    "insert into accounts (id, email, email_key, password_hash, language, state, created_at, confirmed_at, password_changed_at)"
    " values (?, ?, ?, ?, 'sl', 'active', 0, 0, 0)" };
constexpr db::Sql s_give_access { "test.give_access", "insert into access (tenant_id, customer_number, account_id, holder, since) values (?, ?, ?, 1, 0)" };
constexpr db::Sql s_published { "test.published", "select published from tenants where id = ?" };
constexpr db::Sql s_mails { "test.mails", "select id, kind, sealed from outbox order by id" };

// Two utilities as an admin would make them, and their pages: loading all templates takes longer than most tests. The
// utilities have the same numbers in every database, for they come in the order of their folders.
struct Shared {
    TemporaryFolder folder;
    std::unique_ptr<tenants::Registry> tenants;
    std::unique_ptr<view::Themes> themes;
    std::unique_ptr<web::Site> site;

    Shared()
    {
        for (auto const& [slug, name] : { std::pair { "water", "Vodovod Dol" }, std::pair { "heat", "Toplarna Zgled" } }) {
            auto const path = tenants_path() + "/" + slug;
            std::filesystem::create_directories(path + "/terms");
            std::ofstream { path + "/tenant.properties" } << "name = " << name << "\nplugin = si." << slug << "\nhelp.phone = 01 750 81 10\nhelp.email = help@"
                                                          << slug << ".example\nterms.version = 2018-05\n";
            std::ofstream { path + "/terms/sl.md" } << "Pogoji.\n";
        }
        db::Database database { db::parse_location(fresh_sqlite_url(folder)) };
        db::migrate(database);
        tenants = std::make_unique<tenants::Registry>(tenants::Registry::load(tenants_path(), database, SystemClock {}));
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

}

std::string SentMail::after(std::string_view path) const
{
    auto const at = text.find(path);
    if (at == std::string::npos)
        return {};
    auto const begin = at + path.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

SmallPortal::SmallPortal(db::Database& the_database)
    : database(the_database)
    , clock(std::chrono::sys_days { std::chrono::year { 2018 } / 6 / 2 } + std::chrono::hours { 10 })
    , keys(crypto::KeyRing::from_key(Secret { std::string(32, 'k') }))
    , tenants(tenants::Registry::load(shared().tenants_path(), database, clock))
    , calendar(clock)
    , site(*shared().site)
    , outbox(keys, clock, "portal@portal.example")
    , sessions(database, clock)
    , front({}, router, sessions, keys.key("csrf"), [](int status, web::Request&) { return "page " + std::to_string(status); })
{
}

AccountId SmallPortal::add_account(std::string const& email, std::string const& password_hash)
{
    auto const id = AccountId::make();
    database.transact([&](db::Transaction& transaction) { transaction.execute(s_add_account, id, email, email, password_hash); });
    return id;
}

void SmallPortal::give_access(AccountId account, tenants::Tenant const& tenant, std::string const& customer_number)
{
    database.transact([&](db::Transaction& transaction) { transaction.execute(s_give_access, tenant.id, customer_number, account); });
}

CustomerScope SmallPortal::scope(tenants::Tenant const& tenant, std::string const& customer_number) const
{
    auto const published = database.read([&](db::Session& session) { return session.one(s_published, tenant.id)->integer(0); });
    return CustomerScope::assume(AccountId { 1 }, tenant.id, customer_number, published);
}

Secret SmallPortal::start_session(AccountId account)
{
    return database.transact([&](db::Transaction& transaction) { return sessions.start(transaction, account, "test", Secret {}); });
}

std::vector<SentMail> SmallPortal::mails() const
{
    return database.read([&](db::Session& session) {
        std::vector<SentMail> found;
        for (auto const row : session.query(s_mails)) {
            auto const message = outbox::open_content(keys.key("seal"), row.bytes(2), row.id<MailId>(0).text()).value();
            found.push_back({ row.text(1), message.to, message.subject, message.text });
        }
        return found;
    });
}

std::int64_t SmallPortal::count(std::string_view statement) const
{
    // Connections keep statements by the address of their text, which a text made by a test may share with an earlier one.
    db::Database fresh { database.location() };
    return fresh.read([&](db::Session& session) { return session.one(db::Sql { "test.count", statement })->integer(0); });
}

web::Response Browser::get(std::string const& target) { return visit(web::Method::get, target, {}); }

web::Response Browser::head(std::string const& target) { return visit(web::Method::head, target, {}); }

web::Response Browser::post(std::string const& target, Fields const& fields)
{
    web::Csrf const csrf { m_portal.keys.key("csrf") };
    auto const session = cookies.find(std::string { web::session_cookie });
    auto& visitor = cookies[std::string { web::visitor_cookie }];
    if (visitor.empty())
        visitor = crypto::random_token();
    auto body = "csrf=" + web::percent_encoded(session != cookies.end() ? csrf.for_session(Secret { session->second }) : csrf.for_visitor(visitor));
    for (auto const& [name, value] : fields)
        body += "&" + name + "=" + web::percent_encoded(value);
    return visit(web::Method::post, target, body);
}

web::Response Browser::visit(web::Method method, std::string const& target, std::string const& body)
{
    std::string line;
    for (auto const& [name, value] : cookies)
        line += name + "=" + value + "; ";
    web::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos)
        request.query_text = std::string_view { target }.substr(target.find('?') + 1);
    request.headers = { { "Cookie", line }, { "Content-Type", "application/x-www-form-urlencoded" }, { "User-Agent", "Firefox/115.0 Linux" } };
    request.headers.insert(request.headers.end(), headers.begin(), headers.end());
    request.body = body;
    request.client = *web::Address::parse(m_address);
    request.request_id = "0000000000042";
    auto response = m_portal.front.answer(request);
    for (auto const& [name, value] : response.headers())
        if (name == "Set-Cookie") {
            auto const equals = value.find('=');
            auto const content = value.substr(equals + 1, value.find(';') - equals - 1);
            if (content.empty())
                cookies.erase(value.substr(0, equals));
            else
                cookies[value.substr(0, equals)] = content;
        }
    return response;
}

}
