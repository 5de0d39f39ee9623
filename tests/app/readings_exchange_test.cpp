// A reading's whole way, over real HTTP and with the real portalctl: reported by a customer, fetched by the billing system, exported in the
// plugin's format, judged by a receipt, told to the customer, reported again.
#include "app/commands/context.h"
#include "app/portalctl.h"
#include "app/website.h"
#include "support/canaries.h"
#include "support/databases.h"
#include "support/http_client.h"
#include "support/text_assertions.h"
#include "web/csrf.h"

#include "db/migrate.h"

#include <Poco/JSON/Parser.h>

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>

using namespace portal;
using tests::assert_holds;
using tests::assert_lacks;

namespace {

std::string content(std::string const& path)
{
    std::ifstream file { path };
    return { std::istreambuf_iterator<char> { file }, {} };
}

class Scene {
public:
    explicit Scene(std::string const& database_url)
        : m_definitions { "database.url=" + database_url, "secrets.path=" + (m_folder / "secrets"), "tenants.path=" + (m_folder / "tenants"),
            "plugins.path=" + std::string { std::getenv("PORTAL_BUILD") } + "/plugins", "mail.transport=files", "mail.files.path=" + (m_folder / "mail"),
            "mail.from=portal@example.si", "http.port=0", "portal.url=http://localhost", "demo.today=2018-06-02", "log.level=error" }
        , m_platform(prepared(database_url))
        , m_website(std::make_unique<app::Website>(m_platform))
    {
        m_website->start();
        auto const tenant = m_platform.tenants().find("alfa")->id;
        customer = tests::add_canary_customer(m_platform.database(), tenant, "00000107", "canary");
        web::Sessions sessions { m_platform.database(), m_platform.clock() };
        auto const session
            = m_platform.database().transact([&](db::Transaction& transaction) { return sessions.start(transaction, customer.account, "test", Secret {}); });
        m_cookie = "__Host-portal=" + session.reveal();
        m_csrf = web::Csrf { m_platform.keys().key("csrf") }.for_session(session);
        tokens::TokenService tokens { m_platform.database(), m_platform.keys(), m_platform.clock() };
        m_token = tokens.issue(TenantScope::assume(tenant), "billing", { "readings" })->reveal();
        m_foreign_token = tokens.issue(TenantScope::assume(m_platform.tenants().find("beta")->id), "billing", { "readings" })->reveal();
        m_delivery_token = tokens.issue(TenantScope::assume(tenant), "deliveries", { "deliveries" })->reveal();
    }
    ~Scene() { m_website->stop(); }

    void report(std::string const& value) const
    {
        auto const body = "csrf=" + m_csrf + "&read_on=2018-06-02&value=" + value;
        auto const answer = ask(
            "POST", "/meters/" + customer.meter.text() + "/readings", "Cookie: " + m_cookie + "\r\nContent-Type: application/x-www-form-urlencoded\r\n", body);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, 303, answer.status);
    }
    std::string page() const { return ask("GET", "/meters/" + customer.meter.text(), "Cookie: " + m_cookie + "\r\n").body; }

    tests::HttpAnswer readings(std::string const& query = "", std::string const& accept = "application/json") const
    {
        return ask("GET", "/api/v1/readings" + query, "Authorization: Bearer " + m_token + "\r\nAccept: " + accept + "\r\n");
    }
    tests::HttpAnswer readings_with(std::string const& header) const { return ask("GET", "/api/v1/readings", header); }
    tests::HttpAnswer receipt(std::string const& text) const
    {
        return ask("PUT", "/api/v1/readings/receipts/r1.csv", "Authorization: Bearer " + m_token + "\r\n", text);
    }
    tests::CommandAnswer portalctl(std::vector<std::string> const& arguments) const
    {
        std::vector<std::string> all;
        for (auto const& definition : m_definitions)
            all.insert(all.end(), { "-D", definition });
        all.insert(all.end(), arguments.begin(), arguments.end());
        return tests::portalctl(m_folder.path(), all);
    }
    std::string place(std::string const& name) const { return m_folder / name; }
    std::string foreign_header() const { return "Authorization: Bearer " + m_foreign_token + "\r\n"; }
    std::string delivery_header() const { return "Authorization: Bearer " + m_delivery_token + "\r\n"; }

