// Which function answers which path, who may call it and how often: one line a route, closed unless it says otherwise.
#pragma once

#include "web/request.h"
#include "web/response.h"
#include "web/upload.h"

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::web {

// A page function. What it throws becomes a page: db::Busy and db::Unavailable 503, everything else 500.
using Handler = std::function<Response(Request&)>;

enum class Who {
    customer, // signed in; others are sent to the sign-in page
    anyone, // signed in or not; request.principal says
    nobody, // no session is looked up, no cookie read or set: files and health checks
    machine, // a utility's program with an access token that has the route's right; no session, no cookies, so no forged forms
};

struct Limit {
    int count = 0;
    std::chrono::seconds window {};
};

class Route {
public:
    Route(Method method, std::string pattern, Handler handler);
    Route(std::string pattern, UploadHandler handler); // PUT

    Route& open();
    Route& bare();
    // For who brings "Authorization: Bearer TOKEN" with a token that is good for `right` ("readings"); request.machine says
    // whose it is. Others get 401 or 403 as a problem document.
    Route& machine(std::string_view right);
    // At most `count` calls in `window` from one address (IPv6: /64) on this node, then 429. Costs no row: it keeps one
    // client from keeping the node busy. Limits that must hold across nodes count failures in core/limits.
    Route& limit(int count, std::chrono::seconds window);

    Method method() const { return m_method; }
    std::string const& pattern() const { return m_pattern; }
    Who who() const { return m_who; }
    std::string const& right() const { return m_right; } // of a machine's token; "" on other routes
    std::optional<Limit> const& limit() const { return m_limit; }
    Handler const& handler() const { return m_handler; }
    UploadHandler const& upload_handler() const { return m_upload_handler; } // empty: the body comes as a whole

    // The values of {…} parts when `path` is of this shape.
    std::optional<Parameters> match(std::string_view path) const;
    // Both would answer the same paths, whatever their {…} are called.
    bool collides_with(Route const& other) const;
    // One number a part: 0 literal, 1 value, 2 rest.
    std::vector<int> shape() const;

private:
    struct Part {
        std::string text; // literal, or the name of the value
        bool is_value; // {name}: one part
        bool is_rest; // {name...}: everything to the end, slashes too
    };

    void read_pattern();

    Method m_method;
    std::string m_pattern;
    Handler m_handler;
    UploadHandler m_upload_handler;
    std::vector<Part> m_parts;
    Who m_who = Who::customer;
    std::string m_right;
    std::optional<Limit> m_limit;
};

class Router {
public:
    // "/invoices/{invoice}"; a literal part wins over a value, a value over {rest...}. A second route of the same shape and
    // method is std::logic_error. GET answers HEAD too. Not to be changed once the server runs.
    Route& get(std::string_view pattern, Handler handler) { return add(Method::get, pattern, std::move(handler)); }
    Route& post(std::string_view pattern, Handler handler) { return add(Method::post, pattern, std::move(handler)); }
    // For machines only: browsers do not put, and nothing would tell a forged one.
    Route& put(std::string_view pattern, std::string_view right, Handler handler) { return add(Method::put, pattern, std::move(handler)).machine(right); }

    // PUT of a body of any size, which its function takes in parts (web/upload.h).
    Route& upload(std::string_view pattern, std::string_view right, UploadHandler handler);

    struct Match {
        Route const* route = nullptr; // nullptr: no such page for this method
        Parameters values;
        std::string allowed {}; // without a route: the methods of this path, as the header Allow of a 405 lists them; empty: 404
    };
    Match find(Method method, std::string_view path) const;

    // For tests and `portalctl`: every route as it was declared.
    std::deque<Route> const& routes() const { return m_routes; }

private:
    Route& add(Method method, std::string_view pattern, Handler handler);
    Route& add(Route&& route);
    std::deque<Route> m_routes; // references given out stay valid
};

}
