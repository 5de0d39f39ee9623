#include "plugin_check/escaped.h"

#include "base/text.h"

namespace portal::plugin_check {

namespace {

// Bytes of the character that begins here; 0 when it is none that can be printed.
std::size_t printable(std::string_view text)
{
    for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length)
        if (is_utf8(text.substr(0, length)))
            return has_control_characters(text.substr(0, length)) ? 0 : length;
    return 0;
}

}

std::string escaped(std::string_view bytes, std::size_t most)
{
    std::string text;
    std::size_t at = 0;
    while (at < bytes.size() && at < most) {
        auto const left = bytes.substr(at);
        if (left[0] == '"' || left[0] == '\\') {
            text += { '\\', left[0] };
            ++at;
        } else if (auto const length = printable(left); length > 0) {
            text += left.substr(0, length);
            at += length;
        } else {
            text += "\\x" + hex(left.substr(0, 1));
            ++at;
        }
    }
    return at == bytes.size() ? text : text + "... (" + std::to_string(bytes.size()) + " bytes)";
}

std::string in_quotes(std::string_view bytes, std::size_t most) { return '"' + escaped(bytes, most) + '"'; }

std::string readable(std::string text)
{
    return is_utf8(text) && !has_control_characters(replaced(text, "\n", "")) ? std::move(text) : escaped(text, std::string::npos);
}

}
