// What a page function gives back. Headers and cookies are checked here, so no text of a customer can add a line of its own.
#pragma once

#include "base/secret.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal::web {

// A cookie that no script reads and no other site sends along with a POST: Path=/; Secure; HttpOnly; SameSite=Lax.
struct Cookie {
    std::string_view name; // must begin with __Host-
    std::string value; // letters, digits and -._~ only
    std::optional<std::chrono::seconds> max_age; // without: until the browser closes; 0 removes it
};

class Response {
public:
    static Response html(std::string page, int status = 200);
    static Response text(std::string text, int status = 200);
    static Response json(std::string json, int status = 200);
    static Response problem(std::string document, int status); // web/problem.h
    // A file to keep, never shown in the browser's window. A name of other than ASCII's letters, digits and . _ - is given twice (RFC 6266),
    // for old programs with a - in its place.
    static Response download(std::string bytes, std::string_view content_type, std::string_view file_name);
    // 303 to a path of our own ("/overview?x=1"); anything else is std::invalid_argument.
    static Response redirect(std::string_view own_path);
    // Missing, foreign and malformed ids: the same bytes for all of them.
    static Response not_found() { return fault(404); }
    // A status whose page the front renders (ErrorPages).
    static Response fault(int status);
    // Bytes that many answers share: files.
    static Response shared(std::shared_ptr<std::string const> bytes, std::string_view content_type);

    // 304 with the same headers and no body.
    Response as_not_modified() &&;

    // Both throw std::invalid_argument for anything that does not belong into one header line.
    Response& set_header(std::string_view name, std::string_view value); // replaces one of the same name
    Response& set_cookie(Cookie const& cookie);

    // For pages whose address holds a token: no site gets to know it by Referer.
    Response& no_referrer() { return set_header("Referrer-Policy", "no-referrer"); }
    Response& start_session(Secret const& token);
    Response& end_session();
    Response& remember_language(std::string_view language);

    int status() const { return m_status; }
    bool is_fault() const { return m_fault; } // true: the body is still the front's to render
    void set_page(std::string page); // the front's answer to is_fault()
    void set_problem(std::string document); // the same for programs: application/problem+json
    std::string_view body() const { return m_shared ? std::string_view { *m_shared } : std::string_view { m_body }; }
    std::string_view content_type() const { return m_content_type; }
    std::string const* header(std::string_view name) const; // nullptr: not set
    bool sets_cookie(std::string_view name) const;
    std::vector<std::pair<std::string, std::string>> const& headers() const { return m_headers; } // Set-Cookie among them

private:
    explicit Response(int status)
        : m_status(status)
    {
    }

    int m_status;
    bool m_fault = false;
    std::string m_content_type;
    std::string m_body;
    std::shared_ptr<std::string const> m_shared;
    std::vector<std::pair<std::string, std::string>> m_headers;
};

// "/overview?x=1": begins with one slash, printable ASCII, no backslash. For "next" parameters before redirect().
bool is_own_path(std::string_view path);

}
