#include "web/response_writer.h"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

namespace portal::web {

namespace {

// No inline script or style, nothing from elsewhere, no frame around us, forms to us only (ASVS 3.4).
constexpr std::string_view s_content_security_policy = "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
constexpr std::string_view s_on_every_answer = "X-Content-Type-Options: nosniff\r\n"
                                               "Cross-Origin-Opener-Policy: same-origin\r\n"
                                               "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

void add(std::string& head, std::string_view name, std::string_view value) { head.append(name).append(": ").append(value).append("\r\n"); }

// Formatting costs as much as a short request; the text changes once a second.
std::string const& date_now()
{
    thread_local std::time_t second = 0;
    thread_local std::string text;
    Poco::Timestamp const now;
    if (now.epochTime() != second) {
        second = now.epochTime();
        text = Poco::DateTimeFormatter::format(now, Poco::DateTimeFormat::HTTP_FORMAT);
    }
    return text;
}

}

std::string write_head(Response const& response, HeadContext const& context)
{
    std::string head;
    head.reserve(1024);
    head.append("HTTP/1.1 ").append(std::to_string(response.status())).append(" ").append(reason_phrase(response.status())).append("\r\n");
    add(head, "Date", date_now());
    if (!response.content_type().empty())
        add(head, "Content-Type", response.content_type());
    if (response.status() != 304)
        add(head, "Content-Length", std::to_string(response.body().size()));
    add(head, "X-Request-Id", context.request_id);
    head.append(s_on_every_answer);
    if (!response.header("Content-Security-Policy"))
        add(head, "Content-Security-Policy", s_content_security_policy);
    if (!response.header("Referrer-Policy"))
        add(head, "Referrer-Policy", "same-origin");
    if (!response.header("Cache-Control"))
        add(head, "Cache-Control", "no-store");
    if (context.behind_https)
        add(head, "Strict-Transport-Security", "max-age=31536000");
    for (auto const& [name, value] : response.headers())
        add(head, name, value);
    if (context.closes)
        add(head, "Connection", "close");
    head.append("\r\n");
    return head;
}

std::string plain_error_page(int status, std::string_view request_id)
{
    std::string page = "<!DOCTYPE html>\n<html lang=\"sl\"><head><meta charset=\"utf-8\"><title>";
    page.append(std::to_string(status)).append("</title></head><body>\n");
    page.append(status >= 500 ? "<p>Strani trenutno ne moremo prikazati. Poskusite znova čez nekaj minut.</p>\n"
                                "<p lang=\"en\">We cannot show this page right now. Please try again in a few minutes.</p>\n"
                              : "<p>Te zahteve ne moremo sprejeti.</p>\n<p lang=\"en\">We cannot take this request.</p>\n");
    page.append("<p>").append(std::to_string(status)).append(" · ").append(request_id).append("</p>\n</body></html>\n");
    return page;
}

std::string_view reason_phrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 202: return "Accepted";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
    }
}

}
