// Nobody sees anybody else's rows: every route for every principal with every foreign id, over real HTTP.
// Two utilities with two customers and a program with a token each; every text of a customer's rows holds a word that only its own pages,
// and its utility's program, may show.
#include "app/website.h"
#include "features/customers/customers.h"
#include "features/tokens/tokens_service.h"
#include "support/canaries.h"
#include "support/databases.h"
#include "support/http_client.h"
#include "web/csrf.h"

#include "db/migrate.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>

using namespace portal;

namespace {

struct Person {
    std::string name; // for messages
    std::string cookie; // empty: not signed in
    std::string csrf;
    tests::CanaryCustomer const* customer; // nullptr: not signed in
    std::string authorization {}; // of a program
    std::optional<TenantId> tenant {}; // whose program

    bool may_see(tests::CanaryCustomer const& other) const { return customer ? other.canary == customer->canary : tenant == other.tenant; }
};

// A delivery that a utility's program has sent.
struct SentDelivery {
    TenantId tenant;
    std::string id, canary;
};

void write_tenant(std::string const& folder, std::string const& slug)
{
    std::filesystem::create_directories(folder + "/" + slug + "/terms");
    for (auto const* const language : { "sl", "en" })
        std::ofstream { folder + "/" + slug + "/terms/" + language + ".md" } << "# Pogoji\n\nBesedilo.\n";
    std::ofstream { folder + "/" + slug + "/tenant.properties" }
        << "name = Komunala " << slug << "\nshort_name = " << slug
        << "\nplugin = si.kp-logatec\nplugin.version = 1.0.0\nhelp.phone = 01 750 81 10\nterms.version = 1\n";
}

// A portal of its own with its customers, answering on a free port.
class Scene {
public:
    explicit Scene(std::string const& database_url)
        : m_platform(prepared(m_folder, database_url))
    {
        for (auto const* const slug : { "alfa", "beta" })
            for (auto const* const number : { "00000107", "00000208" }) {
                std::string const canary = std::string { "Qx" } + slug + number + "Zw";
                customers.push_back(tests::add_canary_customer(m_platform.database(), m_platform.tenants().find(slug)->id, number, canary));
            }
        m_website = std::make_unique<app::Website>(m_platform);
        m_website->start();
        web::Sessions sessions { m_platform.database(), m_platform.clock() };
        web::Csrf const csrf { m_platform.keys().key("csrf") };
        people.push_back({ "nobody", "", "", nullptr });
        for (auto const& customer : customers) {
            auto const token = m_platform.database().transact(
                [&](db::Transaction& transaction) { return sessions.start(transaction, customer.account, "test", Secret {}); });
            people.push_back({ customer.canary, "__Host-portal=" + token.reveal(), csrf.for_session(token), &customer });
        }
    }
    ~Scene() { m_website->stop(); }

    // Not before the others: they are pages, and these are none.
    void add_programs()
    {
        tokens::TokenService service { m_platform.database(), m_platform.keys(), m_platform.clock() };
        for (auto const* const slug : { "alfa", "beta" }) {
            auto const tenant = m_platform.tenants().find(slug)->id;
            auto const token = service.issue(TenantScope::assume(tenant), "program", { tokens::every_right.begin(), tokens::every_right.end() });
            people.push_back({ std::string { "the program of " } + slug, "", "", nullptr, "Bearer " + token->reveal(), tenant });
            std::string const canary = std::string { "Qx" } + slug + "DeliveryZw";
            auto const answer = ask(web::Method::put, "/api/v1/deliveries/" + canary, people.back());
            auto const location = answer.header("Location");
            CPPUNIT_ASSERT_EQUAL(202, answer.status);
            deliveries.push_back({ tenant, location.substr(location.rfind('/') + 1), canary });
        }
    }

    web::Router const& router() const { return m_website->router(); }

    tests::HttpAnswer ask(web::Method method, std::string const& path, Person const& person) const
    {
        auto const body = has_body(method) ? "csrf=" + person.csrf + "&value=1100&read_on=2018-06-02&email=a%40example.si&password=abcdefgh" : std::string {};
        std::string request = std::string { web::method_name(method) } + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        if (!person.cookie.empty())
            request += "Cookie: " + person.cookie + "\r\n";
        if (!person.authorization.empty())
            request += "Authorization: " + person.authorization + "\r\n";
        if (has_body(method))
            request += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        tests::HttpClient client { m_website->port() };
        return client.ask(request + "\r\n" + body);
    }

    std::vector<tests::CanaryCustomer> customers;
    std::vector<Person> people;
    std::vector<SentDelivery> deliveries;

private:
    static bool has_body(web::Method method) { return method == web::Method::post || method == web::Method::put; }
    static Settings prepared(tests::TemporaryFolder const& folder, std::string const& database_url)
    {
        write_tenant(folder / "tenants", "alfa");
        write_tenant(folder / "tenants", "beta");
        auto settings = app::load_settings(std::nullopt,
            { "database.url=" + database_url, "secrets.path=" + (folder / "secrets"), "tenants.path=" + (folder / "tenants"), "mail.transport=files",
                "mail.files.path=" + (folder / "mail"), "imports.spool=" + (folder / "spool"), "mail.from=portal@example.si", "http.port=0",
                "portal.url=http://localhost", "demo.today=2018-06-02", "log.level=error" });
        db::Database database { db::parse_location(database_url) };
        db::migrate(database);
        return settings;
    }

