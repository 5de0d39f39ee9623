// The page for what cannot be shown: unknown address, expired form, too many tries, a fault.
#pragma once

#include "view/theme.h"

#include <string>
#include <string_view>

namespace portal::view {

// The page "site/error" for a status of 400, 403, 404, 405, 413, 429, 500 or 503; any other is shown as 500. Sets the
// frame's title. `request` is the request's number for the help desk. The page of a status is the same for every cause.
std::string render_error(Theme const& theme, std::string_view language, PageFrame frame, int status, std::string_view request);

}
