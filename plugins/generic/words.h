// Small reading of settings: words out of a list, names in sentences, file names with stars.
#pragma once

#include <portal/plugin.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace generic {

// "a, b or c"
std::string listed(std::vector<std::string> const& words);

// The parts between the separators, without spaces around them; an empty text has none.
std::vector<std::string> split(std::string_view text, char separator);

// "6" or "6-8": how many characters. Throws BadSettings(key).
struct Length {
    std::size_t least = 0;
    std::size_t most = 0;
    std::string words() const; // "6" or "6 to 8"
};
Length parse_length(std::string const& key, std::string_view text);

// "racuni*.csv": a star is any text, a question mark any one character; letters large or small. The whole name must fit.
bool fits(std::string_view pattern, std::string_view name);

}
