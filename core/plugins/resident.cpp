#include "plugins/resident.h"

#include "base/text.h"

namespace portal::plugins {

namespace {

constexpr std::size_t s_longest_typed = 1024;
constexpr std::size_t s_longest_answer = 128;
constexpr std::chrono::milliseconds s_slow { 100 }; // a call takes some 10 microseconds, the start of a host some milliseconds
constexpr int s_most_waiting = 2; // for a slow one
constexpr std::chrono::milliseconds s_patience { 250 }; // of the others, until it turns out to be slow

}

Resident::Turn Resident::turn_within(std::chrono::milliseconds wait)
{
    if (!m_turn.try_acquire_for(wait))
        return nullptr;
    m_turn_began = std::chrono::steady_clock::now();
    return Turn { this };
}

void Resident::end_turn()
{
    m_was_slow = std::chrono::steady_clock::now() - m_turn_began.load() > s_slow;
    m_turn_began.store({});
    m_turn.release();
}

bool Resident::is_slow() const
{
    auto const began = m_turn_began.load();
    return m_was_slow || (began != decltype(began) {} && std::chrono::steady_clock::now() - began > s_slow);
}

// Every caller holds a worker of the web server: those of one tenant with a slow plugin must not take them from all others.
Resident::Turn Resident::turn()
{
    auto turn = turn_within(std::chrono::milliseconds { 0 });
    if (turn)
        return turn;
    auto const until = std::chrono::steady_clock::now() + m_options.call_time;
    bool const may_wait = m_waiting++ < s_most_waiting;
    if (may_wait)
        turn = turn_within(m_options.call_time);
    while (!turn && !may_wait && !is_slow() && std::chrono::steady_clock::now() < until)
        turn = turn_within(s_patience);
    --m_waiting;
    if (turn)
        return turn;
    throw PluginUnavailable(!may_wait && is_slow() ? "the plugin is slow, and others wait for it already" : "the plugin is busy with other calls");
}

// Whatever goes wrong, the host is given up, and the next caller gets another one.
template <typename Act> auto Resident::guarded(std::optional<wire::Function> function, Act act)
{
    m_health->require_rested(m_clock.now());
    m_last_use = m_clock.now();
    try {
        start_if_needed();
        auto result = act();
        m_health->answered(function);
        return result;
    } catch (HostFailure const& failure) {
        log_failure(m_target, failure);
        m_host = {};
        m_health->failed(function, failure.what(), m_clock.now());
        throw;
    }
}

void Resident::start_if_needed()
{
    if (m_host.process)
        return;
    auto opened = open_host(m_options, m_target, Life::resident);
    if (auto const* const wrong = std::get_if<Rejection>(&opened))
        throw HostFailure(HostFailure::Kind::refused, "setting " + wrong->field + ": " + wrong->detail);
    m_host = std::move(std::get<OpenedHost>(opened));
}

Result<Done, Rejection> Resident::start()
{
    auto const my_turn = turn();
    m_last_use = m_clock.now();
    try {
        auto opened = open_host(m_options, m_target, Life::resident);
        if (auto const* const wrong = std::get_if<Rejection>(&opened))
            return refuse(*wrong);
        m_host = std::move(std::get<OpenedHost>(opened));
        return Done {};
    } catch (HostFailure const& failure) {
        log_failure(m_target, failure);
        throw;
    }
}

Result<std::string, Rejection> Resident::call(wire::Function function, std::string_view text)
{
    if (text.size() > s_longest_typed)
        return refuse(Rejection { "input.too_long", {}, {} });
    auto const my_turn = turn();
    return guarded(function, [&]() -> Result<std::string, Rejection> {
        wire::ToHost message;
        message.mutable_call()->set_function(function);
        message.mutable_call()->set_text(std::string { text });
        message.mutable_call()->set_alarm_seconds(static_cast<std::uint32_t>(m_options.call_time.count() / 1000 + 2));
        auto const deadline = std::chrono::steady_clock::now() + m_options.call_time;
        m_host.process->send(message, deadline);
        auto const& reply = *m_host.process->receive(deadline);
        if (reply.has_failure())
            return refuse(rejection_of(reply.failure()));
        if (reply.what_case() != wire::FromHost::kText || plain_text(reply.text(), s_longest_answer) != reply.text())
            throw HostFailure(HostFailure::Kind::crashed, "the plugin answered with what is no text");
        return reply.text();
    });
}

bool Resident::code_is_document_number()
{
    auto const my_turn = turn();
    // Asked of every page with a code's field; the plugin itself answered when it was opened.
    return guarded(std::nullopt, [&] { return m_host.code_is_document_number; });
}

void Resident::end_if_idle_since(Instant when)
{
    // Whoever has the turn is using it.
    if (auto const my_turn = turn_within(std::chrono::milliseconds { 0 }); my_turn && m_host.process && m_last_use <= when)
        m_host = {};
}

bool Resident::is_running()
{
    m_turn.acquire();
    m_turn_began = std::chrono::steady_clock::now();
    Turn const my_turn { this };
    return m_host.process != nullptr;
}

}
