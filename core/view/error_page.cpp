// See error_page.h.
#include "view/error_page.h"

namespace portal::view {

std::string render_error(Theme const& theme, std::string_view language, PageFrame frame, int status, std::string_view request)
{
    auto const& texts = theme.texts(language);
    auto const named = "error." + std::to_string(status);
    auto const key = texts.has(named + ".title") ? named : std::string { "error.500" };
    frame.title = texts.get(key + ".title");
    Model body;
    body.set("heading", frame.title);
    body.set("text", texts.get(key + ".text"));
    body.set("is_missing", status == 404);
    body.set("is_busy", status == 429);
    body.set("again_url", status == 503 || status == 429 ? frame.path : std::string {});
    body.set("request", request);
    return theme.render(language, "site/error", frame, std::move(body));
}

}
