// Descriptors as system calls give them, and how many of them the system lets us have.
#pragma once

#include "base/descriptor.h"

#include <cstddef>

namespace portal::web {

// Takes what a system call gave; std::system_error with `what` when that was an error.
FileDescriptor checked(int descriptor, char const* what);

// Raises the process's limit for `wanted` connections and everything else it opens; fewer than that when it may not.
std::size_t connections_we_may_have(std::size_t wanted);

}
