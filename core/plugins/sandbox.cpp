#include "plugins/sandbox.h"

#include "plugins/landlock.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace portal::plugins {

namespace {

#ifdef PORTAL_SANITIZED
constexpr bool s_sanitized = true; // the sanitizers reserve terabytes of address space and read /proc
#else
constexpr bool s_sanitized = false;
#endif

void require(bool done, char const* what, int error)
{
    if (!done)
        throw std::system_error(error, std::generic_category(), what);
}

void limit(__rlimit_resource resource, std::uint64_t most)
{
    rlimit const limit { most, most };
    require(::setrlimit(resource, &limit) == 0, "setrlimit", errno);
}

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

Filter make_filter(std::uint32_t otherwise)
{
    Filter filter { seccomp_init(otherwise), seccomp_release };
    require(filter != nullptr, "seccomp_init", ENOMEM);
    return filter;
}

template <typename... Compare> void rule(Filter const& filter, std::uint32_t action, int call, Compare... compare)
{
    // A call that this architecture does not have needs no rule.
    if (call == __NR_SCMP_ERROR)
        return;
    int const result = seccomp_rule_add(filter.get(), action, call, sizeof...(compare), compare...);
    require(result == 0, "seccomp_rule_add", -result);
}

void load(Filter const& filter)
{
    int const result = seccomp_load(filter.get());
    require(result == 0, "seccomp_load", -result);
}

std::uint32_t action(Refusal refusal) { return refusal == Refusal::signal ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(EPERM); }

void allow_computing(Filter const& filter)
{
    for (int const call : { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(close),
             SCMP_SYS(dup), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(brk),
             SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(sched_yield),
             SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
             SCMP_SYS(restart_syscall), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(uname),
             SCMP_SYS(alarm), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rseq),
             SCMP_SYS(set_robust_list), SCMP_SYS(membarrier), SCMP_SYS(sched_getaffinity) })
        rule(filter, SCMP_ACT_ALLOW, call);
    // Not F_SETOWN with F_SETFL: the kernel would send a signal of the plugin's choice to a process of its choice.
    for (int const command : { F_GETFD, F_SETFD, F_GETFL, F_DUPFD, F_DUPFD_CLOEXEC })
        rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, static_cast<scmp_datum_t>(command)));
    // The host's alarm ends it; a handler of the plugin's could compute for ever while nobody asks for anything.
    rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(rt_sigaction), SCMP_A0(SCMP_CMP_NE, SIGALRM));
    // abort() signals itself; nobody else can be signalled.
    rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
}

void allow_loading(Filter const& filter)
{
    // Reading only; Landlock says where. The second filter of lock_cage takes this away.
    rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
    for (int const call : { SCMP_SYS(access), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(seccomp), SCMP_SYS(prctl) })
        rule(filter, SCMP_ACT_ALLOW, call);
    if (s_sanitized)
        for (int const call : { SCMP_SYS(open), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(getrlimit), SCMP_SYS(prlimit64), SCMP_SYS(getdents64), SCMP_SYS(pipe),
                 SCMP_SYS(pipe2) })
            rule(filter, SCMP_ACT_ALLOW, call);
}

}

LandlockMissing::LandlockMissing()
    : std::runtime_error("this system offers no Landlock, so a plugin could read other files while it loads; it takes Linux 5.13 with lsm=landlock, and a "
                         "container that lets it through")
{
}

bool close_cage(Cage const& cage)
{
    ::clearenv();
    require(::close_range(static_cast<unsigned>(cage.kept_descriptors), ~0U, 0) == 0, "close_range", errno);
    limit(RLIMIT_CORE, 0);
    if (!s_sanitized) // whose reports go to standard error, which may be a file
        limit(RLIMIT_FSIZE, 0);
    // Some for the libraries while they load, and copies of the delivery's.
    limit(RLIMIT_NOFILE, static_cast<std::uint64_t>(cage.kept_descriptors) * 2 + 16);
    if (cage.cpu_seconds != 0)
        limit(RLIMIT_CPU, cage.cpu_seconds);
    if (!s_sanitized)
        limit(RLIMIT_AS, cage.memory);
    // No other process of this user may look inside while a delivery is read.
    require(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 || s_sanitized, "prctl dumpable", errno);
    require(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "prctl no_new_privs", errno);

    std::vector<std::string> folders { "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib" };
    if (s_sanitized)
        folders.emplace_back("/proc");
    bool const is_landlocked = landlock_read_only(cage.library, folders);
    if (!is_landlocked && !cage.may_lack_landlock)
        throw LandlockMissing();

    auto const filter = make_filter(action(cage.refusal));
    allow_computing(filter);
    allow_loading(filter);
    load(filter);
    return is_landlocked;
}

void lock_cage(Refusal refusal)
{
    auto const filter = make_filter(SCMP_ACT_ALLOW);
    auto const deny = action(refusal);
    if (!s_sanitized)
        for (int const call : { SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(readlink), SCMP_SYS(readlinkat) })
            rule(filter, deny, call);
    for (int const call : { SCMP_SYS(openat2), SCMP_SYS(access), SCMP_SYS(faccessat2), SCMP_SYS(pkey_mprotect), SCMP_SYS(prctl), SCMP_SYS(seccomp) })
        rule(filter, deny, call);
    // fstat() is newfstatat() with an empty path; by name nobody needs it any more.
    rule(filter, deny, SCMP_SYS(newfstatat), SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0));
    rule(filter, deny, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    rule(filter, deny, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    load(filter);
}

std::string system_call_name(int number)
{
    std::unique_ptr<char, void (*)(void*)> const name { seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), std::free };
    return name ? name.get() : std::to_string(number);
}

}
