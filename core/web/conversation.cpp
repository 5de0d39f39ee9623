// What is said on one connection: bytes in, a guarded request, the answer out in one send.
#include "base/log.h"
#include "web/engine.h"
#include "web/problem.h"
#include "web/response_writer.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace portal::web {

namespace {

constexpr std::size_t s_most_discarded = 1024 * 1024;
constexpr std::chrono::seconds s_linger { 2 };
constexpr std::string_view s_head_end = "\r\n\r\n";

// A line that ends with LF alone: no head of ours will come of it.
bool has_bare_line_feed(std::string_view bytes)
{
    for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1))
        if (at == 0 || bytes[at - 1] != '\r')
            return true;
    return false;
}

}

Server::Engine::Received Server::Engine::receive_some(Connection& connection, std::string_view& bytes)
{
    thread_local std::array<char, s_receive_at_once> t_buffer;
    auto const count = ::recv(connection.socket.number(), t_buffer.data(), t_buffer.size(), 0);
    if (count > 0) {
        bytes = { t_buffer.data(), static_cast<std::size_t>(count) };
        return Received::bytes;
    }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? Received::nothing_yet : Received::end;
}

void Server::Engine::serve(Connection& connection)
{
    if (!connection.claim(Connection::Owner::worker)) {
        remove(connection); // the sweep ended it
        return;
    }
    switch (connection.phase.load()) {
    case Connection::Phase::sending: send(connection, std::move(connection.outgoing)); break;
    case Connection::Phase::lingering: linger(connection); break;
    case Connection::Phase::idle:
    case Connection::Phase::receiving:
        if (connection.incoming)
            receive_upload(connection);
        else if (std::exchange(connection.look_again, false))
            handle(connection, connection.input);
        else
            receive(connection);
    }
}

void Server::Engine::receive(Connection& connection)
{
    std::string_view bytes;
    switch (receive_some(connection, bytes)) {
    case Received::end: remove(connection); return;
    case Received::nothing_yet: wait_for(connection, EPOLLIN); return;
    case Received::bytes: break;
    }
    // The usual request comes in one piece and is read where it lies.
    if (connection.input.empty()) {
        handle(connection, bytes);
        return;
    }
    connection.input.append(bytes);
    if (connection.input.size() < connection.needed)
        wait_for(connection, EPOLLIN);
    else
        handle(connection, connection.input);
}

void Server::Engine::handle(Connection& connection, std::string_view bytes)
{
    auto const end = bytes.find(s_head_end);
    auto const head_size = end + s_head_end.size();
    if (std::min(end, bytes.size()) > m_options.most_head) {
        refuse(connection, { 431, "a head that is too large" }, bytes);
        return;
    }
    if (end == std::string_view::npos) {
        if (has_bare_line_feed(bytes))
            refuse(connection, { 400, "a bare line feed" }, bytes);
        else
            wait_for_more(connection, bytes, m_options.head_deadline);
        return;
    }
    auto head = read_head(bytes.substr(0, head_size), m_rules);
    if (!head) {
        refuse(connection, head.refusal(), bytes);
        return;
    }
    if (head->method == Method::put && connection.needed == 0 && starts_upload(connection, *head, bytes.substr(head_size)))
        return;
    if (head->body_size > m_options.most_body) {
        refuse(connection, { 413, "a body that is too large" }, bytes);
        return;
    }
    if (head->expects_continue) {
        refuse(connection, { 417, "an Expect" }, bytes);
        return;
    }
    auto const size = head_size + head->body_size;
    if (bytes.size() < size) {
        // The body's own deadline begins with the first look at it; its parts do not renew it.
        if (connection.needed != size)
            connection.phase = Connection::Phase::idle;
        connection.needed = size;
        wait_for_more(connection, bytes, m_options.body_deadline);
        return;
    }
    ++m_answering;
    auto const request_id = id_to_text(new_id());
    auto const method = head->method;
    bool const client_stays = head->keep_alive;
    auto request = request_of(connection, std::move(*head), bytes.substr(head_size, size - head_size), request_id);
    auto response = answer_to(request);
    // Only now: the request's views pointed into these bytes.
    std::string rest { bytes.substr(size) };
    connection.input.swap(rest);
    connection.needed = 0;

    --m_answering;
    answer(connection, std::move(response), request_id, method, !client_stays);
}

void Server::Engine::answer(Connection& connection, Response&& response, std::string const& request_id, Method method, bool closes)
{
    closes = closes || m_draining;
    send(connection,
        std::make_unique<Outgoing>(
            Outgoing { write_head(response, { request_id, closes, m_options.behind_https }), std::move(response), method != Method::head, closes }));
}

