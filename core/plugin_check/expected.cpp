#include "plugin_check/expected.h"

#include "base/text.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace portal::plugin_check {

namespace {

constexpr std::size_t s_most_compared = 16'000'000; // pairs of lines; beyond, only what stands at the same place is compared

std::vector<std::string_view> lines_of(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    return text.empty() ? std::vector<std::string_view> {} : split(text, '\n');
}

// lengths[i][j]: the longest common subsequence of the lines from i and from j on.
class CommonLines {
public:
    CommonLines(std::vector<std::string_view> const& left, std::vector<std::string_view> const& right)
        : m_width(right.size() + 1)
        , m_lengths((left.size() + 1) * m_width)
    {
        for (std::size_t i = left.size(); i-- > 0;)
            for (std::size_t j = right.size(); j-- > 0;)
                at(i, j) = left[i] == right[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
    unsigned& at(std::size_t i, std::size_t j) { return m_lengths[i * m_width + j]; }

private:
    std::size_t m_width;
    std::vector<unsigned> m_lengths;
};

}

std::string read_expected(std::string const& path)
{
    std::ifstream file { path, std::ios::binary };
    std::ostringstream whole;
    whole << file.rdbuf();
    if (!file)
        throw std::runtime_error(path + " cannot be read");
    std::string rows;
    auto const content = replaced(whole.str(), "\r\n", "\n");
    for (auto const line : lines_of(content))
        if (!line.empty() && line[0] != '#')
            rows.append(line).append(1, '\n');
    return rows;
}

void write_expected(std::string const& path, std::string_view delivery, std::string_view rows)
{
    std::ofstream file { path, std::ios::binary };
    file << "# The rows of " << delivery << ", one a line, as portal-plugin-check --write-expected wrote them. Read them once: what stands here is\n"
         << "# what every later version of the plugin has to give.\n"
         << rows;
    file.flush();
    if (!file)
        throw std::runtime_error(path + " cannot be written");
}

std::vector<Difference> differences(std::string_view expected_text, std::string_view seen_text)
{
    auto expected = lines_of(expected_text);
    auto seen = lines_of(seen_text);
    auto const first = static_cast<std::size_t>(std::mismatch(expected.begin(), expected.end(), seen.begin(), seen.end()).second - seen.begin());
    expected.erase(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(first));
    seen.erase(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(first));
    std::vector<Difference> found;
    std::size_t i = 0;
    std::size_t j = 0;
    auto const is_missing = [&] { found.push_back({ first + j + 1, true, std::string { expected[i++] } }); };
    auto const is_too_many = [&] {
        found.push_back({ first + j + 1, false, std::string { seen[j] } });
        ++j;
    };
    if (expected.size() * seen.size() <= s_most_compared) {
        CommonLines common { expected, seen };
        while (i < expected.size() && j < seen.size()) {
            if (expected[i] == seen[j])
                ++i, ++j;
            else if (common.at(i + 1, j) >= common.at(i, j + 1))
                is_missing();
            else
                is_too_many();
        }
    } else {
        for (; i < expected.size() && j < seen.size();) {
            if (expected[i] == seen[j])
                ++i, ++j;
            else {
                is_missing();
                is_too_many();
            }
        }
    }
    while (i < expected.size())
        is_missing();
    while (j < seen.size())
        is_too_many();
    return found;
}

}
