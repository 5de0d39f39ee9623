// Any number of numbers, sorted in constant memory: sorted runs in a temporary file, merged at the end.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <queue>
#include <vector>

namespace portal::imports {

// One thread. The file has no name, so nothing of it is left however the process ends. Throws std::runtime_error when the
// temporary folder is full.
class SortedNumbers {
public:
    void add(std::int64_t number);
    // No more will be added.
    void finish();
    // Begins (again) at the lowest.
    void rewind();
    // In ascending order, what was added twice comes twice; nullopt at the end.
    std::optional<std::int64_t> next();

private:
    static constexpr std::size_t s_run = 1 << 16; // numbers sorted at a time
    static constexpr std::size_t s_block = 1 << 10; // numbers read at a time from each run

    struct Run {
        std::int64_t first, to; // in numbers from the file's beginning
        std::int64_t from = first; // the next to be read
        std::vector<std::int64_t> block {};
        std::size_t at = 0;
    };
    struct Head {
        std::int64_t number;
        std::size_t run;
        bool operator>(Head const& other) const { return number > other.number; }
    };
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    void write_run();
    void push_head(std::size_t run);

    std::vector<std::int64_t> m_buffer;
    std::unique_ptr<std::FILE, Close> m_file;
    std::vector<Run> m_runs;
    std::int64_t m_written = 0;
    std::priority_queue<Head, std::vector<Head>, std::greater<>> m_heads;
};

}
