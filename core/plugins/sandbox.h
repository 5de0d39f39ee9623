// The cage of a plugin host. It closes before the plugin's library is loaded, because a library's constructors run inside dlopen.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace portal::plugins {

// What becomes of a refused system call: it fails with EPERM, or raises SIGSYS for somebody who wants to know which it was.
enum class Refusal { error, signal };

// This system does not offer Landlock. what() says so to an admin and what to do.
class LandlockMissing : public std::runtime_error {
public:
    LandlockMissing();
};

struct Cage {
    int library = -1; // open: the only file that can be read, beside the system's libraries
    int kept_descriptors = 0; // 0 to this number less one stay open
    std::uint64_t memory = 0; // bytes of address space
    std::uint64_t cpu_seconds = 0; // 0: no limit
    Refusal refusal = Refusal::error;
    bool may_lack_landlock = false; // then the library's constructors can read every file that this user can
};

// Limits, no new privileges, Landlock and a seccomp list of allowed system calls: no network, no new process or thread, no files but
// libraries. False: without Landlock, as cage.may_lack_landlock allows; otherwise LandlockMissing. Throws std::system_error when another part does not hold.
bool close_cage(Cage const& cage);

// After loading: no file can be opened and no executable memory mapped any more.
void lock_cage(Refusal refusal = Refusal::error);

// "openat"; the number itself when it has no name.
std::string system_call_name(int number);

}
