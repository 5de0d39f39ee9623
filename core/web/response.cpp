#include "web/response.h"

#include "base/text.h"
#include "web/request.h"

#include <algorithm>
#include <stdexcept>

#include <strings.h>

namespace portal::web {

namespace {

constexpr std::string_view s_letters_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::chrono::hours s_year { 24 * 365 };

bool only_of(std::string_view text, std::string_view more)
{
    return std::all_of(text.begin(), text.end(),
        [&](char sign) { return s_letters_and_digits.find(sign) != std::string_view::npos || more.find(sign) != std::string_view::npos; });
}

void check_header(std::string_view name, std::string_view value)
{
    if (name.empty() || !only_of(name, "-"))
        throw std::invalid_argument("not the name of a header");
    // Printable ASCII: no line ends, so no second header, and nothing whose encoding a browser would have to guess.
    if (!std::all_of(value.begin(), value.end(), [](char sign) { return sign >= 0x20 && sign < 0x7f; }))
        throw std::invalid_argument("the value of the header " + std::string { name } + " holds what a header must not hold");
}

bool same_name(std::string_view left, std::string_view right)
{
    return left.size() == right.size() && ::strncasecmp(left.data(), right.data(), left.size()) == 0;
}

bool is_cookie_line(std::pair<std::string, std::string> const& header, std::string_view name)
{
    return header.first == "Set-Cookie" && header.second.starts_with(name) && header.second[name.size()] == '=';
}

}

Response Response::html(std::string page, int status)
{
    Response response { status };
    response.m_content_type = "text/html; charset=utf-8";
    response.m_body = std::move(page);
    return response;
}

Response Response::text(std::string text, int status)
{
    Response response { status };
    response.m_content_type = "text/plain; charset=utf-8";
    response.m_body = std::move(text);
    return response;
}

Response Response::json(std::string json, int status)
{
    Response response { status };
    response.m_content_type = "application/json";
    response.m_body = std::move(json);
    return response;
}

Response Response::problem(std::string document, int status)
{
    Response response { status };
    response.set_problem(std::move(document));
    return response;
}

Response Response::download(std::string bytes, std::string_view content_type, std::string_view file_name)
{
    check_header("Content-Type", content_type);
    std::string safe_name, encoded_name; // RFC 6266 and RFC 8187
    for (char const sign : file_name) {
        auto const byte = static_cast<unsigned char>(sign);
        bool const is_plain = only_of({ &sign, 1 }, "._-");
        if (is_plain || (byte & 0xC0) != 0x80) // one - for a character of several bytes
            safe_name += is_plain ? sign : '-';
        encoded_name += is_plain ? std::string { sign } : "%" + ascii_upper(hex({ &sign, 1 }));
    }
    Response response { 200 };
    response.m_content_type = content_type;
    response.m_body = std::move(bytes);
    response.set_header(
        "Content-Disposition", "attachment; filename=\"" + safe_name + "\"" + (safe_name == file_name ? "" : "; filename*=UTF-8''" + encoded_name));
    // Should a browser show it all the same, it runs nothing and reaches nothing.
    response.set_header("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
}

Response Response::redirect(std::string_view own_path)
{
    if (!is_own_path(own_path))
        throw std::invalid_argument("a redirect leads to a path of our own only");
    Response response { 303 };
    response.set_header("Location", own_path);
    return response;
}

Response Response::fault(int status)
{
    Response response { status };
    response.m_fault = true;
    return response;
}

Response Response::shared(std::shared_ptr<std::string const> bytes, std::string_view content_type)
{
    Response response { 200 };
    check_header("Content-Type", content_type);
    response.m_content_type = content_type;
    response.m_shared = std::move(bytes);
    return response;
}

Response Response::as_not_modified() &&
{
    m_status = 304;
    m_shared.reset();
    m_body.clear();
    m_content_type.clear();
    return std::move(*this);
}

Response& Response::set_header(std::string_view name, std::string_view value)
{
    check_header(name, value);
    for (auto& [known, old] : m_headers)
        if (same_name(known, name)) {
            old = value;
            return *this;
        }
    m_headers.emplace_back(name, value);
    return *this;
}

Response& Response::set_cookie(Cookie const& cookie)
{
    if (!cookie.name.starts_with("__Host-") || !only_of(cookie.name, "-_") || !only_of(cookie.value, "-._~"))
        throw std::invalid_argument("a cookie's name begins with __Host- and its value has letters, digits and -._~ only");
    std::string line { cookie.name };
    line += '=' + cookie.value + "; Path=/; Secure; HttpOnly; SameSite=Lax";
    if (cookie.max_age)
        line += "; Max-Age=" + std::to_string(cookie.max_age->count());
    // The last word on a cookie counts; two lines for one name would leave it to the browser.
    std::erase_if(m_headers, [&](auto const& header) { return is_cookie_line(header, cookie.name); });
    m_headers.emplace_back("Set-Cookie", std::move(line));
    return *this;
}

Response& Response::start_session(Secret const& token)
{
    // No Max-Age: the row knows how long it is good for, and closing the browser signs out.
    return set_cookie({ session_cookie, token.reveal(), std::nullopt });
}

Response& Response::end_session() { return set_cookie({ session_cookie, "", std::chrono::seconds { 0 } }); }

Response& Response::remember_language(std::string_view language) { return set_cookie({ language_cookie, std::string { language }, s_year }); }

void Response::set_page(std::string page)
{
    m_content_type = "text/html; charset=utf-8";
    m_body = std::move(page);
    m_fault = false;
}

void Response::set_problem(std::string document)
{
    m_content_type = "application/problem+json";
    m_body = std::move(document);
    m_fault = false;
}

std::string const* Response::header(std::string_view name) const
{
    auto const found = std::find_if(m_headers.begin(), m_headers.end(), [&](auto const& header) { return same_name(header.first, name); });
    return found == m_headers.end() ? nullptr : &found->second;
}

bool Response::sets_cookie(std::string_view name) const
{
    return std::any_of(m_headers.begin(), m_headers.end(), [&](auto const& header) { return is_cookie_line(header, name); });
}

bool is_own_path(std::string_view path)
{
    if (path.empty() || path[0] != '/' || (path.size() > 1 && (path[1] == '/' || path[1] == '\\')))
        return false;
    return std::all_of(path.begin(), path.end(), [](char sign) { return sign > 0x20 && sign < 0x7f && sign != '\\'; });
}

}
