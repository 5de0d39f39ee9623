// The head of a request and a form's body, as a stranger may send them.
#include "check.h"

#include "base/text.h"
#include "web/address.h"
#include "web/http_head.h"
#include "web/parameters.h"

#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace portal;
    std::string_view const text { reinterpret_cast<char const*>(data), size };
    web::HeadRules const rules { { "localhost" }, 65'536 };
    for (std::string const& whole : { std::string { text } + "\r\n\r\n", "POST / HTTP/1.1\r\nHost: localhost\r\n" + std::string { text } + "\r\n\r\n" }) {
        if (auto const head = web::read_head(whole, rules)) {
            check(head->body_size <= rules.most_body, "a body has its limit");
            check(head->path.starts_with('/'), "a path begins at the root");
        }
    }
    if (auto const parameters = web::parse_parameters(text)) {
        for (auto const& [name, value] : *parameters)
            check(is_utf8(name) && is_utf8(value) && value.find('\r') == std::string::npos, "a field is plain text");
    }
    check(web::percent_decoded(web::percent_encoded(text), web::Plus::stays) == std::string { text }, "escaping loses nothing");
    if (auto const address = web::Address::parse(text))
        check(web::Address::parse(address->text()) == address, "an address survives its text");
    return 0;
}
