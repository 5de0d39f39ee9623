// What the front does around every page function: who may, CSRF, limits, languages, error pages.
#include "crypto/key_ring.h"
#include "db/migrate.h"
#include "support/databases.h"
#include "support/http_client.h"
#include "web/front.h"
#include "web/server.h"

#include <cppunit/extensions/HelperMacros.h>

#include <Poco/Exception.h>

using namespace portal;
using namespace portal::web;
using namespace std::chrono_literals;

namespace {

Secret csrf_key() { return crypto::KeyRing::from_key(Secret { std::string(32, 'k') }).key("csrf"); }

// A portal with a page of each sort, on a fresh SQLite file.
class Portal {
public:
    Portal()
        : m_database(db::parse_location(tests::fresh_sqlite_url(m_folder)))
        , m_sessions(m_database, m_clock)
        , m_front({}, m_router, m_sessions, csrf_key(), [this](int status, Request& request) { return error_page(status, request); })
    {
        db::migrate(m_database);
        m_database.transact([](db::Transaction& transaction) {
            transaction.run_plain("insert into accounts (id, email, email_key, password_hash, language, state, created_at, confirmed_at, password_changed_at)"
                                  " values (11, 'ana@example.si', 'ana@example.si', '-', 'en', 'active', 0, 0, 0)");
        });
        m_router.get("/", [](Request& request) { return Response::html("csrf=" + request.csrf()); }).open();
        m_router.post("/sign-in", [this](Request& request) { return sign_in(request); }).open();
        m_router.post("/limited", [](Request&) { return Response::html("done"); }).open().limit(2, 60s);
        m_router.get("/overview", [](Request& request) { return Response::html(request.signed_in().email + " csrf=" + request.csrf()); });
        m_router.post("/act", [this](Request& request) {
            ++acts;
            return Response::html(request.form.text("name"));
        });
        m_router
            .get("/invoices/{invoice}",
                [](Request& request) { return InvoiceId::parse(request.route.text("invoice")) ? Response::html("found") : Response::not_found(); })
            .open();
        m_router.get("/fault", [](Request&) -> Response { throw std::runtime_error("the secret reason"); }).open();
        m_router.get("/poco-fault", [](Request&) -> Response { throw Poco::NotFoundException("the secret reason"); }).open();
        m_router.get("/odd-fault", [](Request&) -> Response { throw 42; }).open();
        m_router.get("/busy", [](Request&) -> Response { throw db::Busy("locked"); }).open();
        m_router.get("/away", [](Request&) -> Response { throw db::Unavailable("no route"); }).open();
        m_router.get("/language", [](Request& request) { return Response::text(request.language); }).open();
        m_router.get("/file", [](Request& request) { return Response::text(request.principal ? "known" : "not looked up"); }).bare();
    }

    // Plays a browser: keeps the cookies that it is given.
    Response get(std::string const& target, std::string const& accept_language = {}) { return visit(Method::get, target, {}, {}, accept_language); }
    Response post(std::string const& target, std::string const& body, std::string const& type = "application/x-www-form-urlencoded")
    {
        return visit(Method::post, target, body, type, {});
    }
    std::string csrf()
    {
        auto const page = get(cookies.contains(std::string { session_cookie }) ? "/overview" : "/");
        return std::string { page.body() }.substr(page.body().find("csrf=") + 5);
    }
    void sign_in() { CPPUNIT_ASSERT_EQUAL(303, post("/sign-in", "csrf=" + csrf()).status()); }

    Front& front() { return m_front; }
    ManualClock& clock() { return m_clock; }

