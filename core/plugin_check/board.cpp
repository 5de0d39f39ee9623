#include "plugin_check/board.h"

#include "plugin_check/escaped.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <sys/mman.h>

namespace portal::plugin_check {

namespace {

// A text of bounded length in shared memory.
template <std::size_t Size> struct Text {
    std::size_t length;
    char bytes[Size];

    bool append(std::string_view text) noexcept
    {
        if (text.size() > Size - length)
            return false;
        std::memcpy(bytes + length, text.data(), text.size());
        length += text.size();
        return true;
    }
    void set(std::string_view text) noexcept
    {
        length = 0;
        append(text.substr(0, Size));
    }
    // A child that runs wild may have written over it.
    std::string_view view() const { return { bytes, std::min(length, Size) }; }
};

constexpr char s_between_fields = '\x1f';
constexpr char s_between_findings = '\x1e';
constexpr std::size_t s_most_calls = 16;

}

struct Board::Shared {
    bool is_done, rows_fit;
    Text<800> doing, skipped, system_call_doing;
    Text<65536> findings;
    std::size_t system_call_count;
    int system_calls[s_most_calls];
    Text<32U << 20> rows;
    Facts facts;
};

Board::Board()
{
    void* const memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        throw std::system_error(errno, std::generic_category(), "mmap");
    m_shared = static_cast<Shared*>(memory);
    clear();
}

Board::~Board() { ::munmap(m_shared, sizeof(Shared)); }

void Board::doing(std::string_view what) { m_shared->doing.set(what); }

bool Board::find(std::string_view key, std::string_view expected, std::string_view seen)
{
    for (auto const& one : findings())
        if (one.key == key)
            return false;
    std::string finding { key };
    for (auto const text : { expected, seen })
        finding.append(1, s_between_fields).append(readable(std::string { text }));
    return m_shared->findings.append(finding + s_between_findings);
}

void Board::skip(std::string_view why) { m_shared->skipped.set(why); }

void Board::done() { m_shared->is_done = true; }

void Board::refused_system_call(int number) noexcept
{
    auto* const end = m_shared->system_calls + m_shared->system_call_count;
    if (m_shared->system_call_count == s_most_calls || std::find(m_shared->system_calls, end, number) != end)
        return;
    if (m_shared->system_call_count == 0)
        m_shared->system_call_doing.set(m_shared->doing.view());
    m_shared->system_calls[m_shared->system_call_count++] = number;
}

void Board::write_rows(std::string_view lines) { m_shared->rows_fit = m_shared->rows.append(lines) && m_shared->rows_fit; }

Facts& Board::facts() { return m_shared->facts; }

void Board::clear()
{
    begin_step();
    m_shared->rows_fit = true;
    m_shared->skipped.length = m_shared->findings.length = m_shared->rows.length = 0;
}

void Board::begin_step()
{
    m_shared->is_done = false;
    m_shared->doing.length = m_shared->system_call_doing.length = 0;
    m_shared->system_call_count = 0;
}

bool Board::is_done() const { return m_shared->is_done; }
std::string Board::doing() const { return std::string { m_shared->doing.view() }; }
std::string Board::skipped() const { return std::string { m_shared->skipped.view() }; }
std::string Board::system_call_doing() const { return std::string { m_shared->system_call_doing.view() }; }
std::string Board::rows() const { return std::string { m_shared->rows.view() }; }
bool Board::rows_fit() const { return m_shared->rows_fit; }

std::vector<int> Board::system_calls() const
{
    return { m_shared->system_calls, m_shared->system_calls + std::min(m_shared->system_call_count, s_most_calls) };
}

std::vector<Finding> Board::findings() const
{
    std::vector<Finding> all;
    auto left = m_shared->findings.view();
    auto const take = [&](char end) {
        auto const length = std::min(left.find(end), left.size());
        std::string taken { left.substr(0, length) };
        left.remove_prefix(std::min(length + 1, left.size()));
        return taken;
    };
    while (!left.empty()) {
        auto key = take(s_between_fields);
        auto expected = take(s_between_fields);
        all.push_back({ std::move(key), std::move(expected), take(s_between_findings) });
    }
    return all;
}

}
