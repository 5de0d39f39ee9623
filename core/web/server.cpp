#include "web/server.h"

#include "web/engine.h"

namespace portal::web {

Server::Server(ServerOptions options, Answer answer, StartUpload start_upload)
    : m_engine(std::make_unique<Engine>(std::move(options), std::move(answer), std::move(start_upload)))
{
}

Server::~Server() = default;

void Server::start() { m_engine->start(); }

std::uint16_t Server::port() const { return m_engine->port(); }

std::size_t Server::connections() const { return m_engine->connections(); }

bool Server::stop(std::chrono::milliseconds drain) { return m_engine->stop(drain); }

}
