// One portal-plugin-host as the portal sees it: started, spoken to with deadlines, ended for certain.
#pragma once

#include "plugins/channel.h"
#include "plugins/plugins.h"
#include "plugins/protocol.pb.h"

#include <functional>

#include <sys/types.h>

namespace portal::plugins {

// Why a host could not do its call. The host is of no use afterwards.
class HostFailure : public PluginUnavailable {
public:
    enum class Kind { crashed, timeout, refused };
    HostFailure(Kind kind, std::string const& what)
        : PluginUnavailable(what)
        , m_kind(kind)
    {
    }
    Kind kind() const { return m_kind; }

private:
    Kind m_kind;
};

// One thread at a time.
class HostProcess {
public:
    // Starts the program with an empty environment and no descriptors but its socket (3) and the given ones (4, 5, ...), which stay
    // the caller's. Throws PluginUnavailable.
    HostProcess(std::string const& program, std::vector<int> const& descriptors);
    // Kills and reaps.
    ~HostProcess();
    HostProcess(HostProcess const&) = delete;
    HostProcess& operator=(HostProcess const&) = delete;

    // Throw HostFailure; log messages go to `log` and are not returned.
    void send(wire::ToHost const& message, Deadline deadline);
    // nullptr: the stop descriptor became readable. The answer is good until the next call.
    wire::FromHost const* receive(Deadline deadline, int stop_descriptor = -1);

    std::function<void(int level, std::string const& text)> log = [](int, std::string const&) {};
    pid_t id() const { return m_id; }

private:
    [[noreturn]] void fail(Io io);
    std::string ending();

    pid_t m_id = -1;
    int m_handle = -1; // pidfd
    std::unique_ptr<Channel> m_channel;
    wire::FromHost m_answer;
    int m_logged = 0;
};

}
