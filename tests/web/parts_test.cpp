// The small parts between a head and a page: parameters, answers, addresses, routes, languages, limits, files.
#include "support/temporary_folder.h"
#include "web/address.h"
#include "web/language.h"
#include "web/parameters.h"
#include "web/response_writer.h"
#include "web/router.h"
#include "web/static_files.h"
#include "web/throttle.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>

using namespace portal;
using namespace portal::web;
using namespace std::chrono_literals;

namespace {

class PartsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PartsTest);
    CPPUNIT_TEST(a_form_is_read);
    CPPUNIT_TEST(a_form_that_could_be_read_twice_is_refused);
    CPPUNIT_TEST(headers_and_cookies_are_found_by_their_whole_name);
    CPPUNIT_TEST(what_is_put_into_a_link_comes_out_again);
    CPPUNIT_TEST(a_header_cannot_be_injected);
    CPPUNIT_TEST(a_cookie_has_all_its_locks);
    CPPUNIT_TEST(a_redirect_leads_to_ourselves_only);
    CPPUNIT_TEST(every_head_carries_the_protections);
    CPPUNIT_TEST(a_forwarded_address_is_believed_from_trusted_proxies_only);
    CPPUNIT_TEST(addresses_are_counted_in_blocks);
    CPPUNIT_TEST(a_wrong_proxy_block_is_named);
    CPPUNIT_TEST(the_most_exact_route_answers);
    CPPUNIT_TEST(a_known_path_with_another_method_is_told_from_an_unknown_path);
    CPPUNIT_TEST(two_routes_for_one_path_are_a_bug);
    CPPUNIT_TEST(routes_are_closed_unless_they_say_otherwise);
    CPPUNIT_TEST(the_language_is_what_was_asked_for_then_remembered_then_accepted);
    CPPUNIT_TEST(a_limit_refills_with_time);
    CPPUNIT_TEST(a_crowd_does_not_fill_the_memory);
    CPPUNIT_TEST(a_file_is_served_packed_and_only_once);
    CPPUNIT_TEST(only_known_names_are_served);
    CPPUNIT_TEST_SUITE_END();

    static Response page(Request&) { return Response::html("page"); }
    static Request get(std::string path, std::vector<Header> headers = {})
    {
        Request request;
        request.path = std::move(path);
        request.headers = std::move(headers);
        return request;
    }

