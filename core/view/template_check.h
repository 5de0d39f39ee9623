// What no template may hold, because one forgotten quote or an inline script would open a page to strangers' texts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portal::view {

struct TemplateFinding {
    std::size_t position;
    std::string reason;
};

// The first fault: an inline script or style sheet, style= (unless allowed: mails need it), on...= attributes, a value
// in a tag that is not inside double quotes.
std::optional<TemplateFinding> check_template(std::string_view text, bool style_allowed);

}
