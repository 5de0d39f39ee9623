// Landlock (Linux 5.13): from now on this process may read and run one file and those below some folders, and nothing else.
#pragma once

#include <string>
#include <vector>

namespace portal::plugins {

// Whether the kernel has it, and a container lets it through.
bool has_landlock();

// `file` is an open descriptor. Needs no_new_privs. False when there is no Landlock; folders that do not exist are left out. Throws std::system_error
// when the kernel has it and refuses.
bool landlock_read_only(int file, std::vector<std::string> const& folders);

}
