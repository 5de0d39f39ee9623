#include "web/front.h"

#include "base/log.h"
#include "base/text.h"
#include "web/language.h"
#include "web/problem.h"
#include "web/response_writer.h"

#include <Poco/Exception.h>

namespace portal::web {

namespace {

constexpr std::chrono::seconds s_slow { 1 };
constexpr std::chrono::hours s_visitor_lasts { 7 * 24 }; // longer than a confirmation link
constexpr std::size_t s_token_length = 43; // crypto::random_token()

bool is_form(std::string_view content_type)
{
    return ascii_lower(trimmed(content_type.substr(0, content_type.find(';')))) == "application/x-www-form-urlencoded";
}

// Files and programs have none; whoever asks for what is not there gets a page that knows him.
bool has_session(Route const* route, Request const& request)
{
    return route ? route->who() == Who::customer || route->who() == Who::anyone : !is_for_programs(request.path);
}

// The only place where what a page function threw ends.
Response guarded(std::function<Response()> const& page, std::string& fault)
{
    try {
        return page();
    } catch (db::Busy const& exception) {
        fault = exception.what();
    } catch (db::Unavailable const& exception) {
        fault = exception.what();
    } catch (Poco::Exception const& exception) {
        fault = exception.displayText();
        return Response::fault(500);
    } catch (std::exception const& exception) {
        fault = exception.what();
        return Response::fault(500);
    } catch (...) {
        fault = "something that is no exception";
        return Response::fault(500);
    }
    auto response = Response::fault(503);
    response.set_header("Retry-After", "5");
    return response;
}

// RFC 6750: what a program is told that did not bring the right token.
Response refused_machine(Request const& request, MachineRefusal const& refusal, std::string_view right)
{
    switch (refusal.why) {
    case MachineRefusal::Why::wrong_right: {
        auto response = problem(request, 403, "token_not_for_this", "This token is not for " + std::string { right } + ".");
        response.set_header("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + std::string { right } + "\"");
        return response;
    }
    case MachineRefusal::Why::too_many: {
        auto response = problem(request, 429, "too_many_wrong_tokens", "Too many wrong tokens came from this address.");
        response.set_header("Retry-After", std::to_string(refusal.retry_after.count()));
        return response;
    }
    case MachineRefusal::Why::unknown: break;
    }
    auto response = problem(request, 401, "token_unknown", "Send a token of this portal as \"Authorization: Bearer TOKEN\".");
    response.set_header("WWW-Authenticate", "Bearer");
    return response;
}

// What the log says of a request: the route's pattern, never the path, which may hold a token or a customer's words.
void log_request(Request const& request, Route const* route, Response const& response, std::chrono::milliseconds took, std::string const& fault)
{
    auto const level = response.status() >= 500 ? log::Level::error : log::Level::info;
    log::write(level, "http.request",
        { { "request", request.request_id }, { "method", std::string { method_name(request.method) } }, { "route", route ? route->pattern() : "" },
            { "status", std::to_string(response.status()) }, { "ms", std::to_string(took.count()) }, { "message", fault } });
}

}

Front::Front(FrontOptions options, Router const& router, Sessions& sessions, Secret csrf_key, ErrorPages error_pages)
    : m_options(std::move(options))
    , m_router(router)
    , m_sessions(sessions)
    , m_csrf(std::move(csrf_key))
    , m_error_pages(std::move(error_pages))
{
}

Response Front::answer(Request& request)
{
    auto match = m_router.find(request.method, request.path);
    return answer_with(match.route ? match.route->handler() : Handler {}, request, match);
}

Response Front::answer_with(Handler const& handler, Request& request, Router::Match& match)
{
    auto const began = std::chrono::steady_clock::now();
    request.csrf_keys = &m_csrf;
    request.language = m_options.languages.front();
    std::string fault;
    auto response = guarded([&] { return route(handler, request, match); }, fault);
    complete(response, request, match.route, began, fault);
    return response;
}

void Front::complete(Response& response, Request& request, Route const* route, std::chrono::steady_clock::time_point began, std::string const& fault) const
{
    if (response.is_fault())
        render(response, request);
    if (has_session(route, request))
        set_cookies(request, response);
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    if (response.status() >= 400 || took > s_slow || m_options.log_requests)
        log_request(request, route, response, took, fault);
}

// What a page's own upload throws ends here, as it does for whole requests.
class Front::GuardedUpload final : public Upload {
public:
    GuardedUpload(Front const& front, Route const& route, Request const& request, std::unique_ptr<Upload> upload)
        : m_front(front)
        , m_route(route)
        , m_upload(std::move(upload))
    {
        m_request.method = request.method;
        m_request.path = request.path;
        m_request.request_id = request.request_id;
    }

    std::optional<Response> take(std::string_view bytes) override
    {
        std::optional<Response> answer;
        std::string fault;
        // A fault is an answer, and so is what the upload gives; that it wants more is none.
        auto response = guarded(
            [&] {
                answer = m_upload->take(bytes);
                return answer ? std::move(*answer) : Response::text({});
            },
            fault);
        if (!answer && fault.empty())
            return std::nullopt;
        return completed(std::move(response), fault);
    }
    Response finish() override
    {
        std::string fault;
        auto response = guarded([&] { return m_upload->finish(); }, fault);
        return completed(std::move(response), fault);
    }

private:
    Response completed(Response&& response, std::string const& fault)
    {
        m_front.complete(response, m_request, &m_route, m_began, fault);
        return std::move(response);
    }

