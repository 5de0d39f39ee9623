#include "features/imports/sorted_numbers.h"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace portal::imports {

void SortedNumbers::add(std::int64_t number)
{
    m_buffer.push_back(number);
    if (m_buffer.size() == s_run)
        write_run();
}

void SortedNumbers::write_run()
{
    if (!m_file) {
        m_file.reset(std::tmpfile());
        if (!m_file)
            throw std::system_error(errno, std::generic_category(), "no temporary file for the import");
    }
    std::sort(m_buffer.begin(), m_buffer.end());
    auto const count = static_cast<std::int64_t>(m_buffer.size());
    if (std::fwrite(m_buffer.data(), sizeof(std::int64_t), m_buffer.size(), m_file.get()) != m_buffer.size() || std::fflush(m_file.get()) != 0)
        throw std::system_error(errno, std::generic_category(), "the import's temporary file cannot be written");
    m_runs.push_back({ m_written, m_written + count });
    m_written += count;
    m_buffer.clear();
}

void SortedNumbers::finish()
{
    std::sort(m_buffer.begin(), m_buffer.end());
    // What is still in memory is a run that needs no file.
    m_runs.push_back({ 0, 0, 0, std::move(m_buffer) });
    rewind();
}

void SortedNumbers::rewind()
{
    m_heads = {};
    for (std::size_t number = 0; number < m_runs.size(); ++number) {
        auto& run = m_runs[number];
        run.from = run.first;
        run.at = 0;
        if (run.first < run.to)
            run.block.clear();
        push_head(number);
    }
}

std::optional<std::int64_t> SortedNumbers::next()
{
    if (m_heads.empty())
        return std::nullopt;
    auto const head = m_heads.top();
    m_heads.pop();
    push_head(head.run);
    return head.number;
}

void SortedNumbers::push_head(std::size_t number)
{
    auto& run = m_runs[number];
    if (run.at == run.block.size() && run.from < run.to) {
        auto const count = std::min<std::int64_t>(s_block, run.to - run.from);
        run.block.resize(static_cast<std::size_t>(count));
        auto const bytes = run.block.size() * sizeof(std::int64_t);
        if (::pread(::fileno(m_file.get()), run.block.data(), bytes, run.from * static_cast<std::int64_t>(sizeof(std::int64_t))) != static_cast<ssize_t>(bytes))
            throw std::system_error(errno, std::generic_category(), "the import's temporary file cannot be read");
        run.from += count;
        run.at = 0;
    }
    if (run.at < run.block.size())
        m_heads.push({ run.block[run.at++], number });
}

}
