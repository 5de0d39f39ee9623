// Takes in what utilities deliver while portald runs: what came by HTTP, and what lies in watched folders. On a thread of its own, one
// delivery after another; other nodes take the other utilities'.
#pragma once

#include "app/platform.h"
#include "features/intake/intake_work.h"
#include "features/intake/watched_folder.h"
#include "view/texts.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace portal::app {

class IntakeWatch {
public:
    IntakeWatch(Platform& platform, payments::PaymentService& payments);

    void start();
    // The delivery that is being read is put back; it is read again at the next start, here or on another node.
    void stop();
    // Something was received: look at once. Any thread.
    void wake();
    // One look; for tests. Not while started. True: there is more to be read at once.
    bool look(std::stop_token const& stop = {});

private:
    void run(std::stop_token const& stop);
    void add_folders();
    // A folder that cannot be used (rights, a share that is away) stops nobody else's. False also for a utility without one.
    bool in_folder_of(TenantId tenant, std::function<bool(intake::WatchedFolder&)> const& act);

    Platform& m_platform;
    view::Texts m_words; // reports speak English, as portalctl does
    std::map<TenantId, std::unique_ptr<intake::WatchedFolder>> m_folders;
    std::set<TenantId> m_unwell; // whose folder could not be used; said once
    intake::IntakeWork m_work;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_is_woken = false;
    std::jthread m_thread;
};

}
