// The server's inside: worker threads around one epoll descriptor. See README.md for the picture.
#pragma once

#include "web/connection.h"
#include "web/http_head.h"
#include "web/server.h"

#include <Poco/Net/ServerSocket.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace portal::web {

class Server::Engine {
public:
    Engine(ServerOptions options, Answer answer, StartUpload start_upload);
    ~Engine();

    void start();
    bool stop(std::chrono::milliseconds drain);
    std::uint16_t port() const { return m_port; }
    std::size_t connections() const;

private:
    void work() noexcept;

    // engine.cpp: connections come and go
    void listen();
    void accept_some();
    void make_room();
    void wait_for(Connection& connection, std::uint32_t events);
    void remove(Connection& connection);
    void sweep();
    void end_overdue();
    void end(Connection& connection);
    std::size_t living() const;
    void arm(int descriptor, void* tag) const;

    // conversation.cpp: what is said on one connection
    enum class Received { bytes, nothing_yet, end };
    static constexpr std::size_t s_receive_at_once = 16 * 1024;
    static Received receive_some(Connection& connection, std::string_view& bytes); // good until this thread receives again
    void serve(Connection& connection);
    void receive(Connection& connection);
    void handle(Connection& connection, std::string_view bytes);
    void wait_for_more(Connection& connection, std::string_view bytes, std::chrono::milliseconds deadline);
    Request request_of(Connection const& connection, Head&& head, std::string_view body, std::string const& request_id) const;
    Response answer_to(Request& request);
    void answer(Connection& connection, Response&& response, std::string const& request_id, Method method, bool closes);

    // uploading.cpp: bodies that are taken in parts
    bool starts_upload(Connection& connection, Head& head, std::string_view rest);
    void receive_upload(Connection& connection);
    bool feed(Connection& connection, std::string_view bytes);
    void refuse(Connection& connection, HeadRefusal refusal, std::string_view request_line);
    void send(Connection& connection, std::unique_ptr<Outgoing> outgoing);
    void after_answer(Connection& connection, bool closes);
    void linger(Connection& connection);

    ServerOptions m_options;
    Answer m_answer;
    StartUpload m_start_upload;
    HeadRules m_rules;
    TrustedProxies m_proxies;
    std::uint16_t m_port = 0;

    Poco::Net::ServerSocket m_listener;
    FileDescriptor m_epoll;
    FileDescriptor m_timer; // lets one worker sweep now and then
    FileDescriptor m_stop; // readable for ever once the workers shall end
    std::vector<std::thread> m_workers;

    std::atomic<bool> m_draining { false };
    std::atomic<int> m_answering { 0 };
    std::atomic<bool> m_listener_rests { false }; // no descriptors were left; the next sweep tries again

    mutable std::mutex m_mutex; // the list and the life of what is in it
    std::condition_variable m_removed;
    std::list<Connection> m_connections;
    std::size_t m_ended = 0; // of these: shut down, waiting for the worker that removes them
};

}
