// One mail and its text form (RFC 5322, MIME). Composed here because Poco 1.11 cuts characters in encoded words, sends bare
// line feeds and lets a line end in a subject start a new header (docs/decisions).
#pragma once

#include "base/time.h"

#include <string>

namespace portal::mail {

struct Message {
    std::string message_id; // "<letters.digits@domain>", made once and kept for every repetition
    Instant date;
    std::string from_name; // may be empty
    std::string from_address;
    std::string reply_to; // an address, or empty
    std::string to; // one address
    std::string subject;
    std::string text;
    std::string html; // may be empty: then the mail is plain text only
};

// The whole mail with CRLF line ends, lines of at most 76 bytes in the bodies, 7-bit clean. The same message gives the same
// bytes. Control characters in subject and name become spaces. Throws std::invalid_argument when an address or the
// Message-ID is not well-formed, or a text is not UTF-8; the message names the field, not its content.
std::string to_mime(Message const& message);

}
