// The encodings that a mail is made of.
#pragma once

#include <string>
#include <string_view>

namespace portal::mail {

// RFC 4648 section 4, in one line.
std::string base64(std::string_view bytes);

// RFC 2045 section 6.7: lines end with CRLF whatever they ended with before and have at most 76 characters. A point at the
// beginning of a line is encoded, so SMTP's end mark cannot appear in a body.
std::string quoted_printable(std::string_view text);

// A header's text: as it is when it is short printable ASCII, else RFC 2047 encoded words, cut between characters and folded.
std::string header_text(std::string_view text);

// The same for the name before an address: a quoted string or encoded words.
std::string display_name(std::string_view name);

}
