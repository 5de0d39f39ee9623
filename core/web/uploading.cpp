// A body that is taken in parts: as the bytes come they are handed on, and nothing of them is kept.
#include "base/log.h"
#include "web/engine.h"
#include "web/response_writer.h"

#include <algorithm>

#include <sys/epoll.h>
#include <sys/socket.h>

namespace portal::web {

namespace {

constexpr int s_receives_at_once = 16; // then others have their turn
constexpr std::uint64_t s_renewed_every = 64 * 1024;
constexpr std::string_view s_go_on = "HTTP/1.1 100 Continue\r\n\r\n";

}

// False: an ordinary request, whose body is waited for.
bool Server::Engine::starts_upload(Connection& connection, Head& head, std::string_view rest)
{
    if (!m_start_upload)
        return false;
    auto const request_id = id_to_text(new_id());
    auto const body_size = head.body_size;
    bool const client_stays = head.keep_alive;
    bool const is_asked = head.expects_continue;
    auto asked = head; // an ordinary request needs it again
    auto request = request_of(connection, std::move(asked), {}, request_id);
    std::optional<UploadStart> start;
    ++m_answering;
    try {
        start = m_start_upload(request);
    } catch (...) {
        start = Response::html(plain_error_page(500, request_id), 500); // as in answer_to()
    }
    --m_answering;
    if (!start)
        return false;
    if (auto* const response = std::get_if<Response>(&*start)) {
        answer(connection, std::move(*response), request_id, Method::put, true); // the body is not wanted
        return true;
    }
    connection.incoming = std::make_unique<Incoming>(Incoming { std::move(std::get<std::unique_ptr<Upload>>(*start)), body_size, request_id, client_stays });
    connection.phase = Connection::Phase::receiving;
    connection.since = std::chrono::steady_clock::now();
    connection.deadline = connection.since.load() + m_options.body_deadline;
    std::string const first { rest };
    connection.input.clear();
    if (is_asked && first.empty())
        // So short that a socket that has sent nothing yet takes it.
        [[maybe_unused]]
        auto const sent = ::send(connection.socket.number(), s_go_on.data(), s_go_on.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (feed(connection, first))
        wait_for(connection, EPOLLIN);
    return true;
}

void Server::Engine::receive_upload(Connection& connection)
{
    for (int i = 0; i < s_receives_at_once; ++i) {
        std::string_view bytes;
        switch (receive_some(connection, bytes)) {
        case Received::end: remove(connection); return;
        case Received::nothing_yet: wait_for(connection, EPOLLIN); return;
        case Received::bytes: break;
        }
        if (!feed(connection, bytes))
            return;
    }
    wait_for(connection, EPOLLIN);
}

// False: it is answered, the connection is no longer ours.
bool Server::Engine::feed(Connection& connection, std::string_view bytes)
{
    auto& incoming = *connection.incoming;
    auto const part = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), incoming.remaining)));
    incoming.remaining -= part.size();
    std::optional<Response> response;
    ++m_answering;
    try {
        if (!part.empty())
            response = incoming.upload->take(part);
        if (!response && incoming.remaining == 0)
            response = incoming.upload->finish();
    } catch (...) {
        response = Response::html(plain_error_page(500, incoming.request_id), 500); // as in answer_to()
    }
    --m_answering;
    if (!response) {
        incoming.since_renewal += part.size();
        if (incoming.since_renewal >= s_renewed_every) {
            incoming.since_renewal = 0;
            connection.since = std::chrono::steady_clock::now();
            connection.deadline = connection.since.load() + m_options.body_deadline;
        }
        return true;
    }
    auto const ended = std::move(connection.incoming);
    connection.input.assign(bytes.substr(part.size()));
    answer(connection, std::move(*response), ended->request_id, Method::put, ended->remaining > 0 || !ended->client_stays);
    return false;
}

}
