#include "web/problem.h"

#include "web/response_writer.h"

#include <Poco/JSONString.h>

namespace portal::web {

namespace {

struct Words {
    std::string_view key, detail;
};

Words words_for(int status)
{
    switch (status) {
    case 404: return { "not_found", "There is nothing here, or nothing of yours." };
    case 405: return { "wrong_method", "The header Allow lists the methods." };
    case 411: return { "no_length", "Send a Content-Length." };
    case 413: return { "too_large", "The body is too large." };
    case 429: return { "too_many", "Too many calls; the header Retry-After says when to go on." };
    case 503: return { "unavailable", "The portal cannot do this at the moment; try again after the seconds in Retry-After." };
    default: break;
    }
    if (status >= 500)
        return { "fault", "Something went wrong in the portal; its log tells more under this request." };
    return { "bad_request", "This request cannot be taken." };
}

std::string quoted(std::string_view text) { return Poco::toJSON(std::string { text }); }

}

std::string problem_document(int status, std::string_view key, std::string_view detail, std::string_view request_id)
{
    auto const usual = words_for(status);
    return "{\"title\":" + quoted(reason_phrase(status)) + ",\"status\":" + std::to_string(status) + ",\"key\":" + quoted(key.empty() ? usual.key : key)
        + ",\"detail\":" + quoted(detail.empty() ? usual.detail : detail) + ",\"request\":" + quoted(request_id) + "}\n";
}

Response problem(Request const& request, int status, std::string_view key, std::string_view detail)
{
    return Response::problem(problem_document(status, key, detail, request.request_id), status);
}

bool is_for_programs(std::string_view path) { return path.starts_with("/api/"); }

}