public:
    void a_form_is_read()
    {
        auto const form = parse_parameters("name=Ana+Novak&reference=SI12%201805&empty=&flag&note=a%0D%0Ab%0Dc%09d&&%C4%8D=%E2%82%AC");
        CPPUNIT_ASSERT(form);
        CPPUNIT_ASSERT_EQUAL(std::string { "Ana Novak" }, form->text("name"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI12 1805" }, form->text("reference"));
        CPPUNIT_ASSERT(form->has("empty") && form->has("flag") && !form->has("Name"));
        CPPUNIT_ASSERT_EQUAL(std::string { "a\nb\nc d" }, form->text("note"));
        CPPUNIT_ASSERT_EQUAL(std::string { "€" }, form->text("č"));
        CPPUNIT_ASSERT(parse_parameters("")->empty());
    }
    void a_form_that_could_be_read_twice_is_refused()
    {
        for (auto const* form : { "a=1&a=2", "a=1&%61=2", "a=%", "a=%4", "a=%GG", "a=%00", "a=%1b", "a=%7F", "a%0A=1", "a=%FF", "a=%C0%AF", "=1" })
            CPPUNIT_ASSERT_MESSAGE(form, !parse_parameters(form));
        std::string many;
        for (int i = 0; i < 201; ++i)
            many += "f" + std::to_string(i) + "=&";
        CPPUNIT_ASSERT(!parse_parameters(many));
    }
    void headers_and_cookies_are_found_by_their_whole_name()
    {
        auto const request = get("/", { { "X-Cookie", "a=0" }, { "cOOKIE", "ab=1; a=2 ;b=;a=3; =4; c" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "2" }, std::string { request.cookie("a") });
        CPPUNIT_ASSERT_EQUAL(std::string { "1" }, std::string { request.cookie("ab") });
        CPPUNIT_ASSERT(request.cookie("b").empty() && request.cookie("c").empty() && request.cookie("d").empty());
    }
    void what_is_put_into_a_link_comes_out_again()
    {
        std::string const text = "/invoices?q=č&x=1 2+3%";
        CPPUNIT_ASSERT_EQUAL(text, parse_parameters("next=" + percent_encoded(text))->text("next"));
        CPPUNIT_ASSERT_EQUAL(text, percent_decoded(percent_encoded(text), Plus::stays).value());
    }
    void a_header_cannot_be_injected()
    {
        auto response = Response::html("");
        for (auto const& value : std::initializer_list<std::string> { "a\r\nSet-Cookie: x=1", "a\nb", "a\rb", std::string("a\0b", 3), "a\x7f", "č" })
            CPPUNIT_ASSERT_THROW(response.set_header("X-Test", value), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(response.set_header("X Test", "1"), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(response.set_header("X:", "1"), std::invalid_argument);
        for (auto const* value : { "a;b", "a b", "a\r\nb", "a,b", "a=b", "č" })
            CPPUNIT_ASSERT_THROW(response.set_cookie({ "__Host-x", value, std::nullopt }), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(response.set_cookie({ "x", "1", std::nullopt }), std::invalid_argument);
        CPPUNIT_ASSERT(response.headers().empty());
    }
    void a_cookie_has_all_its_locks()
    {
        auto response = Response::html("");
        response.start_session(Secret { "old" }).start_session(Secret { "new-token_1" });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, response.headers().size());
        CPPUNIT_ASSERT_EQUAL(std::string { "__Host-portal=new-token_1; Path=/; Secure; HttpOnly; SameSite=Lax" }, *response.header("Set-Cookie"));
        CPPUNIT_ASSERT_EQUAL(std::string { "__Host-portal=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0" }, *response.end_session().header("Set-Cookie"));
    }
    void a_redirect_leads_to_ourselves_only()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "/overview?x=1" }, *Response::redirect("/overview?x=1").header("Location"));
        for (auto const* path :
            { "", "overview", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/a b", "/\\", "/a\\b", "javascript:x", "/č" })
            CPPUNIT_ASSERT_THROW_MESSAGE(path, Response::redirect(path), std::invalid_argument);
    }
    void every_head_carries_the_protections()
    {
        auto const head = write_head(Response::html("page"), { "0000000000001", false, true });
        for (auto const* line :
            { "HTTP/1.1 200 OK\r\n", "\r\nContent-Type: text/html; charset=utf-8\r\n", "\r\nContent-Length: 4\r\n", "\r\nX-Request-Id: 0000000000001\r\n",
                "\r\nX-Content-Type-Options: nosniff\r\n", "\r\nCache-Control: no-store\r\n", "\r\nReferrer-Policy: same-origin\r\n",
                "\r\nPermissions-Policy: ", "\r\nCross-Origin-Opener-Policy: same-origin\r\n", "\r\nStrict-Transport-Security: max-age=31536000\r\n",
                "\r\nContent-Security-Policy: default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'\r\n" })
            CPPUNIT_ASSERT_MESSAGE(line, head.find(line) != std::string::npos);
        auto const with_token = write_head(Response::html("").no_referrer(), { "1", true, false });
        CPPUNIT_ASSERT(
            with_token.find("Referrer-Policy: no-referrer\r\n") != std::string::npos && with_token.find("same-origin\r\nReferrer") == std::string::npos);
        CPPUNIT_ASSERT(with_token.find("Referrer-Policy: same-origin") == std::string::npos);
        CPPUNIT_ASSERT(with_token.find("\r\nConnection: close\r\n") != std::string::npos && with_token.find("Strict-Transport") == std::string::npos);
    }
    void a_forwarded_address_is_believed_from_trusted_proxies_only()
    {
        TrustedProxies const proxies { { "127.0.0.1", "10.0.0.0/8", "fd00::/8" } };
        auto const client
            = [&](char const* peer, std::vector<std::string_view> const& headers) { return proxies.client(*Address::parse(peer), headers).text(); };
        CPPUNIT_ASSERT_EQUAL(std::string { "198.51.100.7" }, client("198.51.100.7", { "203.0.113.9" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "203.0.113.9" }, client("127.0.0.1", { "203.0.113.9" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "203.0.113.9" }, client("127.0.0.1", { "1.1.1.1, 203.0.113.9, 10.1.2.3" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "203.0.113.9" }, client("127.0.0.1", { "1.1.1.1", "203.0.113.9" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "2001:db8::5" }, client("fd00::1", { "2001:db8::5" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "127.0.0.1" }, client("127.0.0.1", { "unknown" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "127.0.0.1" }, client("127.0.0.1", {}));
    }
    void addresses_are_counted_in_blocks()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "192.0.2.0/24" }, Address::parse("192.0.2.7")->block(24, 48));
        CPPUNIT_ASSERT_EQUAL(std::string { "192.0.2.7/32" }, Address::parse("::ffff:192.0.2.7")->block(32, 64));
        CPPUNIT_ASSERT_EQUAL(std::string { "2001:db8:1:2::/64" }, Address::parse("2001:db8:1:2:3:4:5:6")->block(32, 64));
        for (auto const* text : { "", "1.2.3", "1.2.3.4:80", "[::1]", "localhost", "1.2.3.4 " })
            CPPUNIT_ASSERT_MESSAGE(text, !Address::parse(text));
    }
    void a_wrong_proxy_block_is_named()
    {
        for (auto const* block : { "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "proxy" })
            CPPUNIT_ASSERT_THROW_MESSAGE(block, TrustedProxies({ block }), std::invalid_argument);
    }
    void the_most_exact_route_answers()
    {
        Router router;
        router.get("/", page);
        router.get("/mail/{id}", page);
        router.get("/assets/{path...}", page);
        router.get("/mail/new", page);
        router.get("/mail/{mail}/parts/{part}", page);
        router.post("/mail/{id}", page);
        auto const pattern = [&](std::string_view path) {
            auto const match = router.find(Method::get, path);
            return match.route ? match.route->pattern() : std::string {};
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "/" }, pattern("/"));
        CPPUNIT_ASSERT_EQUAL(std::string { "/mail/new" }, pattern("/mail/new"));
        CPPUNIT_ASSERT_EQUAL(std::string { "/mail/{id}" }, pattern("/mail/old"));
        CPPUNIT_ASSERT_EQUAL(std::string { "css/../app.css" }, router.find(Method::head, "/assets/css/../app.css").values.text("path"));
        auto const match = router.find(Method::get, "/mail/7/parts/8");
        CPPUNIT_ASSERT(match.values.text("mail") == "7" && match.values.text("part") == "8");
        for (auto const* path : { "/mail", "/mail/", "/mail//", "/mail/7/", "/mail/7/parts", "/mail/7/parts/8/9", "//", "/Mail/new", "/assets" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string {}, pattern(path));
    }
    void a_known_path_with_another_method_is_told_from_an_unknown_path()
    {
        Router router;
        router.get("/overview", page);
        CPPUNIT_ASSERT(!router.find(Method::post, "/overview").allowed.empty() && !router.find(Method::post, "/overview").route);
        CPPUNIT_ASSERT(router.find(Method::post, "/nothing").allowed.empty());
    }
    void two_routes_for_one_path_are_a_bug()
    {
        Router router;
        router.get("/meters/{meter}", page);
        router.get("/meters/{meter}/readings", page);
        CPPUNIT_ASSERT_THROW(router.get("/meters/{id}", page), std::logic_error);
        CPPUNIT_ASSERT_THROW(router.get("meters", page), std::logic_error);
        CPPUNIT_ASSERT_THROW(router.get("/a/{rest...}/b", page), std::logic_error);
        CPPUNIT_ASSERT_THROW(router.post("/health", page).bare(), std::logic_error);
    }
    void routes_are_closed_unless_they_say_otherwise()
    {
        Router router;
        CPPUNIT_ASSERT(router.get("/overview", page).who() == Who::customer);
        CPPUNIT_ASSERT(router.get("/terms", page).open().who() == Who::anyone);
        CPPUNIT_ASSERT(router.get("/health", page).bare().who() == Who::nobody);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, router.routes().size());
    }
    void the_language_is_what_was_asked_for_then_remembered_then_accepted()
    {
        std::vector<std::string> const known { "sl", "en" };
        auto request = get("/", { { "Accept-Language", "de, en-GB;q=0.8, sl;q=0.9" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "sl" }, choose_language(request, known));
        request.principal = Principal { AccountId { 1 }, SessionId { 1 }, "a@b.si", "en", false, {} };
        CPPUNIT_ASSERT_EQUAL(std::string { "en" }, choose_language(request, known));
        request.headers.push_back({ "Cookie", "a=b; __Host-lang=sl" });
        CPPUNIT_ASSERT_EQUAL(std::string { "sl" }, choose_language(request, known));
        request.query.add("lang", "en");
        CPPUNIT_ASSERT_EQUAL(std::string { "en" }, choose_language(request, known));
        auto const odd = get("/", { { "Accept-Language", "en;q=0, xx;q=2, ;;;, sl;q=abc" }, { "Cookie", "__Host-lang=../../etc" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "sl" }, choose_language(odd, known));
    }
    void a_limit_refills_with_time()
    {
        Throttle throttle;
        Throttle::Time const start {};
        for (int i = 0; i < 3; ++i)
            CPPUNIT_ASSERT(throttle.take("a", 3, 60s, start) == 0s);
        CPPUNIT_ASSERT(throttle.take("a", 3, 60s, start) == 20s);
        CPPUNIT_ASSERT(throttle.take("b", 3, 60s, start) == 0s);
        CPPUNIT_ASSERT(throttle.take("a", 3, 60s, start + 19s) == 1s);
        CPPUNIT_ASSERT(throttle.take("a", 3, 60s, start + 20s) == 0s);
        CPPUNIT_ASSERT(throttle.take("a", 3, 60s, start + 20s) > 0s);
    }
    void a_crowd_does_not_fill_the_memory()
    {
        Throttle throttle { 100 };
        Throttle::Time const start {};
        for (int i = 0; i < 1000; ++i)
            throttle.take(std::to_string(i), 1, 60s, start + std::chrono::seconds { i });
        CPPUNIT_ASSERT(throttle.keys() <= 100);
    }
    void a_file_is_served_packed_and_only_once()
    {
        StaticFiles files;
        files.add("/assets/app.css", std::string(1000, 'a'));
        auto const plain = files.answer(get("/assets/app.css"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1000 }, plain.body().size());
        CPPUNIT_ASSERT_EQUAL(std::string { "public, no-cache" }, *plain.header("Cache-Control"));
        auto packed_request = get("/assets/app.css", { { "Accept-Encoding", "br, gzip;q=0.5" } });
        packed_request.query.add("v", files.versioned("/assets/app.css").substr(18));
        auto const packed = files.answer(packed_request);
        CPPUNIT_ASSERT(packed.body().size() < 100 && *packed.header("Content-Encoding") == "gzip" && *packed.header("Vary") == "Accept-Encoding");
        CPPUNIT_ASSERT_EQUAL(std::string { "public, max-age=31536000, immutable" }, *packed.header("Cache-Control"));
        CPPUNIT_ASSERT(*packed.header("ETag") != *plain.header("ETag"));
        auto const tag = "\"x\", W/" + *plain.header("ETag");
        auto const known = files.answer(get("/assets/app.css", { { "If-None-Match", tag }, { "Accept-Encoding", "gzip;q=0" } }));
        CPPUNIT_ASSERT(known.status() == 304 && known.body().empty());
        CPPUNIT_ASSERT(write_head(known, { "1", false, false }).find("Content-Length") == std::string::npos);
    }
    void only_known_names_are_served()
    {
        tests::TemporaryFolder const folder;
        std::filesystem::create_directories(folder / "css/.hidden");
        for (auto const* name : { "css/app.css", "css/.secret.css", "css/.hidden/app.css", "font.woff2", "notes.key" })
            std::ofstream { folder / name } << "content of " << name;
        std::filesystem::create_symlink("/etc/hostname", folder / "link.txt");
        StaticFiles files;
        files.add_folder("/assets", folder.path());
        CPPUNIT_ASSERT_EQUAL(std::string { "content of css/app.css" }, std::string { files.answer(get("/assets/css/app.css")).body() });
        CPPUNIT_ASSERT_EQUAL(std::string { "font/woff2" }, std::string { files.answer(get("/assets/font.woff2")).content_type() });
        for (auto const* path : { "/assets/css/.secret.css", "/assets/css/.hidden/app.css", "/assets/notes.key", "/assets/link.txt",
                 "/assets/../assets/font.woff2", "/assets//font.woff2", "/assets/css", "/assets/" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 404, files.answer(get(path)).status());
        CPPUNIT_ASSERT_THROW(files.add_folder("/assets", folder / "missing"), std::runtime_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PartsTest);

}
