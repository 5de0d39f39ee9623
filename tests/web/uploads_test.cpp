// Bodies that are taken in parts: what reaches the taker, what does not, who is not waited for.
#include "support/http_client.h"
#include "web/server.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <mutex>

using namespace portal;
using namespace portal::web;
using namespace std::chrono_literals;
using tests::HttpClient;

namespace {

std::string put(std::uint64_t size, std::string const& path = "/take", std::string const& more = {})
{
    return "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(size) + "\r\n" + more + "\r\n";
}

// Counts what uploads came to.
struct Taker {
    class Counting final : public Upload {
    public:
        explicit Counting(Taker& taker)
            : m_taker(taker)
        {
        }
        ~Counting() override { ++m_taker.ended; }
        std::optional<Response> take(std::string_view bytes) override
        {
            std::lock_guard const lock { m_taker.mutex };
            m_taker.largest = std::max(m_taker.largest, bytes.size());
            m_size += bytes.size();
            m_last = bytes.back();
            m_taker.parts.fetch_add(1);
            if (m_size > m_taker.enough)
                return Response::text("enough", 413);
            return std::nullopt;
        }
        Response finish() override { return Response::text(std::to_string(m_size) + m_last, 202); }

    private:
        Taker& m_taker;
        std::size_t m_size = 0;
        char m_last = '-';
    };

    std::optional<UploadStart> operator()(Request& request)
    {
        ++asked;
        if (request.path == "/take")
            return std::make_unique<Counting>(*this);
        if (request.path == "/refuse")
            return Response::text("refused", 403);
        return std::nullopt;
    }

    std::mutex mutex;
    std::size_t largest = 0;
    std::size_t enough = SIZE_MAX;
    std::atomic<int> asked = 0, parts = 0, ended = 0;
};

class UploadsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(UploadsTest);
    CPPUNIT_TEST(a_large_body_is_taken_in_small_parts);
    CPPUNIT_TEST(the_next_request_follows_on_the_same_connection);
    CPPUNIT_TEST(a_body_may_come_byte_by_byte);
    CPPUNIT_TEST(a_refused_upload_is_answered_before_its_body);
    CPPUNIT_TEST(an_upload_may_end_early);
    CPPUNIT_TEST(a_truncated_upload_is_never_finished);
    CPPUNIT_TEST(a_sender_that_waits_is_told_to_go_on);
    CPPUNIT_TEST(a_slow_upload_ends_at_its_deadline);
    CPPUNIT_TEST(a_steady_upload_may_take_longer_than_the_deadline);
    CPPUNIT_TEST(half_sent_uploads_stop_nobody);
    CPPUNIT_TEST(other_puts_are_ordinary_and_bounded);
    CPPUNIT_TEST_SUITE_END();

    Taker m_taker;

