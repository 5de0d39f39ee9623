// .expected files: the rows that a delivery should give, one a line, and how the rows seen differ from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portal::plugin_check {

// Lines that begin with # and empty ones do not count. Throws std::runtime_error.
std::string read_expected(std::string const& path);
void write_expected(std::string const& path, std::string_view delivery, std::string_view rows);

struct Difference {
    std::size_t line; // in the rows seen, from 1
    bool is_missing; // expected and not seen; otherwise seen and not expected
    std::string text;
};

// In the order of the lines; empty when both are the same.
std::vector<Difference> differences(std::string_view expected, std::string_view seen);

}
