// Small work on texts. UTF-8 throughout; the ASCII functions leave other bytes as they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal {

bool is_utf8(std::string_view text);
// C0 controls and DEL; a tab and line ends count as well.
bool has_control_characters(std::string_view text);
// Code points; the text must be UTF-8.
std::size_t character_count(std::string_view text);

std::string_view trimmed(std::string_view text); // ASCII white space at both ends
std::string ascii_upper(std::string_view text);
std::string ascii_lower(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator); // "" gives one empty part
std::string replaced(std::string text, std::string_view from, std::string_view to);

// Whole text, decimal, no sign but a leading minus.
std::optional<std::int64_t> parse_integer(std::string_view text);

std::string hex(std::string_view bytes); // lower case

// The entry of `known` that is nearest to `word` by edit distance, for "did you mean"; "" when none is near.
std::string nearest(std::string_view word, std::vector<std::string> const& known);

// An address that we are willing to write to: local@domain of letters, digits and the usual signs, at most 254 bytes, no
// quotes, no controls, no address literals (a subset of RFC 5321 section 4.1.2). Gives it trimmed, with the domain in
// lower case; nullopt for anything else.
std::optional<std::string> parse_email(std::string_view text);

}
