// Errors for programs: RFC 9457 problem documents, the answer to everything below /api/ that does not work.
#pragma once

#include "web/request.h"
#include "web/response.h"

#include <string>
#include <string_view>

namespace portal::web {

// {"title": "Not Found", "status": 404, "key": "not_found", "detail": "...", "request": "0ABC..."}. `key` is what a program may
// rely on; `detail` is English for a person. Empty ones are told from the status. `request` finds the line in the log.
std::string problem_document(int status, std::string_view key, std::string_view detail, std::string_view request_id);

Response problem(Request const& request, int status, std::string_view key, std::string_view detail);

// Programs ask below /api/; browsers everywhere else.
bool is_for_programs(std::string_view path);

}