void Server::Engine::wait_for_more(Connection& connection, std::string_view bytes, std::chrono::milliseconds deadline)
{
    if (bytes.data() != connection.input.data())
        connection.input.assign(bytes);
    if (connection.phase == Connection::Phase::idle) {
        connection.since = std::chrono::steady_clock::now();
        connection.deadline = connection.since.load() + deadline;
        connection.phase = Connection::Phase::receiving;
    }
    wait_for(connection, EPOLLIN);
}

Request Server::Engine::request_of(Connection const& connection, Head&& head, std::string_view body, std::string const& request_id) const
{
    Request request;
    request.method = head.method;
    request.path = std::move(head.path);
    request.target = head.target;
    request.query_text = head.query;
    request.headers = std::move(head.headers);
    request.host = std::move(head.host);
    request.body = body;
    request.body_size = head.body_size;
    request.request_id = request_id;
    std::vector<std::string_view> forwarded;
    for (auto const& header : request.headers)
        if (is_named(header, "X-Forwarded-For"))
            forwarded.push_back(header.value);
    request.client = m_proxies.client(connection.peer, forwarded);
    return request;
}

Response Server::Engine::answer_to(Request& request)
{
    try {
        return m_answer(request);
    } catch (...) {
        // The front catches everything; this is for a server that was given another answer function.
        return Response::html(plain_error_page(500, request.request_id), 500);
    }
}

// What the request's first line says is not to be trusted, but shows whom to answer: a program or a browser.
void Server::Engine::refuse(Connection& connection, HeadRefusal refusal, std::string_view request_line)
{
    auto const request_id = id_to_text(new_id());
    log::info("http.refused", { { "request", request_id }, { "status", std::to_string(refusal.status) }, { "reason", std::string { refusal.reason } } });
    auto const path = request_line.substr(std::min(request_line.find('/'), request_line.size()));
    auto response = is_for_programs(path) ? Response::problem(problem_document(refusal.status, {}, refusal.reason, request_id), refusal.status)
                                          : Response::html(plain_error_page(refusal.status, request_id), refusal.status);
    if (refusal.status == 405)
        response.set_header("Allow", "GET, HEAD, POST, PUT");
    answer(connection, std::move(response), request_id, Method::get, true);
}

void Server::Engine::send(Connection& connection, std::unique_ptr<Outgoing> outgoing)
{
    auto const body = outgoing->has_body ? outgoing->response.body() : std::string_view {};
    auto const total = outgoing->head.size() + body.size();
    while (outgoing->sent < total) {
        // Head and body in one system call: a page in four sends costs a third of the throughput (docs/decisions).
        std::array<iovec, 2> parts {};
        std::size_t count = 0;
        if (outgoing->sent < outgoing->head.size())
            parts[count++] = { outgoing->head.data() + outgoing->sent, outgoing->head.size() - outgoing->sent };
        auto const body_sent = std::max(outgoing->sent, outgoing->head.size()) - outgoing->head.size();
        if (body_sent < body.size())
            parts[count++] = { const_cast<char*>(body.data()) + body_sent, body.size() - body_sent };
        msghdr message {};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        auto const sent = ::sendmsg(connection.socket.number(), &message, MSG_NOSIGNAL);
        if (sent >= 0) {
            outgoing->sent += static_cast<std::size_t>(sent);
        } else if (errno == EAGAIN) {
            if (connection.phase != Connection::Phase::sending) {
                connection.phase = Connection::Phase::sending;
                connection.deadline = std::chrono::steady_clock::now() + m_options.send_deadline;
            }
            connection.outgoing = std::move(outgoing);
            wait_for(connection, EPOLLOUT);
            return;
        } else if (errno != EINTR) {
            remove(connection);
            return;
        }
    }
    after_answer(connection, outgoing->closes);
}

void Server::Engine::after_answer(Connection& connection, bool closes)
{
    auto const now = std::chrono::steady_clock::now();
    connection.since = now;
    if (closes) {
        ::shutdown(connection.socket.number(), SHUT_WR);
        connection.phase = Connection::Phase::lingering;
        connection.deadline = now + s_linger;
        wait_for(connection, EPOLLIN);
        return;
    }
    connection.phase = Connection::Phase::idle;
    connection.deadline = now + m_options.idle_deadline;
    // A further request that has come already goes to the end of the queue, so one client cannot keep a worker for itself.
    connection.look_again = !connection.input.empty();
    wait_for(connection, connection.look_again ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void Server::Engine::linger(Connection& connection)
{
    std::string_view bytes;
    auto const received = receive_some(connection, bytes);
    connection.discarded += bytes.size();
    if (received == Received::end || connection.discarded > s_most_discarded)
        remove(connection);
    else
        wait_for(connection, EPOLLIN);
}

}
