#include "plugins/landlock.h"

#include "base/descriptor.h"

#include <cerrno>
#include <cstdint>
#include <system_error>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace portal::plugins {

namespace {

// Rights that newer kernels know and the header of the build machine may not (linux/landlock.h).
constexpr std::uint64_t s_refer = 1ULL << 13; // version 2
constexpr std::uint64_t s_truncate = 1ULL << 14; // version 3
constexpr std::uint64_t s_first_version = (1ULL << 13) - 1;

constexpr std::uint64_t s_reading_a_file = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t s_reading = s_reading_a_file | LANDLOCK_ACCESS_FS_READ_DIR;

// Less than 1: none.
long landlock_version() { return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION); }

[[noreturn]] void fail(char const* what) { throw std::system_error(errno, std::generic_category(), what); }

void allow(FileDescriptor const& rules, int below, std::uint64_t access)
{
    landlock_path_beneath_attr rule {};
    rule.allowed_access = access;
    rule.parent_fd = below;
    if (::syscall(SYS_landlock_add_rule, rules.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        fail("landlock_add_rule");
}

}

bool has_landlock() { return landlock_version() >= 1; }

bool landlock_read_only(int file, std::vector<std::string> const& folders)
{
    auto const version = landlock_version();
    if (version < 1)
        return false;
    landlock_ruleset_attr attributes {};
    attributes.handled_access_fs = s_first_version | (version >= 2 ? s_refer : 0) | (version >= 3 ? s_truncate : 0);
    FileDescriptor const rules { static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)) };
    if (!rules)
        fail("landlock_create_ruleset");
    allow(rules, file, s_reading_a_file);
    for (auto const& folder : folders)
        if (FileDescriptor const below { ::open(folder.c_str(), O_PATH | O_CLOEXEC | O_DIRECTORY) })
            allow(rules, below.number(), s_reading);
    if (::syscall(SYS_landlock_restrict_self, rules.number(), 0) != 0)
        fail("landlock_restrict_self");
    return true;
}

}
