#include "plugin_check/child.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace portal::plugin_check {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t s_most_kept = 2'000;
constexpr int s_look_again_after = 100; // ms

int require(int result, char const* what)
{
    if (result < 0)
        throw std::system_error(errno, std::generic_category(), what);
    return result;
}

struct Descriptor {
    explicit Descriptor(int given)
        : value(given)
    {
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() { ::close(value); }
    int const value;
};

[[noreturn]] void be_the_child(std::function<void()> const& work, int output)
{
    int const nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    // In the host the portal's socket stands here: what a plugin writes into it costs the call.
    ::dup2(output, STDERR_FILENO + 1);
    work();
    // What the plugin printed may stand in a buffer yet.
    std::fflush(nullptr);
    // Neither the plugin's destructors nor anything else runs on the way out.
    ::_exit(0);
}

// Takes what is there; false at the end.
bool drain(int pipe, std::string& printed)
{
    char buffer[4096];
    auto const got = ::read(pipe, buffer, sizeof buffer);
    if (got > 0)
        printed.append(buffer, std::min(static_cast<std::size_t>(got), s_most_kept - printed.size()));
    return got > 0 || (got < 0 && errno == EINTR);
}

std::chrono::nanoseconds computed(pid_t pid)
{
    clockid_t clock {};
    timespec time {};
    if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
        return {};
    return std::chrono::seconds { time.tv_sec } + std::chrono::nanoseconds { time.tv_nsec };
}

}

Ending run_in_child(std::function<void()> const& work, std::chrono::milliseconds time)
{
    int ends[2];
    require(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), "pipe");
    Descriptor const reading { ends[0] };
    auto const start = Clock::now();
    pid_t pid = 0;
    {
        Descriptor const writing { ends[1] };
        // A plugin that prints waits for its reader, as with any other pipe.
        ::fcntl(writing.value, F_SETFL, 0);
        pid = require(::fork(), "fork");
        if (pid == 0)
            be_the_child(work, writing.value);
    }
    Descriptor const child { require(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)), "pidfd_open") };
    Ending ending;
    pollfd waiting[2] { { child.value, POLLIN, 0 }, { reading.value, POLLIN, 0 } };
    while ((waiting[0].revents & POLLIN) == 0) {
        int const ready = ::poll(waiting, 2, s_look_again_after);
        if (ready < 0 && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "poll");
        bool const has_ended = ready > 0 && (waiting[0].revents & POLLIN) != 0;
        if (!has_ended && (computed(pid) >= time || Clock::now() - start >= 5 * time)) {
            ending.kind = Ending::Kind::timed_out;
            ::kill(pid, SIGKILL);
            break;
        }
        if ((waiting[1].revents & (POLLIN | POLLHUP)) != 0 && !drain(reading.value, ending.printed))
            waiting[1].fd = -1; // closed; only the end is waited for
    }
    int status = 0;
    rusage usage {};
    while (::wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) { }
    ending.most_memory = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
    while (drain(reading.value, ending.printed)) { }
    ending.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    if (ending.kind != Ending::Kind::timed_out) {
        ending.kind = WIFSIGNALED(status) ? Ending::Kind::signalled : Ending::Kind::exited;
        ending.number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    }
    return ending;
}

}
