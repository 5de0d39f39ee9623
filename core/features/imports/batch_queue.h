// Hands batches from the reading to the storing thread and the emptied ones back. There are two of them, so memory is bounded and
// both threads work at once.
#pragma once

#include "features/imports/batch.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>

namespace portal::imports {

class BatchQueue {
public:
    // What the reader gets when the storing side has given up.
    struct Cancelled { };

    BatchQueue()
    {
        for (int i = 0; i < s_batches; ++i)
            m_empty.push_back(std::make_unique<Batch>());
    }

    // The reader's side. Waits for an empty batch; throws Cancelled.
    std::unique_ptr<Batch> take_empty()
    {
        std::unique_lock lock { m_mutex };
        m_changed.wait(lock, [&] { return m_cancelled || !m_empty.empty(); });
        if (m_cancelled)
            throw Cancelled {};
        auto batch = std::move(m_empty.front());
        m_empty.pop_front();
        return batch;
    }
    void give_full(std::unique_ptr<Batch> batch)
    {
        {
            std::lock_guard const lock { m_mutex };
            m_full.push_back(std::move(batch));
        }
        m_changed.notify_all();
    }
    // No more will come.
    void close()
    {
        {
            std::lock_guard const lock { m_mutex };
            m_closed = true;
        }
        m_changed.notify_all();
    }

    // The storing side. nullptr: that was all.
    std::unique_ptr<Batch> take_full()
    {
        std::unique_lock lock { m_mutex };
        m_changed.wait(lock, [&] { return m_closed || !m_full.empty(); });
        if (m_full.empty())
            return nullptr;
        auto batch = std::move(m_full.front());
        m_full.pop_front();
        return batch;
    }
    void give_empty(std::unique_ptr<Batch> batch)
    {
        batch->clear();
        {
            std::lock_guard const lock { m_mutex };
            m_empty.push_back(std::move(batch));
        }
        m_changed.notify_all();
    }
    void cancel()
    {
        {
            std::lock_guard const lock { m_mutex };
            m_cancelled = true;
        }
        m_changed.notify_all();
    }

private:
    static constexpr int s_batches = 2;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::unique_ptr<Batch>> m_empty, m_full;
    bool m_closed = false;
    bool m_cancelled = false;
};

}
