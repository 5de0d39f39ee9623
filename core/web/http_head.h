// Reads the head of a request and refuses everything that two readers could understand differently.
//
// Own parser and not Poco's HTTPServerRequest: that one decodes RFC 2047 inside header values (so "=?utf-8?q?chunked?="
// becomes "chunked"), takes Content-Length together with Transfer-Encoding, negative and repeated lengths, any version, no
// Host at all, and hands truncated bodies on as complete ones (docs/security.md).
#pragma once

#include "base/result.h"
#include "web/request.h"

#include <string>
#include <string_view>
#include <vector>

namespace portal::web {

struct Head {
    Method method = Method::get;
    std::string path; // decoded once
    std::string_view target; // as sent
    std::string_view query;
    std::vector<Header> headers;
    std::string host;
    std::uint64_t body_size = 0; // of a PUT it may be larger than HeadRules::most_body: whoever takes it in parts knows its own bound
    bool expects_continue = false; // waits for a word before it sends the body; only a PUT may
    bool keep_alive = true;
};

// The answer to a head that is not taken; the connection closes after it.
struct HeadRefusal {
    int status;
    std::string_view reason; // for the log
};

struct HeadRules {
    std::vector<std::string> hosts; // lower case, without port
    std::size_t most_body;
};

// `text` ends with the empty line. The views in the result point into it.
Result<Head, HeadRefusal> read_head(std::string_view text, HeadRules const& rules);

}
