// Makes any text harmless inside HTML, SVG and quoted attributes.
#pragma once

#include <string>
#include <string_view>

namespace portal::view {

inline void append_escaped(std::string& out, std::string_view text)
{
    for (;;) {
        auto const plain = text.find_first_of("&<>\"'");
        out.append(text.substr(0, plain));
        if (plain == std::string_view::npos)
            return;
        switch (text[plain]) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += "&#39;"; break;
        }
        text.remove_prefix(plain + 1);
    }
}

inline std::string escaped(std::string_view text)
{
    std::string out;
    append_escaped(out, text);
    return out;
}

}
