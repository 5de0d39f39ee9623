// Response -> bytes of the head, with the headers that every answer carries; and the page that is sent when nothing else can be.
#pragma once

#include "web/response.h"

#include <string>
#include <string_view>

namespace portal::web {

struct HeadContext {
    std::string_view request_id;
    bool closes = false;
    bool behind_https = false;
};

// Status line to empty line. Pages are no-store unless the response says otherwise.
std::string write_head(Response const& response, HeadContext const& context);

// In both languages, without theme or catalogue: for refusals before there is a page, and when rendering itself fails.
std::string plain_error_page(int status, std::string_view request_id);

std::string_view reason_phrase(int status);

}
