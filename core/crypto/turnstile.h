// Lets a few in at once and a few wait; whoever comes when the queue is full is told so instead of waiting.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace portal::crypto {

// Thread-safe.
class Turnstile {
public:
    Turnstile(int places, int queue)
        : m_places(places)
        , m_queue(queue)
    {
    }

    // Held while inside; the turnstile must outlive it.
    class Turn {
    public:
        explicit Turn(Turnstile& turnstile)
            : m_turnstile(&turnstile)
        {
        }
        Turn(Turn&& other) noexcept
            : m_turnstile(std::exchange(other.m_turnstile, nullptr))
        {
        }
        Turn& operator=(Turn&&) = delete;
        ~Turn()
        {
            if (m_turnstile)
                m_turnstile->leave();
        }

    private:
        Turnstile* m_turnstile;
    };

    // Waits when all places are taken; nullopt at once when as many as `queue` wait already.
    std::optional<Turn> enter()
    {
        std::unique_lock lock { m_mutex };
        if (m_places == 0) {
            if (m_waiting >= m_queue)
                return std::nullopt;
            ++m_waiting;
            m_free.wait(lock, [&] { return m_places > 0; });
            --m_waiting;
        }
        --m_places;
        return std::optional<Turn> { std::in_place, *this };
    }

    int waiting() const
    {
        std::lock_guard const lock { m_mutex };
        return m_waiting;
    }

private:
    void leave()
    {
        {
            std::lock_guard const lock { m_mutex };
            ++m_places;
        }
        m_free.notify_one();
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_free;
    int m_places;
    int const m_queue;
    int m_waiting = 0;
};

}
