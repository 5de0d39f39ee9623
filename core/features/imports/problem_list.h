// The rows that were skipped: all are counted, the first thousand are kept.
#pragma once

#include "features/imports/batch.h"
#include "plugins/problem_bound.h"

#include <mutex>
#include <string>

namespace portal::imports {

// Thread-safe: rows are refused while they are read and while they are stored.
class ProblemList {
public:
    static constexpr std::size_t most_kept = 1'000;

    // Files are named once and then go by number; an unknown file is number 0.
    std::uint32_t number_of_file(std::string_view name)
    {
        std::lock_guard const lock { m_mutex };
        for (std::size_t i = 0; i < m_files.size(); ++i)
            if (m_files[i] == name)
                return static_cast<std::uint32_t>(i);
        if (m_files.size() >= most_kept)
            return 0;
        m_files.emplace_back(name);
        return static_cast<std::uint32_t>(m_files.size() - 1);
    }

    void add(Place place, std::string_view reason, std::string_view field, std::string_view detail)
    {
        std::lock_guard const lock { m_mutex };
        ++m_count;
        if (m_kept.size() < most_kept)
            m_kept.push_back({ m_files[place.file], place.line, std::string { reason }, std::string { field }, std::string { detail } });
    }

    std::int64_t count() const
    {
        std::lock_guard const lock { m_mutex };
        return m_count;
    }
    bool too_many_of(std::int64_t rows) const { return plugins::has_too_many_problems(count(), rows); }
    std::vector<Problem> kept() const
    {
        std::lock_guard const lock { m_mutex };
        return m_kept;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_files { std::string {} };
    std::vector<Problem> m_kept;
    std::int64_t m_count = 0;
};

}
