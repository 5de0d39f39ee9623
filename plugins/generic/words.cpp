#include "words.h"

namespace generic {

using namespace portal::sdk;

std::string listed(std::vector<std::string> const& words)
{
    std::string sentence;
    for (auto const& word : words)
        sentence += (sentence.empty() ? "" : &word == &words.back() ? " or " : ", ") + word;
    return sentence;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    if (trimmed(text).empty())
        return parts;
    while (true) {
        auto const end = text.find(separator);
        parts.emplace_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string Length::words() const { return least == most ? std::to_string(least) : std::to_string(least) + " to " + std::to_string(most); }

Length parse_length(std::string const& key, std::string_view text)
{
    auto const bounds = split(text, '-');
    auto const number = [&](std::string const& part) -> std::size_t {
        auto const value = parse_decimal(part);
        if (!value || value->scale != 0 || value->value < 1 || value->value > 64)
            throw BadSettings(key, "a number of characters such as 6, or a range such as 6-8; at most 64");
        return static_cast<std::size_t>(value->value);
    };
    if (bounds.empty() || bounds.size() > 2)
        throw BadSettings(key, "a number of characters such as 6, or a range such as 6-8");
    Length const length { number(bounds.front()), number(bounds.back()) };
    if (length.least > length.most)
        throw BadSettings(key, "the smaller number first, such as 6-8");
    return length;
}

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}

// Goes back to the last star only, so that no pattern takes longer than its length times the name's.
bool fits(std::string_view pattern, std::string_view name)
{
    std::size_t at = 0;
    std::size_t in_name = 0;
    std::size_t star = std::string_view::npos;
    std::size_t behind_star = 0;
    while (in_name < name.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            behind_star = in_name;
        } else if (at < pattern.size() && (pattern[at] == '?' || lower(pattern[at]) == lower(name[in_name]))) {
            ++at;
            ++in_name;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            in_name = ++behind_star;
        } else
            return false;
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

}
