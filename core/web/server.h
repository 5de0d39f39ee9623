// The HTTP/1.1 server: connections wait on epoll and cost no thread; a request is handed on when it is all there.
#pragma once

#include "web/request.h"
#include "web/response.h"
#include "web/upload.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portal::web {

struct ServerOptions {
    std::string bind = "127.0.0.1";
    std::uint16_t port = 0; // 0: a free one
    int workers = 8; // requests that are answered at the same time
    std::size_t most_connections = 10'000;

    // Names that a Host header may hold, without port, lower case; a loopback bind also takes localhost, 127.0.0.1 and [::1].
    std::vector<std::string> hosts;
    std::vector<std::string> trusted_proxies;
    bool behind_https = false; // portal.url is https: answers carry Strict-Transport-Security

    std::size_t most_head = 16 * 1024;
    std::size_t most_body = 64 * 1024;
    // Wall clock for the whole of it, however steadily bytes drip in.
    std::chrono::milliseconds head_deadline { 10'000 };
    std::chrono::milliseconds body_deadline { 20'000 }; // of an upload: for each 64 KiB of it
    std::chrono::milliseconds send_deadline { 60'000 };
    std::chrono::milliseconds idle_deadline { 30'000 }; // between two requests
};

class Server {
public:
    // Called on several threads at once, for guarded requests only.
    using Answer = std::function<Response(Request&)>;

    // Asked of every PUT when its head is there; nothing: an ordinary request, whose body must be small.
    using StartUpload = std::function<std::optional<UploadStart>(Request&)>;

    Server(ServerOptions options, Answer answer, StartUpload start_upload = {});
    ~Server(); // waits for requests that still run
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    // Binds and begins. std::runtime_error says what is wrong with address or port.
    void start();
    std::uint16_t port() const;
    std::size_t connections() const;

    // Takes no new connections, ends the idle ones, lets running requests finish. False when some had not by then: the
    // process should then end without waiting for them (_exit), for the destructor waits.
    bool stop(std::chrono::milliseconds drain);

private:
    class Engine;
    std::unique_ptr<Engine> m_engine;
};

}
