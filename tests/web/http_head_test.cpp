// The guard at the door: which heads are taken, and why the others are not.
#include "web/http_head.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::web;

namespace {

class HttpHeadTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(HttpHeadTest);
    CPPUNIT_TEST(an_ordinary_head_is_read);
    CPPUNIT_TEST(a_path_is_decoded_once);
    CPPUNIT_TEST(what_two_readers_could_understand_differently_is_refused);
    CPPUNIT_TEST(a_length_must_be_said_once_and_plainly);
    CPPUNIT_TEST(only_our_hosts_are_answered_for);
    CPPUNIT_TEST(the_connection_stays_unless_somebody_says_close);
    CPPUNIT_TEST(a_hundred_headers_are_enough);
    CPPUNIT_TEST_SUITE_END();

    HeadRules const rules { { "localhost", "portal.example.si", "[::1]" }, 1000 };

    Result<Head, HeadRefusal> read(std::string const& lines) const { return read_head(m_text = lines + "\r\n\r\n", rules); }
    int status(std::string const& lines) const
    {
        auto const head = read(lines);
        return head ? 200 : head.refusal().status;
    }
    mutable std::string m_text; // what the views point into

public:
    void an_ordinary_head_is_read()
    {
        auto const head
            = read("POST /meters/7/readings?lang=en&x=1 HTTP/1.1\r\nHost: Portal.Example.SI:8080\r\nContent-Length: 12\r\nCookie:\t a=b \r\nX-Empty:");
        CPPUNIT_ASSERT(head);
        CPPUNIT_ASSERT(head->method == Method::post);
        CPPUNIT_ASSERT_EQUAL(std::string { "/meters/7/readings" }, head->path);
        CPPUNIT_ASSERT(head->query == "lang=en&x=1");
        CPPUNIT_ASSERT(head->target == "/meters/7/readings?lang=en&x=1");
        CPPUNIT_ASSERT_EQUAL(std::string { "portal.example.si" }, head->host);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 12 }, head->body_size);
        CPPUNIT_ASSERT(head->headers[2].value == "a=b" && head->headers[3].value.empty());
    }
    void a_path_is_decoded_once()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "/č %2e" }, read("GET /%C4%8D%20%252e HTTP/1.1\r\nHost: localhost")->path);
        for (auto const* path : { "/%", "/%2", "/%zz", "/%00", "/%0d%0aX:1", "/%7f", "/%ff", "/a%2Fb", "/a%2fb" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 400, status(std::string { "GET " } + path + " HTTP/1.1\r\nHost: localhost"));
    }
    void what_two_readers_could_understand_differently_is_refused()
    {
        for (std::string const line : { "GET / HTTP/9.9", "GET / HTTP/1.2", "GET / http/1.1", "GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
                 "GET http://localhost/ HTTP/1.1", "GET * HTTP/1.1", "GET /\xc4\x8d HTTP/1.1", "GET /a#b HTTP/1.1", "GET\t/ HTTP/1.1", "" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(line, 400, status(line + "\r\nHost: localhost"));
        for (auto const* method : { "OPTIONS", "TRACE", "DELETE", "CONNECT", "get", "PATCH" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(method, 405, status(std::string { method } + " / HTTP/1.1\r\nHost: localhost"));
        for (std::string const header : { "Transfer-Encoding: chunked", "transfer-encoding: gzip, chunked", "Transfer-Encoding: =?utf-8?q?chunked?=",
                 "Transfer-Encoding: identity", "Transfer-Encoding : chunked", "X Y: 1", " folded: 1", "\tfolded", "X: a\x01z", "X: a\tb", "X: a\rb", "X: a\r",
                 "X: \x0b"
                 "5",
                 "X: a\nb", "X: a\x7f", "X: =?utf-8?q?a?=", "no colon", ": empty", "X\x01: 1", "H\xc3\xb6st: a" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(header, 400, status("GET / HTTP/1.1\r\nHost: localhost\r\n" + header));
        CPPUNIT_ASSERT_EQUAL(417, status("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: 100-continue"));
    }
    void a_length_must_be_said_once_and_plainly()
    {
        auto const post = [&](std::string const& header) { return status("POST / HTTP/1.1\r\nHost: localhost\r\n" + header); };
        CPPUNIT_ASSERT_EQUAL(411, post("X: 1"));
        CPPUNIT_ASSERT_EQUAL(200, post("Content-Length: 0"));
        CPPUNIT_ASSERT_EQUAL(200, post("Content-Length: 1000"));
        CPPUNIT_ASSERT_EQUAL(413, post("Content-Length: 1001"));
        for (auto const* value : { "-1", "+1", "0x10", "1,1", "1 1", "1.0", "", "99999999999999999999999", "12a", "\"1\"" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(value, 400, post(std::string { "Content-Length: " } + value));
        CPPUNIT_ASSERT_EQUAL(400, post("Content-Length: 5\r\nContent-Length: 5"));
        CPPUNIT_ASSERT_EQUAL(400, post("Content-Length: 5\r\ncontent-length: 6"));
        CPPUNIT_ASSERT_EQUAL(400, post("Content-Length: 5\r\nTransfer-Encoding: chunked"));
        CPPUNIT_ASSERT_EQUAL(400, status("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5"));
        CPPUNIT_ASSERT_EQUAL(200, status("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0"));
    }
    void only_our_hosts_are_answered_for()
    {
        auto const host = [&](std::string const& headers) { return status("GET / HTTP/1.1\r\n" + headers); };
        for (auto const* name : { "localhost", "LOCALHOST:8080", "portal.example.si:443", "[::1]:80", "[::1]" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, 200, host(std::string { "Host: " } + name));
        for (auto const* name : { "evil.example", "localhost.evil.example", "localhost.", "portal.example.si@evil.example" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, 421, host(std::string { "Host: " } + name));
        for (auto const* headers : { "X: 1", "Host:", "Host: localhost:x", "Host: localhost:80:80", "Host: [::1", "Host: localhost\r\nHost: localhost" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(headers, 400, host(headers));
    }
    void the_connection_stays_unless_somebody_says_close()
    {
        auto const stays
            = [&](std::string const& version, std::string const& header) { return read("GET / " + version + "\r\nHost: localhost" + header)->keep_alive; };
        CPPUNIT_ASSERT(stays("HTTP/1.1", ""));
        CPPUNIT_ASSERT(stays("HTTP/1.1", "\r\nConnection: keep-alive"));
        CPPUNIT_ASSERT(!stays("HTTP/1.1", "\r\nConnection: x, Close"));
        CPPUNIT_ASSERT(!stays("HTTP/1.0", "\r\nConnection: keep-alive"));
    }
    void a_hundred_headers_are_enough()
    {
        std::string lines = "GET / HTTP/1.1\r\nHost: localhost";
        for (int i = 1; i < 100; ++i)
            lines += "\r\nX: 1";
        CPPUNIT_ASSERT_EQUAL(200, status(lines));
        CPPUNIT_ASSERT_EQUAL(431, status(lines + "\r\nX: 1"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HttpHeadTest);

}
