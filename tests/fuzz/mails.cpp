// Mails made of whatever stands in a name, a subject or a text: no input starts a header or ends the mail early.
#include "check.h"

#include "base/text.h"
#include "mail/message.h"

#include <cstdint>
#include <stdexcept>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace portal;
    std::string const text { reinterpret_cast<char const*>(data), size };
    mail::Message message { "<a.b@portal.example>", {}, text, "portal@portal.example", "", "ana@example.si", text, text, text };
    std::string mime;
    try {
        mime = mail::to_mime(message);
    } catch (std::invalid_argument const&) {
        check(!is_utf8(text), "what is UTF-8 can be mailed");
        return 0;
    }
    for (std::size_t at = 0; at < mime.size(); ++at) {
        check(static_cast<unsigned char>(mime[at]) < 128, "a mail is 7-bit clean");
        check(mime[at] != '\n' || (at > 0 && mime[at - 1] == '\r'), "no bare line feed");
        check(mime[at] != '\r' || (at + 1 < mime.size() && mime[at + 1] == '\n'), "no bare carriage return");
    }
    auto const head = mime.substr(0, mime.find("\r\n\r\n"));
    for (auto line : split(head, '\n'))
        check(line.starts_with(' ') || line.starts_with('\t') || line.find(": ") != std::string_view::npos, "a head holds headers");
    return 0;
}
