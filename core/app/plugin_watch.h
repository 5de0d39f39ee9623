// Keeps this process's plugins in step with what portalctl and the other nodes decide: which version a utility runs, which plugins are in
// quarantine. Ends hosts that nobody uses.
#pragma once

#include "app/platform.h"

#include <map>
#include <thread>

namespace portal::app {

class PluginWatch {
public:
    explicit PluginWatch(Platform& platform)
        : m_platform(platform)
    {
    }
    // From then on every two seconds, on a thread of its own.
    void start();
    void stop() { m_thread = {}; }
    // One look; for tests. Not while started.
    void look();

private:
    bool opens(plugins::Target const& target, tenants::PluginChoice const& choice);
    void tell_what_cannot_run() const;
    void follow_choices();
    void share_quarantines();

    Platform& m_platform;
    std::map<TenantId, plugins::Quarantine> m_known; // rows as of the last look
    struct Failed {
        tenants::PluginChoice choice; // the same version chosen again is another choice: somebody may have mended it
        Instant when;
    };
    std::map<TenantId, Failed> m_failed; // what did not open here
    std::jthread m_thread;
};

}
