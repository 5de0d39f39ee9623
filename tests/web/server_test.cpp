// The server over real sockets: what it answers, whom it does not wait for, how it ends.
#include "support/http_client.h"
#include "web/server.h"

#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <latch>
#include <mutex>
#include <set>

#include <sys/resource.h>

using namespace portal;
using namespace portal::web;
using namespace std::chrono_literals;
using tests::HttpClient;

namespace {

constexpr std::string_view s_get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string post(std::string const& path, std::string const& body)
{
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Answers with what it was asked, and remembers all of it.
struct Echo {
    Response operator()(Request& request)
    {
        std::lock_guard const lock { mutex };
        asked.push_back(std::string { method_name(request.method) } + " " + request.path + " " + std::string { request.body });
        return Response::text(asked.back());
    }
    std::mutex mutex;
    std::vector<std::string> asked;
};

class ServerTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ServerTest);
    CPPUNIT_TEST(answers_and_keeps_the_connection);
    CPPUNIT_TEST(answers_pipelined_requests_in_their_order);
    CPPUNIT_TEST(a_request_may_come_byte_by_byte);
    CPPUNIT_TEST(a_head_request_gets_no_body);
    CPPUNIT_TEST(the_smuggling_corpus_reaches_nobody);
    CPPUNIT_TEST(a_body_that_nobody_reads_is_never_the_next_request);
    CPPUNIT_TEST(a_truncated_body_reaches_nobody);
    CPPUNIT_TEST(a_head_without_end_is_refused);
    CPPUNIT_TEST(a_slow_head_ends_at_its_deadline_however_steadily_it_drips);
    CPPUNIT_TEST(a_slow_body_ends_at_its_deadline_however_steadily_it_drips);
    CPPUNIT_TEST(an_idle_connection_ends_at_its_deadline);
    CPPUNIT_TEST(sixty_four_half_sent_heads_stop_nobody);
    CPPUNIT_TEST(a_thousand_idle_connections_stop_nobody);
    CPPUNIT_TEST(a_slow_reader_holds_no_worker);
    CPPUNIT_TEST(at_the_cap_the_longest_silent_one_makes_room);
    CPPUNIT_TEST(at_the_cap_of_busy_ones_a_newcomer_is_told_so);
    CPPUNIT_TEST(survives_running_out_of_descriptors);
    CPPUNIT_TEST(every_answer_has_an_id_of_its_own);
    CPPUNIT_TEST(a_forwarded_address_counts_from_a_trusted_proxy_only);
    CPPUNIT_TEST(an_answer_function_that_throws_still_answers);
    CPPUNIT_TEST(a_taken_port_is_said);
    CPPUNIT_TEST(stopping_lets_a_running_request_finish_and_ends_idle_connections);
    CPPUNIT_TEST(stopping_says_when_a_request_did_not_finish);
    CPPUNIT_TEST_SUITE_END();

    static ServerOptions few_workers(int workers)
    {
        ServerOptions options;
        options.workers = workers;
        return options;
    }

    static Response hello(Request&) { return Response::text("hello"); }

