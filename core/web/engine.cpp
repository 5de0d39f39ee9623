#include "web/engine.h"

#include "base/log.h"
#include "base/text.h"
#include "web/response_writer.h"

#include <Poco/Exception.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SocketAddress.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

// ThreadSanitizer knows that EPOLL_CTL_ADD hands a descriptor on to whoever gets its event, but not that EPOLL_CTL_MOD does:
// without these it takes our re-arming for a race with the next worker's close().
#if defined(__SANITIZE_THREAD__)
extern "C" void AnnotateIgnoreReadsBegin(char const* file, int line);
extern "C" void AnnotateIgnoreReadsEnd(char const* file, int line);
#else
static void AnnotateIgnoreReadsBegin(char const*, int) { }
static void AnnotateIgnoreReadsEnd(char const*, int) { }
#endif

namespace portal::web {

namespace {

constexpr int s_backlog = 1024;
constexpr int s_accepts_at_once = 64;
constexpr std::chrono::milliseconds s_sweep_interval { 200 };
constexpr std::string_view s_timeout_answer = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::string_view s_full_answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n";

// One small text to a socket that is closed afterwards; whether it arrives is the client's luck.
void send_last_words(int descriptor, std::string_view text)
{
    [[maybe_unused]] auto const sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}

Server::Engine::Engine(ServerOptions options, Answer answer, StartUpload start_upload)
    : m_options(std::move(options))
    , m_answer(std::move(answer))
    , m_start_upload(std::move(start_upload))
    , m_rules { m_options.hosts, m_options.most_body }
    , m_proxies(m_options.trusted_proxies)
    , m_epoll(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll"))
    , m_timer(checked(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timer"))
    , m_stop(checked(::eventfd(0, EFD_CLOEXEC), "eventfd"))
{
}

Server::Engine::~Engine()
{
    if (m_workers.empty())
        return;
    stop(std::chrono::milliseconds { 0 });
    for (auto& worker : m_workers)
        if (worker.joinable())
            worker.join();
}

void Server::Engine::start()
{
    m_options.most_connections = connections_we_may_have(m_options.most_connections);
    listen();
    epoll_event event { EPOLLIN, { .ptr = &m_stop } }; // not one-shot: every worker has to see it
    ::epoll_ctl(m_epoll.number(), EPOLL_CTL_ADD, m_stop.number(), &event);
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(s_sweep_interval);
    timespec const interval { seconds.count(), std::chrono::nanoseconds { s_sweep_interval - seconds }.count() };
    itimerspec const timer { interval, interval };
    ::timerfd_settime(m_timer.number(), 0, &timer, nullptr);
    for (auto const& [descriptor, tag] : { std::pair<int, void*> { m_listener.impl()->sockfd(), &m_listener }, { m_timer.number(), &m_timer } }) {
        event = { EPOLLIN | EPOLLONESHOT, { .ptr = tag } };
        ::epoll_ctl(m_epoll.number(), EPOLL_CTL_ADD, descriptor, &event);
    }
    for (int i = 0; i < m_options.workers; ++i)
        m_workers.emplace_back([this] { work(); });
}

void Server::Engine::listen()
{
    try {
        Poco::Net::SocketAddress const address { m_options.bind, m_options.port };
        // Without SO_REUSEPORT, which Poco sets unless told otherwise: two portals on one port would share its visitors.
        m_listener.bind(address, true, false);
        m_listener.listen(s_backlog);
        m_listener.setBlocking(false);
        ::fcntl(m_listener.impl()->sockfd(), F_SETFD, FD_CLOEXEC);
        m_port = m_listener.address().port();
        if (address.host().isLoopback())
            for (auto const* name : { "localhost", "127.0.0.1", "[::1]" })
                m_rules.hosts.emplace_back(name);
    } catch (Poco::Exception const& exception) {
        throw std::runtime_error("cannot listen on " + m_options.bind + " port " + std::to_string(m_options.port) + ": " + exception.displayText());
    }
}

void Server::Engine::work() noexcept
{
    for (;;) {
        epoll_event event {};
        // One event at a time: a page function may take long, and the others shall go to other workers meanwhile.
        if (::epoll_wait(m_epoll.number(), &event, 1, -1) != 1)
            continue; // interrupted by a signal
        auto* const tag = event.data.ptr;
        if (tag == &m_stop)
            return;
        if (tag == &m_listener)
            accept_some();
        else if (tag == &m_timer)
            sweep();
        else
            serve(*static_cast<Connection*>(tag));
    }
}

void Server::Engine::arm(int descriptor, void* tag) const
{
    epoll_event event { EPOLLIN | EPOLLONESHOT, { .ptr = tag } };
    ::epoll_ctl(m_epoll.number(), EPOLL_CTL_MOD, descriptor, &event);
}

void Server::Engine::accept_some()
{
    int const listener = m_listener.impl()->sockfd();
    for (int i = 0; i < s_accepts_at_once; ++i) {
        sockaddr_storage storage {};
        socklen_t length = sizeof storage;
        auto* const address = reinterpret_cast<sockaddr*>(&storage);
        FileDescriptor socket { ::accept4(listener, address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC) };
        if (socket.number() < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            if (errno != EAGAIN && !m_draining) {
                // Out of descriptors or memory. The clients stay in the system's queue until the sweep tries again; trying
                // at once would only burn the processor.
                log::warning("http.cannot_accept", { { "error", std::generic_category().message(errno) } });
                make_room();
                m_listener_rests = true;
                return;
            }
            break;
        }
        if (living() >= m_options.most_connections)
            make_room();
        if (living() >= m_options.most_connections) {
            send_last_words(socket.number(), s_full_answer);
            continue;
        }
        int const yes = 1;
        ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        std::unique_lock lock { m_mutex };
        auto const place = m_connections.emplace(m_connections.end(), std::move(socket), Address::of(*address));
        place->place = place;
        lock.unlock();
        place->since = std::chrono::steady_clock::now();
        place->deadline = place->since.load() + m_options.idle_deadline;
        place->owner = Connection::Owner::waiting;
        epoll_event event { EPOLLIN | EPOLLONESHOT, { .ptr = &*place } };
        if (::epoll_ctl(m_epoll.number(), EPOLL_CTL_ADD, place->socket.number(), &event) != 0 && place->claim(Connection::Owner::worker))
            remove(*place);
    }
    if (!m_draining)
        arm(listener, &m_listener);
}

void Server::Engine::wait_for(Connection& connection, std::uint32_t events)
{
    // First waiting, then armed: the other way round the next worker could come before it may.
    connection.owner.store(Connection::Owner::waiting, std::memory_order_release);
    epoll_event event { events | EPOLLONESHOT, { .ptr = &connection } };
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    ::epoll_ctl(m_epoll.number(), EPOLL_CTL_MOD, connection.socket.number(), &event);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

void Server::Engine::remove(Connection& connection)
{
    std::lock_guard const lock { m_mutex };
    if (connection.owner == Connection::Owner::ended)
        --m_ended;
    m_connections.erase(connection.place);
    if (m_draining)
        m_removed.notify_all();
}

std::size_t Server::Engine::connections() const
{
    std::lock_guard const lock { m_mutex };
    return m_connections.size();
}

std::size_t Server::Engine::living() const
{
    std::lock_guard const lock { m_mutex };
    return m_connections.size() - m_ended;
}

// m_mutex is held. The connection may have been served between the caller's look at it and the claim; then one that has just
// become idle is closed, which every client of a keep-alive connection must expect at any time.
void Server::Engine::end(Connection& connection)
{
    if (!connection.claim(Connection::Owner::ended))
        return;
    ++m_ended;
    if (connection.phase == Connection::Phase::receiving) {
        send_last_words(connection.socket.number(), s_timeout_answer);
        log::info("http.refused", { { "status", "408" }, { "reason", "a request that did not come in time" } });
    }
    ::shutdown(connection.socket.number(), SHUT_RDWR);
}

void Server::Engine::sweep()
{
    std::uint64_t ticks = 0;
    [[maybe_unused]] auto const read = ::read(m_timer.number(), &ticks, sizeof ticks);
    end_overdue();
    if (m_listener_rests.exchange(false))
        arm(m_listener.impl()->sockfd(), &m_listener);
    arm(m_timer.number(), &m_timer);
}

void Server::Engine::end_overdue()
{
    auto const now = std::chrono::steady_clock::now();
    std::lock_guard const lock { m_mutex };
    for (auto& connection : m_connections)
        if (connection.deadline.load() <= now || (m_draining && connection.phase == Connection::Phase::idle))
            end(connection);
}

// Ends the sixteenth of the connections that have waited longest for their client, so that a crowd of silent ones costs
// the newcomers one look at the list for many of them.
void Server::Engine::make_room()
{
    std::lock_guard const lock { m_mutex };
    std::vector<std::pair<SteadyTime, Connection*>> waiting;
    for (auto& connection : m_connections)
        if (connection.owner == Connection::Owner::waiting && (connection.phase == Connection::Phase::idle || connection.phase == Connection::Phase::receiving))
            waiting.emplace_back(connection.since.load(), &connection);
    auto const count = std::min(waiting.size(), m_connections.size() / 16 + 1);
    std::partial_sort(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count), waiting.end());
    for (std::size_t i = 0; i < count; ++i)
        end(*waiting[i].second);
}

bool Server::Engine::stop(std::chrono::milliseconds drain)
{
    auto const deadline = std::chrono::steady_clock::now() + drain;
    m_draining = true;
    ::shutdown(m_listener.impl()->sockfd(), SHUT_RDWR); // closed only when no worker can be using it
    end_overdue();
    {
        // The sweep goes on and ends what becomes idle from now on.
        std::unique_lock lock { m_mutex };
        m_removed.wait_until(lock, deadline, [&] { return m_connections.empty(); });
    }
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(m_stop.number(), &one, sizeof one);
    // Whatever is still open now waits for its client; only page functions that still run are worth a word.
    if (m_answering > 0)
        return false;
    for (auto& worker : m_workers)
        worker.join();
    m_workers.clear();
    m_connections.clear();
    m_listener.close();
    return true;
}

}