    std::map<std::string, std::string> cookies;
    int acts = 0;
    bool error_pages_fail = false;

private:
    Response visit(Method method, std::string const& target, std::string const& body, std::string const& type, std::string const& accept_language)
    {
        std::string line;
        for (auto const& [name, value] : cookies)
            line += name + "=" + value + "; ";
        Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (target.find('?') != std::string::npos)
            request.query_text = std::string_view { target }.substr(target.find('?') + 1);
        request.headers = { { "Cookie", line }, { "Content-Type", type }, { "Accept-Language", accept_language } };
        request.body = body;
        request.client = *Address::parse("192.0.2.1");
        request.request_id = "0000000000042";
        auto response = m_front.answer(request);
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
    Response sign_in(Request& request)
    {
        auto const token
            = m_database.transact([&](db::Transaction& transaction) { return m_sessions.start(transaction, AccountId { 11 }, "", request.session_token); });
        auto response = Response::redirect("/overview");
        return response.start_session(token);
    }
    std::string error_page(int status, Request& request) const
    {
        if (error_pages_fail)
            throw std::runtime_error("no template");
        return "page " + std::to_string(status) + " in " + request.language + (status >= 500 ? " number " + request.request_id : "");
    }

    tests::TemporaryFolder m_folder;
    db::Database m_database;
    ManualClock m_clock { instant_from_number(1'500'000'000'000'000) };
    Sessions m_sessions;
    Router m_router;
    Front m_front;
};

class FrontTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(FrontTest);
    CPPUNIT_TEST(a_fault_becomes_a_page_with_its_number_and_no_reason);
    CPPUNIT_TEST(a_database_that_is_busy_or_away_becomes_a_page);
    CPPUNIT_TEST(a_broken_error_page_still_answers);
    CPPUNIT_TEST(unknown_missing_and_malformed_are_the_same_page);
    CPPUNIT_TEST(another_method_is_told_what_is_allowed);
    CPPUNIT_TEST(a_closed_page_leads_to_the_sign_in_and_back);
    CPPUNIT_TEST(a_form_without_its_token_does_nothing);
    CPPUNIT_TEST(a_token_of_another_session_does_nothing);
    CPPUNIT_TEST(a_form_opened_before_the_sign_in_still_counts_on_open_pages_only);
    CPPUNIT_TEST(a_visitor_without_a_cookie_cannot_send_a_form);
    CPPUNIT_TEST(a_session_that_ended_takes_its_forms_with_it);
    CPPUNIT_TEST(signing_in_over_a_dead_session_gives_a_living_one);
    CPPUNIT_TEST(only_one_sort_of_form_is_read);
    CPPUNIT_TEST(an_open_form_is_limited_for_each_address);
    CPPUNIT_TEST(a_dead_session_cookie_is_taken_back);
    CPPUNIT_TEST(a_language_that_was_asked_for_is_remembered);
    CPPUNIT_TEST(a_bare_page_reads_and_sets_no_cookie);
    CPPUNIT_TEST(the_whole_way_over_a_real_socket);
    CPPUNIT_TEST_SUITE_END();

    static std::string body(Response const& response) { return std::string { response.body() }; }

public:
    void a_fault_becomes_a_page_with_its_number_and_no_reason()
    {
        Portal portal;
        for (auto const* path : { "/fault", "/poco-fault", "/odd-fault" }) {
            auto const response = portal.get(path);
            CPPUNIT_ASSERT_EQUAL(500, response.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "page 500 in sl number 0000000000042" }, body(response));
        }
    }
    void a_database_that_is_busy_or_away_becomes_a_page()
    {
        Portal portal;
        for (auto const* path : { "/busy", "/away" }) {
            auto const response = portal.get(path);
            CPPUNIT_ASSERT_EQUAL(503, response.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "5" }, *response.header("Retry-After"));
            CPPUNIT_ASSERT(body(response).starts_with("page 503"));
        }
    }
    void a_broken_error_page_still_answers()
    {
        Portal portal;
        portal.error_pages_fail = true;
        auto const response = portal.get("/fault");
        CPPUNIT_ASSERT_EQUAL(500, response.status());
        CPPUNIT_ASSERT(body(response).find("0000000000042") != std::string::npos && body(response).find("secret") == std::string::npos);
    }
    void unknown_missing_and_malformed_are_the_same_page()
    {
        Portal portal;
        auto const unknown = portal.get("/nothing/here");
        CPPUNIT_ASSERT_EQUAL(404, unknown.status());
        for (auto const* path : { "/invoices/1", "/invoices/../1", "/invoices/8000000000000" }) {
            auto const response = portal.get(path);
            CPPUNIT_ASSERT_EQUAL(404, response.status());
            CPPUNIT_ASSERT_EQUAL(body(unknown), body(response));
            CPPUNIT_ASSERT(unknown.headers() == response.headers());
        }
    }
    void another_method_is_told_what_is_allowed()
    {
        Portal portal;
        auto const response = portal.post("/overview", "");
        CPPUNIT_ASSERT_EQUAL(405, response.status());
        CPPUNIT_ASSERT_EQUAL(std::string { "GET, HEAD" }, *response.header("Allow"));
        CPPUNIT_ASSERT_EQUAL(std::string { "POST" }, *portal.get("/act").header("Allow"));
    }
    void a_closed_page_leads_to_the_sign_in_and_back()
    {
        Portal portal;
        auto const response = portal.get("/overview?lang=en&x=%C4%8D");
        CPPUNIT_ASSERT_EQUAL(303, response.status());
        CPPUNIT_ASSERT_EQUAL(std::string { "/sign-in?next=%2Foverview%3Flang%3Den%26x%3D%25C4%258D" }, *response.header("Location"));
        CPPUNIT_ASSERT_EQUAL(std::string { "/sign-in" }, *portal.post("/act", "csrf=x").header("Location"));
        portal.sign_in();
        CPPUNIT_ASSERT(body(portal.get("/overview")).starts_with("ana@example.si"));
    }
    void a_form_without_its_token_does_nothing()
    {
        Portal portal;
        portal.sign_in();
        for (auto const* form : { "name=Ana", "csrf=", "csrf=0000000000000000000000000000000000000000000000000000000000000000" }) {
            auto const response = portal.post("/act", form);
            CPPUNIT_ASSERT_EQUAL(403, response.status());
            CPPUNIT_ASSERT_EQUAL(std::string { "page 403 in en" }, body(response));
        }
        CPPUNIT_ASSERT_EQUAL(0, portal.acts);
        CPPUNIT_ASSERT_EQUAL(std::string { "Ana" }, body(portal.post("/act", "name=Ana&csrf=" + portal.csrf())));
        CPPUNIT_ASSERT_EQUAL(1, portal.acts);
    }
    void a_token_of_another_session_does_nothing()
    {
        Portal portal;
        portal.sign_in();
        auto const foreign = portal.csrf();
        portal.cookies.clear();
        portal.sign_in();
        CPPUNIT_ASSERT_EQUAL(403, portal.post("/act", "csrf=" + foreign).status());
    }
    void a_form_opened_before_the_sign_in_still_counts_on_open_pages_only()
    {
        Portal portal;
        auto const early = portal.csrf();
        portal.sign_in();
        CPPUNIT_ASSERT_EQUAL(200, portal.post("/limited", "csrf=" + early).status());
        CPPUNIT_ASSERT_EQUAL(403, portal.post("/act", "csrf=" + early).status());
    }
    void a_visitor_without_a_cookie_cannot_send_a_form()
    {
        Portal portal;
        auto const token = portal.csrf();
        portal.cookies.clear();
        CPPUNIT_ASSERT_EQUAL(403, portal.post("/limited", "csrf=" + token).status());
        CPPUNIT_ASSERT_EQUAL(403, portal.post("/limited", "").status());
        CPPUNIT_ASSERT_EQUAL(403, portal.post("/sign-in", "csrf=" + Csrf { csrf_key() }.for_visitor("")).status());
    }
    void a_session_that_ended_takes_its_forms_with_it()
    {
        Portal portal;
        portal.sign_in();
        auto const form = "csrf=" + portal.csrf();
        CPPUNIT_ASSERT_EQUAL(200, portal.post("/limited", form).status());
        portal.clock().advance(31min);
        CPPUNIT_ASSERT_EQUAL(403, portal.post("/limited", form).status());
    }
    void signing_in_over_a_dead_session_gives_a_living_one()
    {
        Portal portal;
        auto const form = "csrf=" + portal.csrf();
        portal.sign_in();
        portal.clock().advance(31min);
        CPPUNIT_ASSERT_EQUAL(303, portal.post("/sign-in", form).status());
        CPPUNIT_ASSERT_EQUAL(200, portal.get("/overview").status());
    }
    void only_one_sort_of_form_is_read()
    {
        Portal portal;
        auto const form = "csrf=" + portal.csrf();
        CPPUNIT_ASSERT_EQUAL(200, portal.post("/limited", form, "Application/X-WWW-Form-Urlencoded; charset=UTF-8").status());
        for (auto const* type : { "", "text/plain", "multipart/form-data; boundary=x", "application/json" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(type, 415, Portal {}.post("/limited", form, type).status());
        CPPUNIT_ASSERT_EQUAL(400, portal.post("/limited", form + "&" + form).status());
    }
    void an_open_form_is_limited_for_each_address()
    {
        Portal portal;
        auto const form = "csrf=" + portal.csrf();
        CPPUNIT_ASSERT_EQUAL(200, portal.post("/limited", form).status());
        CPPUNIT_ASSERT_EQUAL(200, portal.post("/limited", form).status());
        auto const response = portal.post("/limited", form);
        CPPUNIT_ASSERT_EQUAL(429, response.status());
        CPPUNIT_ASSERT(std::stoi(*response.header("Retry-After")) > 0);
    }
    void a_dead_session_cookie_is_taken_back()
    {
        Portal portal;
        portal.sign_in();
        portal.clock().advance(31min);
        CPPUNIT_ASSERT_EQUAL(303, portal.get("/overview").status());
        CPPUNIT_ASSERT(!portal.cookies.contains(std::string { session_cookie }));
    }
    void a_language_that_was_asked_for_is_remembered()
    {
        Portal portal;
        CPPUNIT_ASSERT_EQUAL(std::string { "sl" }, body(portal.get("/language")));
        CPPUNIT_ASSERT_EQUAL(std::string { "en" }, body(portal.get("/language", "en")));
        CPPUNIT_ASSERT_EQUAL(std::string { "sl" }, body(portal.get("/language?lang=xx")));
        CPPUNIT_ASSERT(portal.cookies.empty());
        CPPUNIT_ASSERT_EQUAL(std::string { "en" }, body(portal.get("/language?lang=en")));
        CPPUNIT_ASSERT_EQUAL(std::string { "en" }, body(portal.get("/language", "sl")));
        CPPUNIT_ASSERT_EQUAL(400, portal.get("/language?lang=en&lang=sl").status());
    }
    void a_bare_page_reads_and_sets_no_cookie()
    {
        Portal portal;
        portal.sign_in();
        auto const response = portal.get("/file?lang=en");
        CPPUNIT_ASSERT_EQUAL(std::string { "not looked up" }, body(response));
        CPPUNIT_ASSERT(!response.header("Set-Cookie"));
    }
    void the_whole_way_over_a_real_socket()
    {
        Portal portal;
        Server server { {}, [&](Request& request) { return portal.front().answer(request); } };
        server.start();
        tests::HttpClient client { server.port() };
        auto const asked
            = [&](std::string const& path) { return client.ask("GET " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) + "\r\n\r\n"); };
        auto const fault = asked("/fault");
        CPPUNIT_ASSERT_EQUAL(500, fault.status);
        CPPUNIT_ASSERT_EQUAL("page 500 in sl number " + fault.header("X-Request-Id"), fault.body);
        CPPUNIT_ASSERT_EQUAL(404, asked("/%C4%8D").status);
        auto const page = asked("/");
        CPPUNIT_ASSERT(page.header("Set-Cookie").starts_with("__Host-visitor="));
        CPPUNIT_ASSERT_EQUAL(std::string { "no-store" }, page.header("Cache-Control"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FrontTest);

}