    tests::CanaryCustomer customer;

private:
    tests::HttpAnswer ask(std::string const& method, std::string const& path, std::string const& headers, std::string const& body = "") const
    {
        tests::HttpClient client { m_website->port() };
        auto const length = method == "GET" ? std::string {} : "Content-Length: " + std::to_string(body.size()) + "\r\n";
        return client.ask(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + length + "\r\n" + body);
    }
    Settings prepared(std::string const& database_url) const
    {
        for (std::string const slug : { "alfa", "beta" }) {
            std::filesystem::create_directories(m_folder / ("tenants/" + slug + "/terms"));
            for (auto const* const language : { "sl", "en" })
                std::ofstream { m_folder / ("tenants/" + slug + "/terms/" + language + ".md") } << "# Pogoji\n\nBesedilo.\n";
            std::ofstream { m_folder / ("tenants/" + slug + "/tenant.properties") }
                << "name = Komunala " << slug << "\nshort_name = " << slug << "\nplugin = " << (slug == "alfa" ? "si.kp-logatec" : "generic")
                << "\nplugin.version = 1.0.0\nhelp.phone = 01 750 81 10\nterms.version = 1\nreading.window = 25-3\n";
        }
        db::Database database { db::parse_location(database_url) };
        db::migrate(database);
        return app::load_settings(std::nullopt, m_definitions);
    }

    tests::TemporaryFolder m_folder;
    std::vector<std::string> m_definitions;
    app::Platform m_platform;
    std::unique_ptr<app::Website> m_website;
    std::string m_cookie, m_csrf, m_token, m_foreign_token, m_delivery_token;
};

Poco::JSON::Object::Ptr object(std::string const& json) { return Poco::JSON::Parser {}.parse(json).extract<Poco::JSON::Object::Ptr>(); }

class ReadingsExchangeTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReadingsExchangeTest);
    CPPUNIT_TEST(a_reading_goes_out_is_judged_and_comes_again_on_sqlite);
    CPPUNIT_TEST(a_reading_goes_out_is_judged_and_comes_again_on_mariadb);
    CPPUNIT_TEST(only_the_utilitys_own_token_for_readings_is_let_in);
    CPPUNIT_TEST(what_cannot_be_asked_is_told_as_a_problem);
    CPPUNIT_TEST(portalctl_writes_in_the_plugins_format);
    CPPUNIT_TEST(portalctl_takes_a_receipt);
    CPPUNIT_TEST_SUITE_END();

    static void check_whole_way(Scene const& scene)
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "[]" }, object(scene.readings().body)->getArray("readings")->size() == 0 ? std::string { "[]" } : "more");
        scene.report("1064");
        auto const first = scene.readings();
        CPPUNIT_ASSERT_EQUAL(200, first.status);
        auto const page = object(first.body);
        auto const reading = page->getArray("readings")->getObject(0);
        CPPUNIT_ASSERT_EQUAL(std::string { "00000107" }, reading->getValue<std::string>("customer"));
        CPPUNIT_ASSERT_EQUAL(1064, reading->getValue<int>("value"));
        CPPUNIT_ASSERT(reading->isNull("replaces"));
        auto const id = reading->getValue<std::string>("id");
        auto const cursor = page->getValue<std::string>("next");
        CPPUNIT_ASSERT_EQUAL(cursor, first.header("Portal-Next-Cursor"));

        scene.report("1065");
        auto const correction = object(scene.readings("?since=" + cursor).body)->getArray("readings");
        CPPUNIT_ASSERT_EQUAL(1U, static_cast<unsigned>(correction->size()));
        CPPUNIT_ASSERT_EQUAL(id, correction->getObject(0)->getValue<std::string>("replaces"));
        auto const second = correction->getObject(0)->getValue<std::string>("id");
        auto const csv = scene.readings("", "text/csv");
        CPPUNIT_ASSERT_EQUAL(std::string { "text/csv; charset=utf-8" }, csv.header("Content-Type"));
        assert_holds(csv.body, { "id,customer,", "\r\n" + id + ",00000107,", "," + id + "\r\n" });

        auto const verdict = object(scene.receipt(second + ";rejected;Stanje je nižje od odčitka delavca\n").body);
        CPPUNIT_ASSERT_EQUAL(1, verdict->getValue<int>("rejected"));
        CPPUNIT_ASSERT_EQUAL(1, object(scene.receipt(second + ";rejected;Stanje je nižje od odčitka delavca\n").body)->getValue<int>("unchanged"));
        assert_holds(scene.page(), { "Stanje je nižje od odčitka delavca" });
        scene.report("1066");
        auto const again = object(scene.readings("?limit=1&since=" + page->getValue<std::string>("next")).body);
        CPPUNIT_ASSERT(again->getValue<bool>("more"));
        auto const last = object(scene.readings("?since=" + again->getValue<std::string>("next")).body);
        CPPUNIT_ASSERT_EQUAL(1066, last->getArray("readings")->getObject(0)->getValue<int>("value"));
        CPPUNIT_ASSERT(!last->getValue<bool>("more"));
    }

