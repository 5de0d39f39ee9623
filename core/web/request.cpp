#include "web/request.h"

#include "base/text.h"
#include "crypto/random.h"
#include "web/csrf.h"

#include <algorithm>
#include <stdexcept>

#include <strings.h>

namespace portal::web {

std::string_view method_name(Method method)
{
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    }
    return "GET";
}

bool is_named(Header const& header, std::string_view name)
{
    return header.name.size() == name.size() && ::strncasecmp(header.name.data(), name.data(), name.size()) == 0;
}

std::string_view Request::header(std::string_view name) const
{
    auto const found = std::find_if(headers.begin(), headers.end(), [&](Header const& header) { return is_named(header, name); });
    return found == headers.end() ? std::string_view {} : found->value;
}

std::string_view Request::cookie(std::string_view name) const
{
    auto rest = header("Cookie");
    while (!rest.empty()) {
        auto const end = rest.find(';');
        auto const pair = trimmed(rest.substr(0, end));
        if (pair.size() > name.size() && pair[name.size()] == '=' && pair.starts_with(name))
            return pair.substr(name.size() + 1);
        rest = end == std::string_view::npos ? std::string_view {} : rest.substr(end + 1);
    }
    return {};
}

Principal const& Request::signed_in() const
{
    if (!principal)
        throw std::logic_error("this route is open: nobody needs to be signed in");
    return *principal;
}

Machine const& Request::calling_machine() const
{
    if (!machine)
        throw std::logic_error("this route is not for machines");
    return *machine;
}

std::string Request::csrf()
{
    if (!csrf_keys)
        throw std::logic_error("a request that did not come through the front has no forms");
    return principal ? csrf_keys->for_session(session_token) : csrf_keys->for_visitor(visitor());
}

std::string const& Request::visitor()
{
    if (visitor_token.empty()) {
        visitor_token = crypto::random_token();
        visitor_is_new = true;
    }
    return visitor_token;
}

}