    Front const& m_front;
    Route const& m_route;
    Request m_request; // what is left of it: for messages
    std::unique_ptr<Upload> m_upload;
    std::chrono::steady_clock::time_point const m_began = std::chrono::steady_clock::now();
};

std::optional<UploadStart> Front::start_upload(Request& request)
{
    auto match = m_router.find(request.method, request.path);
    if (!match.route || !match.route->upload_handler())
        return std::nullopt;
    std::unique_ptr<Upload> upload;
    Handler const start = [&](Request& asked) {
        auto started = match.route->upload_handler()(asked);
        if (auto* const taker = std::get_if<std::unique_ptr<Upload>>(&started)) {
            upload = std::move(*taker);
            return Response::text({}); // not sent: the upload answers
        }
        return std::get<Response>(std::move(started));
    };
    auto response = answer_with(start, request, match);
    if (!upload)
        return response;
    return std::make_unique<GuardedUpload>(*this, *match.route, request, std::move(upload));
}

Response Front::route(Handler const& handler, Request& request, Router::Match& match)
{
    auto query = parse_parameters(request.query_text);
    if (!query)
        return Response::fault(400);
    request.query = std::move(*query);
    if (has_session(match.route, request)) {
        request.language = choose_language(request, m_options.languages);
        find_session(request);
    }
    if (match.route) {
        request.route = std::move(match.values);
        switch (match.route->who()) {
        case Who::nobody: return handler(request);
        case Who::machine: return run_for_machine(handler, request, *match.route);
        case Who::customer:
        case Who::anyone: return run(request, *match.route);
        }
    }
    auto response = Response::fault(match.allowed.empty() ? 404 : 405);
    if (!match.allowed.empty())
        response.set_header("Allow", match.allowed);
    return response;
}

void Front::find_session(Request& request)
{
    if (auto const visitor = request.cookie(visitor_cookie); visitor.size() == s_token_length)
        request.visitor_token = visitor;
    auto const token = request.cookie(session_cookie);
    if (token.empty())
        return;
    request.session_token = Secret { std::string { token } };
    request.principal = m_sessions.find(request.session_token);
    if (request.principal && m_options.is_served)
        std::erase_if(request.principal->customers, [&](CustomerScope const& customer) { return !m_options.is_served(customer.tenant()); });
    if (request.principal)
        request.language = choose_language(request, m_options.languages);
}

Response Front::run(Request& request, Route const& route)
{
    if (route.who() == Who::customer && !request.principal)
        return to_sign_in(request);
    if (auto refused = over_limit(request, route))
        return std::move(*refused);
    if (request.method == Method::post) {
        if (!is_form(request.header("Content-Type")))
            return Response::fault(415);
        auto form = parse_parameters(request.body);
        if (!form)
            return Response::fault(400);
        request.form = std::move(*form);
        auto const accepts = route.who() == Who::customer ? Csrf::Accepts::session_only : Csrf::Accepts::session_or_visitor;
        if (!m_csrf.fits(request, accepts))
            return Response::fault(403);
    }
    return route.handler()(request);
}

Response Front::run_for_machine(Handler const& handler, Request& request, Route const& route)
{
    if (auto refused = over_limit(request, route))
        return std::move(*refused);
    Result<Machine, MachineRefusal> machine = refuse(MachineRefusal { MachineRefusal::Why::unknown });
    if (m_options.find_machine)
        machine = m_options.find_machine(request, route.right());
    if (!machine)
        return refused_machine(request, machine.refusal(), route.right());
    if (m_options.is_served && !m_options.is_served(machine->scope.tenant()))
        return problem(request, 503, "utility_unavailable", "This utility is switched off at the moment.");
    request.machine = std::move(*machine);
    return handler(request);
}

std::optional<Response> Front::over_limit(Request const& request, Route const& route)
{
    if (!route.limit())
        return std::nullopt;
    // A household shares an IPv6 /64.
    auto const key = std::string { method_name(route.method()) } + ' ' + route.pattern() + ' ' + request.client.block(32, 64);
    auto const wait = m_throttle.take(key, route.limit()->count, route.limit()->window, std::chrono::steady_clock::now());
    if (wait.count() == 0)
        return std::nullopt;
    auto response = Response::fault(429);
    response.set_header("Retry-After", std::to_string(wait.count()));
    return response;
}

Response Front::to_sign_in(Request const& request) const
{
    // A form that was sent cannot be sent again from here; a page can be shown again.
    if (request.method == Method::post)
        return Response::redirect(m_options.sign_in_path);
    return Response::redirect(m_options.sign_in_path + "?next=" + percent_encoded(request.target));
}

void Front::set_cookies(Request const& request, Response& response) const
{
    if (request.visitor_is_new)
        response.set_cookie({ visitor_cookie, request.visitor_token, s_visitor_lasts });
    if (request.query.has("lang") && request.query.text("lang") == request.language)
        response.remember_language(request.language);
    // A session that is no more need not be looked up again and again; but what the page itself said counts.
    bool const is_dead = !request.session_token.empty() && !request.principal && response.status() < 500;
    if (is_dead && !response.sets_cookie(session_cookie))
        response.end_session();
}

void Front::render(Response& fault, Request& request) const
{
    if (is_for_programs(request.path))
        fault.set_problem(problem_document(fault.status(), {}, {}, request.request_id));
    else
        fault.set_page(error_page(fault.status(), request));
}

std::string Front::error_page(int status, Request& request) const
{
    try {
        return m_error_pages(status, request);
    } catch (std::exception const& exception) {
        log::error("http.error_page_failed", { { "request", request.request_id }, { "message", exception.what() } });
        return plain_error_page(status, request.request_id);
    }
}

}
