// Landlock (Linux 5.13): from now on this process may read and run one file and those below some folders, and nothing else.
#pragma once

#include <string>
#include <vector>

namespace portal::plugins {

// `file` is an open descriptor. Needs no_new_privs. False when the kernel has no Landlock; folders that do not exist are left out. Throws std::system_error
// when the kernel has it and refuses.
bool landlock_read_only(int file, std::vector<std::string> const& folders);

}
