#include "features/payments/reference_rules.h"

#include "base/text.h"

#include <portal/references/rf.hpp>
#include <portal/references/si.hpp>

#include <algorithm>
#include <optional>

namespace portal::payments {

namespace {

namespace references = sdk::references;

constexpr std::size_t s_longest = 80; // bytes that a reference may take with all its blanks

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; } // part of a wide blank or a dash

template <typename Scheme> std::optional<std::string> canonical(std::string_view typed)
{
    try {
        return Scheme::normalise(typed);
    } catch (sdk::Rejected const&) {
        return std::nullopt;
    }
}

void add(Spellings& to, std::optional<std::string> const& spelling)
{
    // SI99 says that there is no reference.
    if (spelling && *spelling != "SI99" && std::find(to.begin(), to.end(), *spelling) == to.end())
        to.push_back(*spelling);
}

// "SI12-1805000001070": people put a dash behind the model as well.
struct SiInText {
    static std::string normalise(std::string_view typed)
    {
        auto plain = replaced(std::string { typed }, " ", "");
        if (plain.size() > 4 && plain[4] == '-')
            plain.erase(4, 1);
        return references::Si::normalise(plain);
    }
};

// A dash between two digits belongs to a reference, so nothing ends before it.
bool ends_at(std::string_view text, std::size_t at)
{
    auto const is_word = [&](std::size_t place) { return place < text.size() && (is_digit(text[place]) || is_letter(text[place])); };
    return is_word(at - 1) && !is_word(at) && !(at < text.size() && text[at] == '-' && is_word(at + 1));
}

// From the longest to the shortest beginning of `text` that ends with a word.
template <typename Scheme, typename Belongs> Spellings beginnings(std::string_view text, Belongs belongs)
{
    std::size_t length = 2;
    while (length < text.size() && length < s_longest && belongs(text[length]))
        ++length;
    Spellings found;
    for (; length > 4; --length)
        if (ends_at(text, length))
            add(found, canonical<Scheme>(text.substr(0, length)));
    return found;
}

Spellings beginning_of(std::string_view text)
{
    auto const first = ascii_upper(text.substr(0, 2));
    if (first == "RF")
        return beginnings<references::Rf>(text, [](char c) { return is_digit(c) || is_letter(c) || c == ' ' || is_beyond_ascii(c); });
    if (first.size() == 2 && first[0] == 'S' && std::string_view { "I1L|" }.find(first[1]) != std::string_view::npos)
        return beginnings<SiInText>(text, [](char c) { return is_digit(c) || c == ' ' || c == '-' || is_beyond_ascii(c); });
    return {};
}

}

Spellings spellings_of(std::string_view structured)
{
    Spellings spellings;
    add(spellings, canonical<references::Si>(structured));
    add(spellings, canonical<references::Rf>(structured));
    auto const plain = ascii_upper(replaced(std::string { structured }, " ", ""));
    if (plain.size() <= s_longest && !plain.empty() && plain != "NOTPROVIDED")
        add(spellings, plain);
    return spellings;
}

std::vector<Spellings> references_in(std::string_view text)
{
    std::vector<Spellings> all;
    for (std::size_t at = 0; at + 4 < text.size(); ++at) {
        if (at > 0 && (is_digit(text[at - 1]) || is_letter(text[at - 1])))
            continue;
        if (auto spellings = beginning_of(text.substr(at)); !spellings.empty())
            all.push_back(std::move(spellings));
    }
    return all;
}

}
