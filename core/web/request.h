// What a page function gets: one request, already guarded, with its parameters, language and who sent it.
#pragma once

#include "base/scope.h"
#include "base/secret.h"
#include "web/address.h"
#include "web/parameters.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::web {

class Csrf;

enum class Method { get, head, post, put };
std::string_view method_name(Method method);

// The names of our cookies. __Host-: only this host, only over TLS (or localhost), for all paths.
inline constexpr std::string_view session_cookie = "__Host-portal";
inline constexpr std::string_view visitor_cookie = "__Host-visitor";
inline constexpr std::string_view language_cookie = "__Host-lang";

// A signed-in account and what it may see; made by Sessions only.
struct Principal {
    AccountId account;
    SessionId session;
    std::string email;
    std::string language;
    bool has_open_claims; // something is to be mended, or waits for a holder: pages that tell of it ask for more only then
    std::vector<CustomerScope> customers; // by tenant, then customer number; empty: nothing claimed yet
};

// A program of a utility that came with one of its access tokens; made by who keeps the tokens (FrontOptions::find_machine).
struct Machine {
    TenantScope scope;
    std::string token_name; // as the admin called the token, for logs and the audit
};

struct Header {
    std::string_view name; // as sent
    std::string_view value;
};

bool is_named(Header const& header, std::string_view name); // names do not mind their case

// Lives for one call of a page function, on one thread; the views in it point into the connection's buffer.
struct Request {
    Method method = Method::get;
    std::string path = "/"; // decoded, without the query
    std::string_view target; // path and query as sent: "/invoices?lang=en"
    std::string_view query_text;
    std::vector<Header> headers;
    std::string_view body;
    std::uint64_t body_size = 0; // as announced; of an upload nothing is in `body`

    Parameters query;
    Parameters form; // of a POST only
    Parameters route; // "/invoices/{invoice}" gives route.text("invoice")

    Address client; // behind a trusted proxy the one that the proxy names
    std::string host; // as sent, without the port, lower case
    std::string request_id; // 13 characters made by us; on every error page, in the log and in X-Request-Id
    std::string language; // "sl" or "en"
    std::optional<Principal> principal;
    std::optional<Machine> machine; // on routes for machines only

    // The first value of a header; "" when it was not sent.
    std::string_view header(std::string_view name) const;
    std::string_view cookie(std::string_view name) const; // "" when it was not sent

    // On a route that needs a signed-in customer there always is one; elsewhere std::logic_error.
    Principal const& signed_in() const;
    // The same on a route for machines.
    Machine const& calling_machine() const;

    // The value of the hidden field "csrf" of every form on the page. For somebody who is not signed in the first call makes
    // the visitor cookie, which the front then sets.
    std::string csrf();
    // A random name of this browser, kept in a cookie for a week; made when it is first asked for.
    std::string const& visitor();

    // Set by the front.
    Csrf const* csrf_keys = nullptr;
    Secret session_token;
    std::string visitor_token;
    bool visitor_is_new = false;
};

}