    // A server whose only page waits until it may go on.
    struct Gate {
        Response operator()(Request&)
        {
            entered.count_down();
            opened.wait();
            return Response::text("done");
        }
        std::latch entered { 1 };
        std::promise<void> open;
        std::shared_future<void> opened { open.get_future() };
    };

public:
    void answers_and_keeps_the_connection()
    {
        Echo echo;
        Server server { {}, std::ref(echo) };
        server.start();
        HttpClient client { server.port() };
        for (int i = 0; i < 3; ++i) {
            auto const answer = client.ask(s_get);
            CPPUNIT_ASSERT_EQUAL(200, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string { "GET / " }, answer.body);
            CPPUNIT_ASSERT_EQUAL(std::string { "nosniff" }, answer.header("X-Content-Type-Options"));
        }
        CPPUNIT_ASSERT_EQUAL(std::string { "close" }, client.ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").header("Connection"));
        CPPUNIT_ASSERT(client.ends());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, server.connections()); // it still listens, or its closing could destroy the answer
    }
    void answers_pipelined_requests_in_their_order()
    {
        Echo echo;
        Server server { {}, std::ref(echo) };
        server.start();
        HttpClient client { server.port() };
        std::string requests;
        for (int i = 0; i < 50; ++i)
            requests += post("/" + std::to_string(i), "body" + std::to_string(i));
        client.send(requests);
        for (int i = 0; i < 50; ++i)
            CPPUNIT_ASSERT_EQUAL("POST /" + std::to_string(i) + " body" + std::to_string(i), client.read()->body);
    }
    void a_request_may_come_byte_by_byte()
    {
        Echo echo;
        Server server { {}, std::ref(echo) };
        server.start();
        HttpClient client { server.port() };
        for (auto const byte : post("/slow", "a body"))
            client.send({ &byte, 1 });
        CPPUNIT_ASSERT_EQUAL(std::string { "POST /slow a body" }, client.read()->body);
    }
    void a_head_request_gets_no_body()
    {
        Echo echo;
        Server server { {}, std::ref(echo) };
        server.start();
        HttpClient client { server.port() };
        client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string { "7" }, client.read(false)->header("Content-Length"));
        CPPUNIT_ASSERT_EQUAL(std::string { "GET / " }, client.ask(s_get).body);
    }
    void the_smuggling_corpus_reaches_nobody()
    {
        Echo echo;
        Server server { {}, std::ref(echo) };
        server.start();
        struct {
            int status;
            std::string bytes;
        } const corpus[] {
            { 400,
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: "
                "localhost\r\n\r\n" },
            { 400, "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: =?utf-8?q?chunked?=\r\nContent-Length: 4\r\n\r\n" },
            { 400, "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" },
            { 400, "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" },
            { 400, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 40\r\n\r\nhelloGET /smuggled HTTP/1.1\r\n" },
            { 400, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n" },
            { 411, "POST / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n" },
            { 400, "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 45\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n" },
            { 413, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65537\r\n\r\n" },
            { 400, "GET / HTTP/1.1\nHost: localhost\n\n" },
            { 400, "GET / HTTP/1.1\r\nHost: localhost\r\nX: 1\nTransfer-Encoding: chunked\r\n\r\n" },
            { 400, "GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n" },
            { 400, "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n" },
            { 400, "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n" },
            { 400, "GET / HTTP/1.1\r\n\r\n" },
            { 405, "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n" },
            { 421, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n" },
            { 400, std::string { "GET / HTTP/1.1\r\nHost: localhost\r\nX: a" } + '\0' + "b\r\n\r\n" },
        };
        for (auto const& [status, bytes] : corpus) {
            HttpClient client { server.port() };
            auto const answer = client.ask(bytes);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(bytes, status, answer.status);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(bytes, std::string { "nosniff" }, answer.header("X-Content-Type-Options"));
            CPPUNIT_ASSERT_MESSAGE(bytes, answer.body.find(answer.header("X-Request-Id")) != std::string::npos);
            client.send(s_get); // a refused connection hears nothing more
            CPPUNIT_ASSERT_MESSAGE(bytes, !client.read());
        }
        CPPUNIT_ASSERT(server.stop(5s));
        CPPUNIT_ASSERT(echo.asked.empty());
    }
    void a_body_that_nobody_reads_is_never_the_next_request()
    {
        std::vector<std::string> paths;
        Server server { few_workers(1), [&](Request& request) {
                           paths.push_back(request.path);
                           return Response::text("");
                       } };
        server.start();
        HttpClient client { server.port() };
        client.ask(post("/first", "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        client.ask("GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CPPUNIT_ASSERT(server.stop(5s));
        CPPUNIT_ASSERT((paths == std::vector<std::string> { "/first", "/second" }));
    }
    void a_truncated_body_reaches_nobody()
    {
        Echo echo;
        Server server { {}, std::ref(echo) };
        server.start();
        HttpClient client { server.port() };
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n8 bytes!");
        client.send_no_more();
        CPPUNIT_ASSERT(client.ends());
        CPPUNIT_ASSERT(server.stop(5s));
        CPPUNIT_ASSERT(echo.asked.empty());
    }
    void a_head_without_end_is_refused()
    {
        Echo echo;
        Server server { {}, std::ref(echo) };
        server.start();
        HttpClient client { server.port() };
        CPPUNIT_ASSERT_EQUAL(431, client.ask("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(17'000, 'x')).status);
        CPPUNIT_ASSERT(client.ends());
    }

    // Sends a byte whenever the server has said nothing for a moment; the answer to that, if it gives one.
    static std::optional<tests::HttpAnswer> drip(HttpClient& client)
    {
        while (!client.is_readable_within(10))
            client.send("x");
        return client.read();
    }
    void a_slow_head_ends_at_its_deadline_however_steadily_it_drips()
    {
        ServerOptions options;
        options.head_deadline = 100ms;
        Server server { options, hello };
        server.start();
        HttpClient client { server.port() };
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
        CPPUNIT_ASSERT_EQUAL(408, drip(client)->status);
        CPPUNIT_ASSERT(client.ends());
    }
    void a_slow_body_ends_at_its_deadline_however_steadily_it_drips()
    {
        ServerOptions options;
        options.head_deadline = 1h;
        options.body_deadline = 100ms;
        Server server { options, hello };
        server.start();
        HttpClient client { server.port() };
        for (auto const byte : std::string_view { "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n" })
            client.send({ &byte, 1 }); // so that the head's own deadline was running
        CPPUNIT_ASSERT_EQUAL(408, drip(client)->status);
        CPPUNIT_ASSERT(client.ends());
    }
    void an_idle_connection_ends_at_its_deadline()
    {
        ServerOptions options;
        options.idle_deadline = 50ms;
        Server server { options, hello };
        server.start();
        HttpClient never_spoke { server.port() };
        HttpClient spoke { server.port() };
        spoke.ask(s_get);
        CPPUNIT_ASSERT(never_spoke.ends() && spoke.ends());
        CPPUNIT_ASSERT(server.stop(5s));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, server.connections());
    }
    void sixty_four_half_sent_heads_stop_nobody()
    {
        Server server { few_workers(2), hello };
        server.start();
        std::vector<HttpClient> slow;
        for (int i = 0; i < 64; ++i)
            slow.emplace_back(server.port()).send("GET / HTTP/1.1\r\nHost: loc");
        HttpClient client { server.port() };
        for (int i = 0; i < 100; ++i)
            CPPUNIT_ASSERT_EQUAL(200, client.ask(s_get).status);
        slow.back().send("alhost\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(200, slow.back().read()->status);
    }
    void a_thousand_idle_connections_stop_nobody()
    {
        Server server { few_workers(2), hello };
        server.start();
        std::vector<HttpClient> idle;
        for (int i = 0; i < 1000; ++i)
            idle.emplace_back(server.port()).ask(s_get);
        HttpClient client { server.port() };
        for (int i = 0; i < 1000; ++i)
            CPPUNIT_ASSERT_EQUAL(200, client.ask(s_get).status);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1001 }, server.connections());
        for (auto& one : idle)
            CPPUNIT_ASSERT_EQUAL(200, one.ask(s_get).status);
    }
    void a_slow_reader_holds_no_worker()
    {
        auto const large = std::make_shared<std::string const>(30'000'000, 'x');
        Server server { few_workers(1),
            [&](Request& request) { return request.path == "/large" ? Response::shared(large, "text/plain") : Response::text("small"); } };
        server.start();
        HttpClient slow { server.port() };
        slow.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        HttpClient client { server.port() };
        CPPUNIT_ASSERT_EQUAL(std::string { "small" }, client.ask(s_get).body);
        CPPUNIT_ASSERT(slow.read()->body == *large);
        CPPUNIT_ASSERT_EQUAL(std::string { "small" }, slow.ask(s_get).body);
    }
    void at_the_cap_the_longest_silent_one_makes_room()
    {
        auto options = few_workers(1); // so that one answer is wholly done with before the next begins
        options.most_connections = 8;
        Server server { options, hello };
        server.start();
        std::vector<HttpClient> clients;
        for (int i = 0; i < 8; ++i)
            clients.emplace_back(server.port()).ask(s_get);
        clients.front().ask(s_get); // so the second one is now the longest silent
        HttpClient newcomer { server.port() };
        CPPUNIT_ASSERT_EQUAL(200, newcomer.ask(s_get).status);
        CPPUNIT_ASSERT(clients[1].ends());
        CPPUNIT_ASSERT_EQUAL(200, clients.front().ask(s_get).status);
    }
    void at_the_cap_of_busy_ones_a_newcomer_is_told_so()
    {
        Gate gate;
        auto options = few_workers(2);
        options.most_connections = 1;
        Server server { options, std::ref(gate) };
        server.start();
        HttpClient busy { server.port() };
        busy.send(s_get);
        gate.entered.wait();
        HttpClient newcomer { server.port() };
        CPPUNIT_ASSERT_EQUAL(503, newcomer.read()->status);
        gate.open.set_value();
        CPPUNIT_ASSERT_EQUAL(200, busy.read()->status);
    }
    void survives_running_out_of_descriptors()
    {
        Server server { few_workers(2), hello };
        server.start();
        HttpClient before { server.port() };
        before.ask(s_get);
        HttpClient waiting; // has its descriptor before there are none
        rlimit usual {};
        ::getrlimit(RLIMIT_NOFILE, &usual);
        rlimit const none { 3, usual.rlim_max };
        ::setrlimit(RLIMIT_NOFILE, &none);
        waiting.connect(server.port()); // into the system's queue
        waiting.send(s_get);
        // The longest silent connection is ended to make room: so the server has met the lack.
        bool const made_room = before.ends();
        ::setrlimit(RLIMIT_NOFILE, &usual);
        CPPUNIT_ASSERT(made_room);
        CPPUNIT_ASSERT_EQUAL(200, waiting.read()->status);
    }
    void every_answer_has_an_id_of_its_own()
    {
        Server server { {}, hello };
        server.start();
        HttpClient client { server.port() };
        std::set<std::string> ids;
        for (int i = 0; i < 100; ++i)
            ids.insert(client.ask("GET / HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: theirs\r\n\r\n").header("X-Request-Id"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 100 }, ids.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 13 }, ids.begin()->size());
    }
    void a_forwarded_address_counts_from_a_trusted_proxy_only()
    {
        std::string const request = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nX-Real-IP: 203.0.113.8\r\n\r\n";
        auto const tell_client = [](Request& asked) { return Response::text(asked.client.text()); };
        Server open { {}, tell_client };
        open.start();
        CPPUNIT_ASSERT_EQUAL(std::string { "127.0.0.1" }, HttpClient { open.port() }.ask(request).body);
        ServerOptions behind_a_proxy;
        behind_a_proxy.trusted_proxies = { "127.0.0.1" };
        Server server { behind_a_proxy, tell_client };
        server.start();
        CPPUNIT_ASSERT_EQUAL(std::string { "203.0.113.9" }, HttpClient { server.port() }.ask(request).body);
    }
    void an_answer_function_that_throws_still_answers()
    {
        Server server { {}, [](Request&) -> Response { throw 42; } };
        server.start();
        HttpClient client { server.port() };
        auto const answer = client.ask(s_get);
        CPPUNIT_ASSERT_EQUAL(500, answer.status);
        CPPUNIT_ASSERT(answer.body.find(answer.header("X-Request-Id")) != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(500, client.ask(s_get).status);
    }
    void a_taken_port_is_said()
    {
        Server first { {}, hello };
        first.start();
        ServerOptions options;
        options.port = first.port();
        Server second { options, hello };
        CPPUNIT_ASSERT_THROW(second.start(), std::runtime_error);
    }
    void stopping_lets_a_running_request_finish_and_ends_idle_connections()
    {
        Gate gate;
        Server server { few_workers(2), std::ref(gate) };
        server.start();
        HttpClient idle { server.port() };
        HttpClient running { server.port() };
        running.send(s_get);
        gate.entered.wait();
        auto stopped = std::async(std::launch::async, [&] { return server.stop(10s); });
        CPPUNIT_ASSERT(idle.ends());
        CPPUNIT_ASSERT_THROW(HttpClient { server.port() }, std::runtime_error);
        gate.open.set_value();
        auto const answer = running.read();
        CPPUNIT_ASSERT_EQUAL(std::string { "done" }, answer->body);
        CPPUNIT_ASSERT_EQUAL(std::string { "close" }, answer->header("Connection"));
        CPPUNIT_ASSERT(running.ends());
        CPPUNIT_ASSERT(stopped.get());
    }
    void stopping_says_when_a_request_did_not_finish()
    {
        Gate gate;
        Server server { few_workers(2), std::ref(gate) };
        server.start();
        HttpClient running { server.port() };
        running.send(s_get);
        gate.entered.wait();
        CPPUNIT_ASSERT(!server.stop(0s));
        gate.open.set_value(); // or the server's end would wait for ever
        CPPUNIT_ASSERT_EQUAL(200, running.read()->status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServerTest);

}
