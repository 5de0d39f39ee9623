// Access tokens as a utility's program meets them: the right one, a wrong one, another utility's, one that was revoked.
#include "features/tokens/tokens_service.h"
#include "support/databases.h"
#include "support/small_portal.h"
#include "support/text_assertions.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace std::chrono_literals;

namespace {

class Programs {
public:
    explicit Programs(db::Database& database)
        : portal(database)
        , service(database, portal.keys, portal.clock)
        , m_front(options(), m_router, portal.sessions, portal.keys.key("csrf"), [](int status, web::Request&) { return "page " + std::to_string(status); })
    {
        m_router.get("/api/v1/readings", [](web::Request& request) { return tell(request); }).machine(tokens::readings);
        m_router.put("/api/v1/deliveries/{name}", tokens::deliveries, [](web::Request& request) { return tell(request); });
    }

    Secret token(tenants::Tenant const& tenant, std::vector<std::string> const& rights, std::string const& name = "billing")
    {
        return *service.issue(TenantScope::assume(tenant.id), name, rights);
    }
    web::Response get(std::string const& authorization, std::string const& path = "/api/v1/readings") { return ask(web::Method::get, path, authorization); }
    web::Response get(Secret const& token) { return get("Bearer " + token.reveal()); }
    web::Response ask(web::Method method, std::string const& path, std::string const& authorization)
    {
        web::Request request;
        request.method = method;
        request.path = path;
        request.target = path;
        auto const cookie = std::string { web::session_cookie } + "=" + session.reveal();
        request.headers = { { "Cookie", cookie } };
        if (!authorization.empty())
            request.headers.push_back({ "Authorization", authorization });
        request.client = *web::Address::parse("192.0.2.1");
        request.request_id = "0000000000042";
        return m_front.answer(request);
    }

    tests::SmallPortal portal;
    tokens::TokenService service;
    Secret session; // a browser's cookie that comes with every request
    bool water_is_served = true;

private:
    web::FrontOptions options()
    {
        web::FrontOptions options;
        options.find_machine = [this](web::Request const& request, std::string_view right) { return service.find(request, right); };
        options.is_served = [this](TenantId tenant) { return water_is_served || tenant != portal.water().id; };
        return options;
    }
    static web::Response tell(web::Request const& request)
    {
        auto const& machine = request.calling_machine();
        return web::Response::text(machine.token_name + " of " + machine.scope.tenant().text() + (request.principal ? " signed in" : ""));
    }

    web::Router m_router;
    web::Front m_front;
};

std::string body(web::Response const& response) { return std::string { response.body() }; }

void assert_problem(int status, std::string const& key, web::Response const& response)
{
    CPPUNIT_ASSERT_EQUAL(status, response.status());
    CPPUNIT_ASSERT_EQUAL(std::string { "application/problem+json" }, std::string { response.content_type() });
    tests::assert_holds(body(response), { "\"status\":" + std::to_string(status), "\"key\":\"" + key + "\"", "\"request\":\"0000000000042\"" });
}

class TokensTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(TokensTest);
    CPPUNIT_TEST(a_token_opens_what_it_is_for_and_nothing_else);
    CPPUNIT_TEST(a_token_knows_its_utility_and_no_other);
    CPPUNIT_TEST(who_brings_no_good_token_is_told_what_to_bring);
    CPPUNIT_TEST(wrong_tokens_are_limited_and_good_ones_pass);
    CPPUNIT_TEST(a_revoked_token_is_no_longer_good);
    CPPUNIT_TEST(a_session_does_not_count_where_a_token_is_needed);
    CPPUNIT_TEST(a_switched_off_utility_takes_no_calls);
    CPPUNIT_TEST(errors_below_the_programs_path_are_problem_documents);
    CPPUNIT_TEST(last_use_is_written_every_five_minutes_at_most);
    CPPUNIT_TEST(the_token_itself_is_not_kept);
    CPPUNIT_TEST(a_name_is_taken_once_and_rights_are_known_words);
    CPPUNIT_TEST_SUITE_END();

