#include "web/http_head.h"

#include "base/text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace portal::web {

namespace {

constexpr std::size_t s_most_headers = 100;

HeadRefusal bad(std::string_view reason) { return { 400, reason }; }

bool is_token(std::string_view text)
{
    static constexpr std::string_view s_signs = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return !text.empty() && text.find_first_not_of(s_signs) == std::string_view::npos;
}

// Takes the text up to the next CR LF; no other line end is one.
std::string_view take_line(std::string_view& rest)
{
    auto const end = rest.find("\r\n");
    auto const line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    return line;
}

// Blanks and tabs only: a bare CR or vertical tab at an end must be seen and refused.
std::string_view without_outer_blanks(std::string_view value)
{
    auto const begin = value.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view {} : value.substr(begin, value.find_last_not_of(" \t") - begin + 1);
}

std::optional<Method> method_of(std::string_view name)
{
    for (auto const method : { Method::get, Method::head, Method::post, Method::put })
        if (name == method_name(method))
            return method;
    return std::nullopt;
}

bool has_body(Method method) { return method == Method::post || method == Method::put; }

// Only "/path?query": no proxy form, no "*", nothing that a browser would have escaped.
std::optional<HeadRefusal> read_target(std::string_view target, Head& head)
{
    if (!target.starts_with('/') || !std::all_of(target.begin(), target.end(), [](char sign) { return sign > 0x20 && sign < 0x7f && sign != '#'; }))
        return bad("the target is no path");
    head.target = target;
    auto const mark = target.find('?');
    auto const path = target.substr(0, mark);
    if (mark != std::string_view::npos)
        head.query = target.substr(mark + 1);
    auto decoded = percent_decoded(path, Plus::stays);
    // A slash that was escaped would be one for us and none for the proxy before us.
    if (!decoded || !is_utf8(*decoded) || has_control_characters(*decoded) || path.find("%2f") != std::string_view::npos
        || path.find("%2F") != std::string_view::npos)
        return bad("a path that cannot be read in one way");
    head.path = std::move(*decoded);
    return std::nullopt;
}

std::optional<HeadRefusal> read_header(std::string_view line, Head& head)
{
    auto const colon = line.find(':');
    // A blank before the colon or at the line's begin (folding) is no token.
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return bad("a header without a proper name");
    auto const value = without_outer_blanks(line.substr(colon + 1));
    if (has_control_characters(value))
        return bad("a control character in a header");
    if (value.find("=?") != std::string_view::npos)
        return bad("an encoded word in a header");
    if (head.headers.size() == s_most_headers)
        return HeadRefusal { 431, "too many headers" };
    head.headers.push_back({ line.substr(0, colon), value });
    return std::nullopt;
}

// The name without its port, in lower case; nullopt for what is no host at all.
std::optional<std::string> host_name(std::string_view value)
{
    auto const end = value.starts_with('[') ? value.find(']') + 1 : value.find(':');
    auto const name = value.substr(0, end);
    auto const rest = value.substr(name.size());
    bool const port_is_one = rest.empty() || (rest[0] == ':' && rest.size() <= 6 && rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
    if (name.empty() || !port_is_one)
        return std::nullopt;
    return ascii_lower(name);
}

bool says_close(std::string_view connection)
{
    auto const parts = split(connection, ',');
    return std::any_of(parts.begin(), parts.end(), [](auto part) { return ascii_lower(trimmed(part)) == "close"; });
}

// Where the body ends must be said once and plainly.
std::optional<HeadRefusal> judge_framing(std::optional<std::string_view> length, Head& head, HeadRules const& rules)
{
    if (!length) {
        if (has_body(head.method))
            return HeadRefusal { 411, "a POST or PUT without Content-Length" };
        return std::nullopt;
    }
    if (length->empty() || length->size() > 15 || length->find_first_not_of("0123456789") != std::string_view::npos)
        return bad("a Content-Length that is no number");
    head.body_size = static_cast<std::uint64_t>(parse_integer(*length).value_or(0));
    if (!has_body(head.method) && head.body_size > 0)
        return bad("a body where none belongs");
    if (head.method != Method::put && head.body_size > rules.most_body)
        return HeadRefusal { 413, "a body that is too large" };
    return std::nullopt;
}

}

Result<Head, HeadRefusal> read_head(std::string_view text, HeadRules const& rules)
{
    Head head;
    auto const words = split(take_line(text), ' ');
    if (words.size() != 3 || !is_token(words[0]))
        return refuse(bad("no request line"));
    bool const is_1_0 = words[2] == "HTTP/1.0";
    if (!is_1_0 && words[2] != "HTTP/1.1")
        return refuse(bad("neither HTTP/1.0 nor HTTP/1.1"));
    auto const method = method_of(words[0]);
    if (!method)
        return refuse(HeadRefusal { 405, "a method that we do not take" });
    head.method = *method;
    if (auto const refusal = read_target(words[1], head))
        return refuse(*refusal);

    head.headers.reserve(16);
    std::optional<std::string_view> host, length;
    for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
        if (auto const refusal = read_header(line, head))
            return refuse(*refusal);
        auto const& header = head.headers.back();
        if (is_named(header, "Host")) {
            if (std::exchange(host, header.value))
                return refuse(bad("more than one Host"));
        } else if (is_named(header, "Content-Length")) {
            if (std::exchange(length, header.value))
                return refuse(bad("more than one Content-Length"));
        } else if (is_named(header, "Transfer-Encoding")) {
            return refuse(bad("a Transfer-Encoding"));
        } else if (is_named(header, "Expect")) {
            head.expects_continue = head.method == Method::put && ascii_lower(header.value) == "100-continue";
            if (!head.expects_continue)
                return refuse(HeadRefusal { 417, "an Expect" });
        } else if (is_named(header, "Connection")) {
            head.keep_alive = head.keep_alive && !says_close(header.value);
        }
    }
    head.keep_alive = head.keep_alive && !is_1_0;

    auto name = host ? host_name(*host) : std::nullopt;
    if (!name)
        return refuse(bad("no Host"));
    if (std::find(rules.hosts.begin(), rules.hosts.end(), *name) == rules.hosts.end())
        return refuse(HeadRefusal { 421, "a Host that is not ours" });
    head.host = std::move(*name);
    if (auto const refusal = judge_framing(length, head, rules))
        return refuse(*refusal);
    return head;
}

}