    std::unique_ptr<Server> serve(ServerOptions options = {})
    {
        auto server = std::make_unique<Server>(
            options, [](Request& request) { return Response::text("page " + std::string { request.body }); }, std::ref(m_taker));
        server->start();
        return server;
    }

public:
    void a_large_body_is_taken_in_small_parts()
    {
        auto const server = serve();
        HttpClient client { server->port() };
        std::string const megabyte(1 << 20, 'x');
        client.send(put(20 << 20));
        for (int i = 0; i < 20; ++i)
            CPPUNIT_ASSERT(client.send(megabyte));
        auto const answer = client.read();
        CPPUNIT_ASSERT_EQUAL(202, answer->status);
        CPPUNIT_ASSERT_EQUAL(std::to_string(20 << 20) + "x", answer->body);
        CPPUNIT_ASSERT(m_taker.largest <= 32 * 1024);
        CPPUNIT_ASSERT_EQUAL(1, m_taker.asked.load());
    }
    void the_next_request_follows_on_the_same_connection()
    {
        auto const server = serve();
        HttpClient client { server->port() };
        client.send(put(3) + "abc" + put(2) + "de" + "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string { "3c" }, client.read()->body);
        CPPUNIT_ASSERT_EQUAL(std::string { "2e" }, client.read()->body);
        CPPUNIT_ASSERT_EQUAL(std::string { "page " }, client.read()->body);
    }
    void a_body_may_come_byte_by_byte()
    {
        auto const server = serve();
        HttpClient client { server->port() };
        for (auto const byte : put(6) + "a body")
            client.send({ &byte, 1 });
        CPPUNIT_ASSERT_EQUAL(std::string { "6y" }, client.read()->body);
    }
    void a_refused_upload_is_answered_before_its_body()
    {
        auto const server = serve();
        HttpClient client { server->port() };
        client.send(put(1'000'000'000, "/refuse"));
        auto const answer = client.read();
        CPPUNIT_ASSERT_EQUAL(403, answer->status);
        CPPUNIT_ASSERT_EQUAL(std::string { "close" }, answer->header("Connection"));
    }
    void an_upload_may_end_early()
    {
        m_taker.enough = 10;
        auto const server = serve();
        HttpClient client { server->port() };
        client.send(put(1'000'000) + "more than ten bytes");
        CPPUNIT_ASSERT_EQUAL(413, client.read()->status);
        client.send_no_more();
        CPPUNIT_ASSERT(client.ends());
    }
    void a_truncated_upload_is_never_finished()
    {
        auto const server = serve();
        {
            HttpClient client { server->port() };
            client.send(put(100) + "only so much");
            client.send_no_more();
            CPPUNIT_ASSERT(client.ends());
        }
        CPPUNIT_ASSERT(server->stop(5s));
        CPPUNIT_ASSERT_EQUAL(1, m_taker.parts.load());
        CPPUNIT_ASSERT_EQUAL(1, m_taker.ended.load());
    }
    void a_sender_that_waits_is_told_to_go_on()
    {
        auto const server = serve();
        HttpClient client { server->port() };
        client.send(put(3, "/take", "Expect: 100-continue\r\n"));
        CPPUNIT_ASSERT_EQUAL(100, client.read()->status);
        client.send("abc");
        CPPUNIT_ASSERT_EQUAL(202, client.read()->status);
        client.send(put(3, "/refuse", "Expect: 100-continue\r\n"));
        CPPUNIT_ASSERT_EQUAL(403, client.read()->status);
        HttpClient other { server->port() };
        CPPUNIT_ASSERT_EQUAL(417, other.ask(put(3, "/page", "Expect: 100-continue\r\n")).status);
    }
    void a_slow_upload_ends_at_its_deadline()
    {
        ServerOptions options;
        options.body_deadline = 100ms;
        auto const server = serve(options);
        HttpClient client { server->port() };
        client.send(put(60'000));
        while (!client.is_readable_within(10))
            client.send("x");
        CPPUNIT_ASSERT_EQUAL(408, client.read()->status);
        CPPUNIT_ASSERT(client.ends());
    }
    void a_steady_upload_may_take_longer_than_the_deadline()
    {
        ServerOptions options;
        options.body_deadline = 1500ms;
        auto const server = serve(options);
        HttpClient client { server->port() };
        auto const began = std::chrono::steady_clock::now();
        int const parts = 20;
        client.send(put(parts * 65'536));
        std::string const part(65'536, 'x');
        for (int i = 0; i < parts; ++i) {
            CPPUNIT_ASSERT(!client.is_readable_within(100)); // nothing is said meanwhile; that is the pause
            client.send(part);
        }
        CPPUNIT_ASSERT_EQUAL(202, client.read()->status);
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() - began > options.body_deadline);
    }
    void half_sent_uploads_stop_nobody()
    {
        ServerOptions options;
        options.workers = 2;
        auto const server = serve(options);
        std::vector<HttpClient> slow;
        for (int i = 0; i < 64; ++i)
            slow.emplace_back(server->port()).send(put(100) + "half");
        HttpClient client { server->port() };
        for (int i = 0; i < 100; ++i)
            CPPUNIT_ASSERT_EQUAL(200, client.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status);
        slow.back().send(std::string(96, 'x'));
        CPPUNIT_ASSERT_EQUAL(std::string { "100x" }, slow.back().read()->body);
    }
    void other_puts_are_ordinary_and_bounded()
    {
        auto const server = serve();
        HttpClient client { server->port() };
        CPPUNIT_ASSERT_EQUAL(std::string { "page abc" }, client.ask(put(3, "/page") + "abc").body);
        CPPUNIT_ASSERT_EQUAL(413, client.ask(put(65 * 1024, "/page")).status);
        HttpClient program { server->port() };
        auto const answer = program.ask(put(65 * 1024, "/api/v1/receipts"));
        CPPUNIT_ASSERT_EQUAL(std::string { "application/problem+json" }, answer.header("Content-Type"));
        CPPUNIT_ASSERT(answer.body.find("\"key\":\"too_large\"") != std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UploadsTest);

}
