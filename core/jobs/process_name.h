// Which process has a lease, written so that another one on the same machine can tell whether it is still there.
#pragma once

#include <string>
#include <string_view>

namespace portal::jobs {

// "host/boot/pid namespace/pid/start": at most 64 characters, good for this process only.
std::string this_process();

// True only for a process of this very machine and process namespace that has ended. Of any other one nothing is known here:
// false. A lease is safe without this (its fence decides); it only saves the wait for the end of a lease whose holder was killed.
bool is_gone(std::string_view process);

}
