#include "plugins/host_process.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace portal::plugins {

namespace {

constexpr int s_first_inherited = 3;
constexpr int s_most_logged = 20; // lines of one host; a flood of a plugin must not become a flood of the portal's log
constexpr int s_out_of_the_way = 256;

[[noreturn]] void fault(char const* what) { throw PluginUnavailable(std::string { "cannot start the plugin host: " } + what + ": " + std::strerror(errno)); }

class Descriptors {
public:
    Descriptors() = default;
    Descriptors(Descriptors const&) = delete;
    Descriptors& operator=(Descriptors const&) = delete;
    ~Descriptors()
    {
        for (int const descriptor : m_all)
            ::close(descriptor);
    }
    void add(int descriptor)
    {
        if (descriptor < 0)
            fault("descriptors");
        m_all.push_back(descriptor);
    }
    std::vector<int> const& all() const { return m_all; }

private:
    std::vector<int> m_all;
};

class FileActions {
public:
    FileActions() { ::posix_spawn_file_actions_init(&m_actions); }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&m_actions); }
    FileActions(FileActions const&) = delete;
    FileActions& operator=(FileActions const&) = delete;
    posix_spawn_file_actions_t* get() { return &m_actions; }

private:
    posix_spawn_file_actions_t m_actions {};
};

pid_t spawn(std::string const& program, std::vector<int> const& inherited)
{
    FileActions actions;
    ::posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_adddup2(actions.get(), STDIN_FILENO, STDOUT_FILENO);
#ifndef PORTAL_SANITIZED // whose reports are wanted
    ::posix_spawn_file_actions_adddup2(actions.get(), STDIN_FILENO, STDERR_FILENO);
#endif
    int next = s_first_inherited;
    for (int const descriptor : inherited)
        ::posix_spawn_file_actions_adddup2(actions.get(), descriptor, next++);
    ::posix_spawn_file_actions_addclosefrom_np(actions.get(), next);

    // A thread of the portal may have signals blocked or ignored; the host starts with none of that.
    posix_spawnattr_t attributes {};
    ::posix_spawnattr_init(&attributes);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes, &signals);
    ::sigaddset(&signals, SIGPIPE);
    ::sigaddset(&signals, SIGALRM);
    ::posix_spawnattr_setsigdefault(&attributes, &signals);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);

    std::string name = program;
    char* const arguments[] { name.data(), nullptr };
    char* const environment[] { nullptr };
    pid_t id = -1;
    int const error = ::posix_spawn(&id, program.c_str(), actions.get(), &attributes, arguments, environment);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        errno = error;
        fault(program.c_str());
    }
    return id;
}

}

HostProcess::HostProcess(std::string const& program, std::vector<int> const& descriptors)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        fault("socketpair");
    m_channel = std::make_unique<Channel>(pair[0]);
    // Copies with high numbers, so that putting one in its place never overwrites another.
    Descriptors moved;
    Descriptors theirs;
    theirs.add(pair[1]);
    moved.add(::fcntl(pair[1], F_DUPFD_CLOEXEC, s_out_of_the_way));
    for (int const descriptor : descriptors)
        moved.add(::fcntl(descriptor, F_DUPFD_CLOEXEC, s_out_of_the_way));
    m_id = spawn(program, moved.all());
    m_handle = static_cast<int>(::syscall(SYS_pidfd_open, m_id, 0));
}

HostProcess::~HostProcess()
{
    ending();
    if (m_handle >= 0)
        ::close(m_handle);
}

// Kills and reaps, if that is not done; says how it ended. A host that closed its socket is about to end by itself and gets a moment,
// because how it ended is what the admin needs to know.
std::string HostProcess::ending()
{
    if (m_id < 0)
        return "has ended";
    pollfd ended { m_handle, POLLIN, 0 };
    m_channel.reset();
    if (m_handle < 0 || ::poll(&ended, 1, 500) != 1)
        ::kill(m_id, SIGKILL);
    siginfo_t how {};
    while (::waitid(P_PID, static_cast<id_t>(m_id), &how, WEXITED) != 0 && errno == EINTR) { }
    m_id = -1;
    if (how.si_code == CLD_EXITED)
        return "ended with status " + std::to_string(how.si_status);
    return "ended by signal " + std::to_string(how.si_status) + " (" + ::strsignal(how.si_status) + ")";
}

void HostProcess::fail(Io io)
{
    using enum HostFailure::Kind;
    if (io == Io::timed_out || io == Io::garbage) {
        ::kill(m_id, SIGKILL);
        ending();
        throw io == Io::timed_out ? HostFailure(timeout, "the plugin did not answer in time") : HostFailure(crashed, "the plugin host sent what is no answer");
    }
    throw HostFailure(crashed, "the plugin host " + ending());
}

void HostProcess::send(wire::ToHost const& message, Deadline deadline)
{
    if (auto const io = m_channel->send(message, deadline); io != Io::done)
        fail(io);
}

wire::FromHost const* HostProcess::receive(Deadline deadline, int stop_descriptor)
{
    while (true) {
        auto const io = m_channel->receive(m_answer, deadline, stop_descriptor);
        if (io == Io::stopped)
            return nullptr;
        if (io != Io::done)
            fail(io);
        if (m_answer.what_case() != wire::FromHost::kLog)
            return &m_answer;
        if (m_logged++ < s_most_logged)
            log(m_answer.log().level(), m_answer.log().text().substr(0, 500));
        // A plugin that never stops logging never makes us wait, so the deadline has to be looked at here.
        if (deadline && std::chrono::steady_clock::now() >= *deadline)
            fail(Io::timed_out);
    }
}

}