    static void on_each(std::function<void(Programs&)> const& body)
    {
        tests::on_each_database([&](db::Database& database) {
            Programs programs { database };
            body(programs);
        });
    }

public:
    void a_token_opens_what_it_is_for_and_nothing_else()
    {
        on_each([](Programs& programs) {
            auto const token = programs.token(programs.portal.water(), { "readings" });
            CPPUNIT_ASSERT_EQUAL("billing of " + programs.portal.water().id.text(), body(programs.get(token)));
            CPPUNIT_ASSERT_EQUAL(200, programs.get("bearer  " + token.reveal()).status());
            auto const refused = programs.ask(web::Method::put, "/api/v1/deliveries/may.zip", "Bearer " + token.reveal());
            assert_problem(403, "token_not_for_this", refused);
            CPPUNIT_ASSERT_EQUAL(std::string { "Bearer error=\"insufficient_scope\", scope=\"deliveries\"" }, *refused.header("WWW-Authenticate"));
        });
    }
    void a_token_knows_its_utility_and_no_other()
    {
        on_each([](Programs& programs) {
            auto const water = programs.token(programs.portal.water(), { "readings" });
            auto const heat = programs.token(programs.portal.heat(), { "readings" });
            CPPUNIT_ASSERT_EQUAL("billing of " + programs.portal.water().id.text(), body(programs.get(water)));
            CPPUNIT_ASSERT_EQUAL("billing of " + programs.portal.heat().id.text(), body(programs.get(heat)));
        });
    }
    void who_brings_no_good_token_is_told_what_to_bring()
    {
        on_each([](Programs& programs) {
            auto const token = programs.token(programs.portal.water(), { "readings" }).reveal();
            auto other = token;
            other.back() = other.back() == 'A' ? 'B' : 'A';
            for (auto const& authorization :
                { std::string {}, std::string { "Bearer" }, std::string { "Bearer x" }, "Basic " + token, token, "Bearer " + other, "Bearer " + token + "x" }) {
                auto const refused = programs.get(authorization);
                assert_problem(401, "token_unknown", refused);
                CPPUNIT_ASSERT_EQUAL(std::string { "Bearer" }, *refused.header("WWW-Authenticate"));
            }
        });
    }
    void wrong_tokens_are_limited_and_good_ones_pass()
    {
        on_each([](Programs& programs) {
            auto const token = programs.token(programs.portal.water(), { "readings" });
            for (int i = 0; i < 20; ++i)
                CPPUNIT_ASSERT_EQUAL(401, programs.get("Bearer portal_guess").status());
            auto const limited = programs.get("Bearer portal_guess");
            assert_problem(429, "too_many_wrong_tokens", limited);
            CPPUNIT_ASSERT(std::stoi(*limited.header("Retry-After")) > 0);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 20 }, programs.portal.count("select count(*) from limit_failures"));
            CPPUNIT_ASSERT_EQUAL(200, programs.get(token).status());
            programs.portal.clock.advance(16min);
            CPPUNIT_ASSERT_EQUAL(401, programs.get("Bearer portal_guess").status());
        });
    }
    void a_revoked_token_is_no_longer_good()
    {
        on_each([](Programs& programs) {
            auto const scope = TenantScope::assume(programs.portal.water().id);
            auto const token = programs.token(programs.portal.water(), { "readings" });
            CPPUNIT_ASSERT(!programs.service.revoke(TenantScope::assume(programs.portal.heat().id), "billing"));
            CPPUNIT_ASSERT_EQUAL(200, programs.get(token).status());
            CPPUNIT_ASSERT(programs.service.revoke(scope, "billing"));
            assert_problem(401, "token_unknown", programs.get(token));
            CPPUNIT_ASSERT(!programs.service.revoke(scope, "billing"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, programs.portal.count("select count(*) from audit_log where event in ('token.issued', 'token.revoked')"));
        });
    }
    void a_session_does_not_count_where_a_token_is_needed()
    {
        on_each([](Programs& programs) {
            auto const account = programs.portal.add_account("ana@example.si");
            programs.session = programs.portal.start_session(account);
            auto const refused = programs.get("");
            assert_problem(401, "token_unknown", refused);
            CPPUNIT_ASSERT(!refused.header("Set-Cookie"));
            auto const answer = programs.get(programs.token(programs.portal.water(), { "readings" }));
            CPPUNIT_ASSERT_EQUAL("billing of " + programs.portal.water().id.text(), body(answer));
        });
    }
    void a_switched_off_utility_takes_no_calls()
    {
        on_each([](Programs& programs) {
            auto const token = programs.token(programs.portal.water(), { "readings" });
            programs.water_is_served = false;
            assert_problem(503, "utility_unavailable", programs.get(token));
        });
    }
    void errors_below_the_programs_path_are_problem_documents()
    {
        on_each([](Programs& programs) {
            auto const authorization = "Bearer " + programs.token(programs.portal.water(), { "readings" }).reveal();
            assert_problem(404, "not_found", programs.get(authorization, "/api/v1/nothing"));
            auto const wrong = programs.ask(web::Method::post, "/api/v1/readings", authorization);
            assert_problem(405, "wrong_method", wrong);
            CPPUNIT_ASSERT_EQUAL(std::string { "GET, HEAD" }, *wrong.header("Allow"));
            CPPUNIT_ASSERT_EQUAL(std::string { "page 404" }, body(programs.get(authorization, "/nothing")));
        });
    }
    void last_use_is_written_every_five_minutes_at_most()
    {
        on_each([](Programs& programs) {
            auto const scope = TenantScope::assume(programs.portal.water().id);
            auto const token = programs.token(programs.portal.water(), { "readings" });
            auto const used = [&] { return programs.service.list(scope).at(0).used; };
            CPPUNIT_ASSERT(!used());
            auto const first = programs.portal.clock.now();
            programs.get(token);
            CPPUNIT_ASSERT(used() == first);
            programs.portal.clock.advance(4min);
            programs.get(token);
            CPPUNIT_ASSERT(used() == first);
            programs.portal.clock.advance(1min);
            programs.get(token);
            CPPUNIT_ASSERT(used() == first + 5min);
        });
    }
    void the_token_itself_is_not_kept()
    {
        on_each([](Programs& programs) {
            auto const token = programs.token(programs.portal.water(), { "readings" }).reveal();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 50 }, token.size());
            CPPUNIT_ASSERT(token.starts_with("portal_"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 },
                programs.portal.count("select count(*) from access_tokens where length(token_hash) = 64 and token_hash not like '%portal%'"));
        });
    }
    void a_name_is_taken_once_and_rights_are_known_words()
    {
        on_each([](Programs& programs) {
            auto const scope = TenantScope::assume(programs.portal.water().id);
            auto const issue = [&](std::string const& name, std::vector<std::string> const& rights) { return programs.service.issue(scope, name, rights); };
            CPPUNIT_ASSERT(issue("billing", { "readings", "deliveries" }));
            CPPUNIT_ASSERT(issue("billing", { "readings" }).refusal() == tokens::Refusal::name_taken);
            CPPUNIT_ASSERT(issue("other", {}).refusal() == tokens::Refusal::unknown_right);
            CPPUNIT_ASSERT(issue("other", { "everything" }).refusal() == tokens::Refusal::unknown_right);
            for (auto const* const name : { "", "-a", "a b", "a/b", "č" })
                CPPUNIT_ASSERT_MESSAGE(name, issue(name, { "readings" }).refusal() == tokens::Refusal::bad_name);
            auto const listed = programs.service.list(scope);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, listed.size());
            CPPUNIT_ASSERT((listed[0].rights == std::vector<std::string> { "readings", "deliveries" }));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokensTest);

}
