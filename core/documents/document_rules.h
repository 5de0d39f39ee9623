// What a document that a customer may download can be, and be called.
#pragma once

#include <string>
#include <string_view>

namespace portal::documents {

inline constexpr std::size_t file_name_length = 120; // characters

// The one spelling of a media type that is taken: "application/xml" (text/xml is the same thing, RFC 7303) or "application/pdf". Any other: "".
std::string_view media_type_taken(std::string_view given);

// A name for a file of that media type (one that is taken) that is safe on every system: no folder, nothing that a shell, a browser or
// Windows reads as more than a letter, nothing invisible, with the ending that its type has. `number` names it when nothing is left.
std::string safe_file_name(std::string_view given, std::string_view media_type, std::string_view number);

}
