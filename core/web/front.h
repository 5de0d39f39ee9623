// The one way through which every request goes: route, session, language, limit, form, CSRF, page function, error pages, log.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "web/csrf.h"
#include "web/request.h"
#include "web/response.h"
#include "web/router.h"
#include "web/sessions.h"
#include "web/throttle.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace portal::web {

// The page for 400, 403 (the form expired), 404, 405, 415, 429, 500 and 503, in the theme's looks. Must show request.request_id
// for 403 and from 500 on; of a 404 for a route with values (request.route) it shows nothing of the request. May throw: then a plain page of the front's own is
// sent.
using ErrorPages = std::function<std::string(int status, Request& request)>;

// Why a token does not open a route.
struct MachineRefusal {
    enum class Why {
        unknown, // no token, or none that we know
        wrong_right, // a good token that is not meant for this
        too_many, // too many wrong ones came from this address
    } why;
    std::chrono::seconds retry_after {}; // of too_many
};
using FindMachine = std::function<Result<Machine, MachineRefusal>(Request const&, std::string_view right)>;

struct FrontOptions {
    std::vector<std::string> languages { "sl", "en" }; // the first one when nothing says otherwise
    std::string sign_in_path = "/sign-in"; // gets ?next=
    std::function<bool(TenantId)> is_served; // customers of other utilities are left out of the principal; empty: all are served
    FindMachine find_machine; // who a token belongs to; empty: nobody has one
    bool log_requests = false; // http.log_requests: all of them, not only failed and slow ones
};

class Front {
public:
    Front(FrontOptions options, Router const& router, Sessions& sessions, Secret csrf_key, ErrorPages error_pages);

    // Both are thread-safe and throw nothing but std::bad_alloc.
    Response answer(Request& request);
    // For Server::StartUpload: the same way for the head of an upload; its parts then come back guarded, too.
    std::optional<UploadStart> start_upload(Request& request);

private:
    class GuardedUpload;

    Response answer_with(Handler const& handler, Request& request, Router::Match& match);
    void complete(Response& response, Request& request, Route const* route, std::chrono::steady_clock::time_point began, std::string const& fault) const;
    Response route(Handler const& handler, Request& request, Router::Match& match);
    void find_session(Request& request);
    Response run(Request& request, Route const& route);
    Response run_for_machine(Handler const& handler, Request& request, Route const& route);
    std::optional<Response> over_limit(Request const& request, Route const& route);
    Response to_sign_in(Request const& request) const;
    void set_cookies(Request const& request, Response& response) const;
    void render(Response& fault, Request& request) const;
    std::string error_page(int status, Request& request) const;

    FrontOptions m_options;
    Router const& m_router;
    Sessions& m_sessions;
    Csrf m_csrf;
    ErrorPages m_error_pages;
    Throttle m_throttle;
};

}
