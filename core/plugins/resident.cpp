#include "plugins/resident.h"

#include "base/text.h"

#include <algorithm>

namespace portal::plugins {

namespace {

constexpr std::size_t s_longest_typed = 1024;
constexpr std::size_t s_longest_answer = 128;
constexpr std::chrono::seconds s_longest_pause { 60 };

}

Resident::Turn Resident::turn_within(std::chrono::milliseconds wait) { return Turn { m_turn.try_acquire_for(wait) ? &m_turn : nullptr }; }

Resident::Turn Resident::turn()
{
    auto turn = turn_within(m_options.call_time);
    if (!turn)
        throw PluginUnavailable("the plugin is busy with other calls");
    return turn;
}

// None after the first failure, so that one crash costs one call; then 1, 2, 4 ... seconds.
std::chrono::seconds Resident::pause() const
{
    if (m_failures < 2)
        return std::chrono::seconds { 0 };
    return std::min(s_longest_pause, std::chrono::seconds { 1LL << std::min(m_failures - 2, 10) });
}

// Whatever goes wrong, the host is given up, and the next caller gets another one.
template <typename Act> auto Resident::guarded(Target const& target, Act act)
{
    if (target != m_target) {
        m_host = {};
        m_failures = 0;
        m_target = target;
    }
    if (m_failures > 0 && m_clock.now() < m_not_before)
        throw PluginUnavailable("the plugin is in its pause after " + std::to_string(m_failures) + " failures");
    m_last_use = m_clock.now();
    try {
        start_if_needed(target);
        auto result = act();
        m_failures = 0;
        return result;
    } catch (HostFailure const& failure) {
        log_failure(target, failure);
        m_host = {};
        ++m_failures;
        m_not_before = m_clock.now() + pause();
        throw;
    }
}

void Resident::start_if_needed(Target const& target)
{
    if (m_host.process)
        return;
    auto opened = open_host(m_options, target, Life::resident);
    if (auto const* const wrong = std::get_if<Rejection>(&opened))
        throw HostFailure(HostFailure::Kind::refused, "setting " + wrong->field + ": " + wrong->detail);
    m_host = std::move(std::get<OpenedHost>(opened));
}

Result<std::string, Rejection> Resident::call(Target const& target, wire::Function function, std::string_view text)
{
    if (text.size() > s_longest_typed)
        return refuse(Rejection { "input.too_long", {}, {} });
    auto const my_turn = turn();
    return guarded(target, [&]() -> Result<std::string, Rejection> {
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

bool Resident::code_is_document_number(Target const& target)
{
    auto const my_turn = turn();
    return guarded(target, [&] { return m_host.code_is_document_number; });
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
    Turn const my_turn { &m_turn };
    return m_host.process != nullptr;
}

}
