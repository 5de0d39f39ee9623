// The cage of a plugin host. It closes before the plugin's library is loaded, because a library's constructors run inside dlopen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace portal::plugins {

// What becomes of a refused system call: it fails with EPERM, or raises SIGSYS for somebody who wants to know which it was.
enum class Refusal { error, signal };

struct Cage {
    std::string plugin_folder; // the only readable folder beside the system's libraries
    int kept_descriptors = 0; // 0 to this number less one stay open
    std::uint64_t memory = 0; // bytes of address space
    std::uint64_t cpu_seconds = 0; // 0: no limit
    Refusal refusal = Refusal::error;
};

// Limits, no new privileges, Landlock and a seccomp list of allowed system calls: no network, no new process or thread, no files but
// libraries. The result names what this kernel lacks. Throws when a part that the kernel has does not hold.
std::vector<std::string> close_cage(Cage const& cage);

// After loading: no file can be opened and no executable memory mapped any more.
void lock_cage(Refusal refusal = Refusal::error);

// "openat"; the number itself when it has no name.
std::string system_call_name(int number);

}