    tests::TemporaryFolder m_folder;
    app::Platform m_platform;
    std::unique_ptr<app::Website> m_website;
};

std::string with_ids(std::string pattern, std::string const& value) { return std::regex_replace(pattern, std::regex { R"(\{[^}]*\})" }, value); }

bool has_id(web::Route const& route) { return route.pattern().find("{invoice}") != std::string::npos || route.pattern().find("{meter}") != std::string::npos; }

class IsolationTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(IsolationTest);
    CPPUNIT_TEST(nobody_sees_a_foreign_row_on_any_route_on_sqlite);
    CPPUNIT_TEST(nobody_sees_a_foreign_row_on_any_route_on_mariadb);
    CPPUNIT_TEST_SUITE_END();

    // A customer that is none of the account's is not found, whoever it is.
    static void check_files_of_others(Scene const& scene, web::Route const& route, Person const& person, int& asked)
    {
        if (!person.customer || !std::regex_search(route.pattern(), std::regex { R"(\.(csv|json|xml)$)" }))
            return;
        std::vector<std::string> foreign { "0000000000001", "x" };
        for (auto const& customer : scene.customers)
            if (customer.canary != person.customer->canary)
                foreign.push_back(customers::public_id(customer.tenant, customer.number));
        // The links to other languages keep what was asked for, and the page names the request.
        auto const without
            = [](std::string const& page, std::string const& id) { return std::regex_replace(page, std::regex { "customer=" + id + "|[0-9A-Z]{13}" }, ""); };
        auto const missing_page = without(scene.ask(route.method(), route.pattern() + "?customer=0000000000002", person).body, "0000000000002");
        for (auto const& id : foreign) {
            auto const path = route.pattern() + "?customer=" + id;
            auto const answer = scene.ask(route.method(), path, person);
            ++asked;
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path + " as " + person.name, 404, answer.status);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path + " as " + person.name, missing_page, without(answer.body, id));
        }
    }

    static void check(Scene& scene)
    {
        scene.add_programs();
        int asked = 0;
        int own_pages = 0;
        for (auto const& route : scene.router().routes())
            for (auto const& person : scene.people) {
                // Signing out would end the session that the next routes are asked with.
                if (route.pattern().starts_with("/sign-out") && person.customer)
                    continue;
                std::vector<std::pair<std::string, tests::CanaryCustomer const*>> ids { { "0000000000001", nullptr }, { "x", nullptr } };
                if (route.pattern().find('{') != std::string::npos)
                    for (auto const& customer : scene.customers) {
                        ids.emplace_back(customer.invoice.text(), &customer);
                        ids.emplace_back(customer.meter.text(), &customer);
                        ids.emplace_back(customer.account.text(), &customer);
                    }
                if (route.who() == web::Who::machine)
                    for (auto const& delivery : scene.deliveries)
                        ids.emplace_back(delivery.id, nullptr);
                if (route.pattern().find('{') == std::string::npos) {
                    ids.resize(1);
                    check_files_of_others(scene, route, person, asked);
                }
                std::string missing_page;
                for (auto const& [id, owner] : ids) {
                    auto const path = with_ids(route.pattern(), id);
                    auto const answer = scene.ask(route.method(), path, person);
                    ++asked;
                    auto const where = std::string { web::method_name(route.method()) } + " " + path + " as " + person.name;
                    CPPUNIT_ASSERT_MESSAGE(where + ": " + answer.head, answer.status != 0 && answer.status < 500);
                    for (auto const& customer : scene.customers)
                        if (!person.may_see(customer))
                            CPPUNIT_ASSERT_MESSAGE(where + " shows " + customer.canary, (answer.head + answer.body).find(customer.canary) == std::string::npos);
                        else if (answer.body.find(customer.canary) != std::string::npos)
                            ++own_pages;
                    for (auto const& delivery : scene.deliveries)
                        CPPUNIT_ASSERT_MESSAGE(where + " shows " + delivery.canary,
                            person.tenant == delivery.tenant || (answer.head + answer.body).find(delivery.canary) == std::string::npos);
                    if (!has_id(route) || !person.customer)
                        continue;
                    bool const is_foreign = owner != person.customer;
                    if (is_foreign) {
                        CPPUNIT_ASSERT_EQUAL_MESSAGE(where, 404, answer.status);
                        if (missing_page.empty())
                            missing_page = answer.body;
                        CPPUNIT_ASSERT_EQUAL_MESSAGE(where, missing_page, answer.body);
                    }
                }
            }
        for (auto const& delivery : scene.deliveries)
            for (auto const& person : scene.people) {
                auto const answer = scene.ask(web::Method::get, "/api/v1/deliveries/" + delivery.id, person);
                CPPUNIT_ASSERT_EQUAL_MESSAGE(person.name, !person.tenant ? 401 : person.tenant == delivery.tenant ? 200 : 404, answer.status);
            }
        CPPUNIT_ASSERT(own_pages > 20); // the words are on the pages of those who may see them
        std::cout << " [" << scene.router().routes().size() << " routes, " << scene.people.size() << " principals, " << asked << " requests, 0 leaks]";
    }

public:
    void nobody_sees_a_foreign_row_on_any_route_on_sqlite()
    {
        tests::TemporaryFolder const folder;
        Scene scene { tests::fresh_sqlite_url(folder) };
        check(scene);
    }
    void nobody_sees_a_foreign_row_on_any_route_on_mariadb()
    {
        Scene scene { tests::fresh_mysql_url() };
        check(scene);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IsolationTest);

}
