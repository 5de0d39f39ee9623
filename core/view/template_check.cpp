// See template_check.h.
#include "view/template_check.h"

#include "base/text.h"

#include <cctype>

namespace portal::view {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// Past a Mustache tag that begins here; 0 when none begins.
std::size_t mustache_length(std::string_view text)
{
    if (!text.starts_with("{{"))
        return 0;
    auto const close = text.starts_with("{{{") ? std::string_view { "}}}" } : std::string_view { "}}" };
    auto const end = text.find(close);
    return end == std::string_view::npos ? text.size() : end + close.size();
}

bool prints_a_value(std::string_view tag)
{
    auto const sign = trimmed(tag.substr(2)).substr(0, 1);
    return sign != "#" && sign != "^" && sign != "/" && sign != "!" && sign != ">";
}

std::optional<std::string> fault_of_attribute(std::string_view name, bool style_allowed)
{
    auto const lower = ascii_lower(name);
    if (lower == "style" && !style_allowed)
        return "style= is refused: the content security policy forbids it";
    if (lower.size() > 2 && lower.starts_with("on"))
        return std::string { name } + "= is refused: scripts stand in their own files";
    return std::nullopt;
}

// One HTML tag from its < on. Sets `end` behind it.
std::optional<TemplateFinding> check_tag(std::string_view text, std::size_t begin, bool style_allowed, std::size_t& end)
{
    std::size_t at = begin + 1;
    std::string name;
    while (at < text.size() && text[at] != '>') {
        auto const rest = text.substr(at);
        if (auto const length = mustache_length(rest)) {
            if (prints_a_value(rest.substr(0, length)))
                return TemplateFinding { at, "a value inside a tag must stand in a quoted attribute" };
            at += length;
        } else if (text[at] == '=') {
            if (auto fault = fault_of_attribute(name, style_allowed))
                return TemplateFinding { at, *fault };
            if (text.substr(at + 1, 1) != "\"")
                return TemplateFinding { at, "the value of " + name + "= must stand in double quotes" };
            for (at += 2; at < text.size() && text[at] != '"';) {
                auto const skipped = mustache_length(text.substr(at));
                at += skipped ? skipped : 1;
            }
            ++at;
            name.clear();
        } else {
            if (is_letter(text[at]) || text[at] == '-')
                name += text[at];
            else
                name.clear();
            ++at;
        }
    }
    end = at;
    return std::nullopt;
}

std::optional<std::string> fault_of_element(std::string_view text, bool style_allowed)
{
    auto const start = ascii_lower(text.substr(0, text.find('>') + 12));
    if (start.starts_with("<style") && !style_allowed)
        return "<style> is refused: the content security policy forbids it";
    if (start.starts_with("<script") && (start.find(" src=\"") == std::string::npos || start.find("></script>") == std::string::npos))
        return "scripts stand in their own files";
    return std::nullopt;
}

}

std::optional<TemplateFinding> check_template(std::string_view text, bool style_allowed)
{
    for (std::size_t at = 0; at < text.size();) {
        if (auto const length = mustache_length(text.substr(at))) {
            at += length;
        } else if (text[at] == '<' && at + 1 < text.size() && is_letter(text[at + 1])) {
            if (auto const fault = fault_of_element(text.substr(at), style_allowed))
                return TemplateFinding { at, *fault };
            if (auto finding = check_tag(text, at, style_allowed, at))
                return finding;
        } else {
            ++at;
        }
    }
    return std::nullopt;
}

}