public:
    void a_reading_goes_out_is_judged_and_comes_again_on_sqlite()
    {
        tests::TemporaryFolder const folder;
        check_whole_way(Scene { tests::fresh_sqlite_url(folder) });
    }
    void a_reading_goes_out_is_judged_and_comes_again_on_mariadb() { check_whole_way(Scene { tests::fresh_mysql_url() }); }

    void only_the_utilitys_own_token_for_readings_is_let_in()
    {
        tests::TemporaryFolder const folder;
        Scene const scene { tests::fresh_sqlite_url(folder) };
        scene.report("1064");
        CPPUNIT_ASSERT_EQUAL(401, scene.readings_with("").status);
        CPPUNIT_ASSERT_EQUAL(403, scene.readings_with(scene.delivery_header()).status);
        auto const foreign = scene.readings_with(scene.foreign_header());
        CPPUNIT_ASSERT_EQUAL(200, foreign.status);
        assert_lacks(foreign.body, { "canary", "1064" });
    }
    void what_cannot_be_asked_is_told_as_a_problem()
    {
        tests::TemporaryFolder const folder;
        Scene const scene { tests::fresh_sqlite_url(folder) };
        for (auto const* const query : { "?since=1", "?since=after-", "?limit=0", "?limit=1001", "?limit=x" }) {
            auto const answer = scene.readings(query);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(query, 400, answer.status);
            assert_holds(answer.body, { "\"key\"", "bad_" });
        }
        auto const ahead = scene.readings("?since=after-0000000000009");
        CPPUNIT_ASSERT_EQUAL(409, ahead.status);
        assert_holds(ahead.body, { "cursor_ahead" });
        auto const wrong = object(scene.receipt("0000000000009;accepted\n").body);
        CPPUNIT_ASSERT_EQUAL(1, wrong->getValue<int>("problem_count"));
        CPPUNIT_ASSERT_EQUAL(std::string { "unknown_reading" }, wrong->getArray("problems")->getObject(0)->getValue<std::string>("key"));
    }
    void portalctl_writes_in_the_plugins_format()
    {
        tests::TemporaryFolder const folder;
        Scene const scene { tests::fresh_sqlite_url(folder) };
        std::vector<std::string> const to_file { "readings", "export", "--tenant", "alfa", "--format", "plugin", "--output", scene.place("out.csv") };
        CPPUNIT_ASSERT_EQUAL(done, scene.portalctl(to_file).exit_code);
        CPPUNIT_ASSERT(!std::filesystem::exists(scene.place("out.csv")));
        scene.report("1064");
        auto const answer = scene.portalctl(to_file);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.error, done, answer.exit_code);
        auto const text = content(scene.place("out.csv"));
        assert_holds(
            text, { "\xEF\xBB\xBFID;VODOMER;STEVILCNIK;ODJEMNO_MESTO;PLACNIK;DATUM;STANJE;POTRJENO\r\n", ";1;O00000107canary;00000107;02.06.2018;1064;N\r\n" });
        CPPUNIT_ASSERT(answer.error.find("1 readings in ") != std::string::npos);
        // Handed over; a cursor gives it once more, on standard output.
        assert_holds(scene.portalctl(to_file).error, { "no new readings" });
        auto const again = scene.portalctl({ "readings", "export", "--tenant", "alfa", "--format", "plugin", "--since", "" });
        assert_holds(again.out, { ";1064;N\r\n" });
        // A folder takes the files under their own names.
        std::filesystem::create_directory(scene.place("files"));
        scene.portalctl({ "readings", "export", "--tenant", "alfa", "--format", "plugin", "--since", "", "--output", scene.place("files") });
        CPPUNIT_ASSERT_EQUAL(text, content(scene.place("files/odcitki.csv")));
    }
    void portalctl_takes_a_receipt()
    {
        tests::TemporaryFolder const folder;
        Scene const scene { tests::fresh_sqlite_url(folder) };
        scene.report("1064");
        auto const exported = scene.portalctl({ "readings", "export", "--tenant", "alfa" });
        auto const id = exported.out.substr(exported.out.find("\r\n") + 2, 13);
        std::ofstream { scene.place("receipt.csv") } << "reading;verdict;reason\n" << id << ";rejected;Prenizko\nx;accepted\n";
        auto const answer = scene.portalctl({ "readings", "receipt", "--tenant", "alfa", scene.place("receipt.csv") });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.error, app::problems_in_data, answer.exit_code);
        assert_holds(answer.out, { "0 accepted, 1 rejected, 0 as known before, 1 wrong" });
        assert_holds(answer.error, { "receipt.csv:3: expected READING;accepted" });
        assert_holds(scene.page(), { "Razlog: Prenizko" });
    }

private:
    static constexpr int done = app::done;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReadingsExchangeTest);

}
