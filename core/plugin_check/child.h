// Runs a piece of work in a child process and tells how it ended.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace portal::plugin_check {

struct Ending {
    enum class Kind { exited, signalled, timed_out } kind = Kind::exited;
    int number = 0; // exit status or signal
    std::string printed; // the first bytes of standard output and standard error
    std::chrono::milliseconds took {};
    std::size_t most_memory = 0; // bytes that were resident at once
};

// The child has standard input from /dev/null and its outputs, and descriptor 3, in a pipe. It is killed when it has computed for `time`, or waited for
// five times as long: a busy machine makes nobody guilty.
Ending run_in_child(std::function<void()> const& work, std::chrono::milliseconds time);

}
