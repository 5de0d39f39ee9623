#include "features/accounts/accounts_pages.h"

#include "view/form.h"

namespace portal::accounts {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

constexpr std::string_view s_start = "/overview";

class Pages {
public:
    explicit Pages(Parts const& parts)
        : m(parts)
    {
    }

    Response show_sign_in(Request& request) const;
    Response sign_in(Request& request) const;
    Response sign_out(Request& request) const;
    Response sign_out_everywhere(Request& request) const;
    Response show_forgot(Request& request) const;
    Response forgot(Request& request) const;
    Response show_reset(Request& request) const;
    Response reset(Request& request) const;
    Response show_email(Request& request) const;
    Response email(Request& request) const;

private:
    Response sign_in_page(Request& request, view::FormModel const& form, std::string const& notice, int status) const;
    Response reset_page(Request& request, std::string const& email, view::FormModel const& form, int status) const;
    Response email_page(Request& request, std::string const& email, bool done) const;
    Response dead_link(Request& request, std::string_view action_key, std::string_view url, std::string const& notice = {}) const;
    view::Texts const& texts(Request const& request) const { return m.site.texts(request); }

    Parts m;
};

std::string next_path(std::string const& wanted) { return web::is_own_path(wanted) ? wanted : std::string {}; }

Response Pages::sign_in_page(Request& request, view::FormModel const& form, std::string const& notice, int status) const
{
    auto const& words = texts(request);
    view::Model body;
    form.put_into(body, words.get("sign_in.errors"));
    body.set("next", next_path(request.method == web::Method::post ? request.form.text("next") : request.query.text("next")));
    return m.site.show(request,
        { .name = "accounts/sign_in",
            .title = words.get("sign_in.title"),
            .notice = notice,
            .has_errors = form.has_errors(),
            .path = "/sign-in",
            .status = status },
        std::move(body));
}

Response Pages::show_sign_in(Request& request) const
{
    auto const next = next_path(request.query.text("next"));
    if (request.principal)
        return Response::redirect(next.empty() ? s_start : next);
    auto const& done = request.query.text("done");
    std::string notice;
    if (done == "out")
        notice = texts(request).get("sign_in.out");
    else if (done == "everywhere")
        notice = texts(request).get("sign_in.out_everywhere");
    else if (done == "reset")
        notice = texts(request).get("reset.done");
    else if (!next.empty())
        notice = texts(request).get("sign_in.needed");
    return sign_in_page(request, view::FormModel {}.field("email", "").field("password", ""), notice, 200);
}

Response Pages::sign_in(Request& request) const
{
    auto const& words = texts(request);
    auto const& form = request.form;
    auto const refused = [&](std::string const& email_error, std::string const& password_error, int status) {
        return sign_in_page(request, view::FormModel {}.field("email", form.text("email"), email_error).field("password", "", password_error), {}, status);
    };
    if (form.text("email").empty() || form.text("password").empty())
        return refused(form.text("email").empty() ? words.get("email.missing") : "", form.text("password").empty() ? words.get("password.missing") : "", 422);

    auto const outcome = m.service.sign_in(
        { form.text("email"), form.secret("password"), request.client, web::device_name(request.header("User-Agent")), request.session_token });
    if (outcome) {
        auto const next = next_path(form.text("next"));
        auto response = Response::redirect(next.empty() ? s_start : next);
        response.start_session(*outcome);
        return response;
    }
    auto const& refusal = outcome.refusal();
    if (refusal.reason == Refusal::busy) {
        auto response = refused(words.get("sign_in.busy"), "", 503);
        response.set_header("Retry-After", "5");
        return response;
    }
    if (refusal.reason == Refusal::too_many_failures) {
        auto response = refused(words.get("sign_in.locked", { { "minutes", std::to_string(refusal.wait.count()) } }), "", 429);
        response.set_header("Retry-After", std::to_string(std::chrono::seconds { refusal.wait }.count()));
        return response;
    }
    return refused(words.get("sign_in.wrong"), "", 422);
}

Response Pages::sign_out(Request& request) const
{
    m.service.sign_out(request.signed_in().account, request.signed_in().session);
    auto response = Response::redirect("/sign-in?done=out");
    response.end_session();
    return response;
}

Response Pages::sign_out_everywhere(Request& request) const
{
    m.service.sign_out_everywhere(request.signed_in().account);
    auto response = Response::redirect("/sign-in?done=everywhere");
    response.end_session();
    return response;
}

Response Pages::show_forgot(Request& request) const
{
    view::Model body;
    view::FormModel {}.field("email", "").put_into(body, "");
    body.set("sent", false).set("sent_to", "");
    return m.site.show(request, { .name = "accounts/password_forgot", .title = texts(request).get("forgot.title") }, std::move(body));
}

Response Pages::forgot(Request& request) const
{
    auto const& words = texts(request);
    auto const& typed = request.form.text("email");
    auto const outcome = m.service.forgot_password(typed, request.language, request.client);
    view::FormModel form;
    form.field("email", typed, outcome ? "" : words.get(typed.empty() ? "email.missing" : "email.invalid"));
    view::Model body;
    form.put_into(body, words.get("forgot.errors"));
    body.set("sent", bool(outcome)).set("sent_to", outcome ? typed : "");
    return m.site.show(request,
        { .name = "accounts/password_forgot",
            .title = words.get(outcome ? "sent.title" : "forgot.title"),
            .has_errors = form.has_errors(),
            .status = outcome ? 200 : 422 },
        std::move(body));
}

Response Pages::reset_page(Request& request, std::string const& address, view::FormModel const& form, int status) const
{
    auto const& words = texts(request);
    view::Model body;
    form.put_into(body, words.get("reset.errors"));
    body.set("reset_url", request.path).set("email", address);
    return m.site
        .show(request, { .name = "accounts/password_reset", .title = words.get("reset.title"), .has_errors = form.has_errors(), .status = status },
            std::move(body))
        .no_referrer();
}

Response Pages::show_reset(Request& request) const
{
    auto const address = m.service.email_of_reset_link(request.route.secret("token"));
    if (!address)
        return dead_link(request, "forgot.title", "/password/forgot");
    return reset_page(request, *address, view::FormModel {}.field("password", "").field("password_again", ""), 200);
}

Response Pages::reset(Request& request) const
{
    auto const token = request.route.secret("token");
    auto const wanted = request.form.secret("password");
    auto const address = m.service.email_of_reset_link(token);
    auto const refused = [&](NewPasswordErrors const& errors, int status) {
        return reset_page(request, *address, view::FormModel {}.field("password", "", errors.password).field("password_again", "", errors.again), status);
    };
    if (address)
        if (auto const errors = check_new_password(texts(request), wanted, request.form.secret("password_again"), *address); errors.any())
            return refused(errors, 422);
    auto const outcome = m.service.reset_password(token, wanted);
    if (outcome)
        return Response::redirect("/sign-in?done=reset").end_session();
    if (!address || outcome.refusal() == Refusal::link_dead)
        return dead_link(request, "forgot.title", "/password/forgot");
    return refused({ texts(request).get(refusal_key(outcome.refusal())), {} }, outcome.refusal() == Refusal::busy ? 503 : 422);
}

Response Pages::email_page(Request& request, std::string const& address, bool done) const
{
    auto const& words = texts(request);
    view::Model body;
    body.set("confirm_url", request.path).set("email", address).set("done", done).set("signed_in", request.principal.has_value());
    return m.site
        .show(request, { .name = "accounts/email_confirm", .title = words.get(done ? "email_change.done.title" : "email_change.title") }, std::move(body))
        .no_referrer();
}

Response Pages::show_email(Request& request) const
{
    auto const address = m.service.email_of_change_link(request.route.secret("token"));
    return address ? email_page(request, *address, false) : dead_link(request, "settings.title", "/settings");
}

Response Pages::email(Request& request) const
{
    auto const outcome = m.service.confirm_email(request.route.secret("token"));
    if (outcome)
        return email_page(request, *outcome, true);
    auto const is_taken = outcome.refusal() == Refusal::email_taken;
    return dead_link(request, "settings.title", "/settings", is_taken ? texts(request).get("email_change.taken") : "");
}

Response Pages::dead_link(Request& request, std::string_view action_key, std::string_view url, std::string const& notice) const
{
    auto const& words = texts(request);
    view::Model body;
    body.set("action", words.get(action_key)).set("url", url);
    return m.site.show(request, { .name = "accounts/link_expired", .title = words.get("link.expired.title"), .notice = notice, .status = 410 }, std::move(body))
        .no_referrer();
}

}

void add_routes(web::Router& router, Parts const& parts)
{
    auto const pages = std::make_shared<Pages const>(parts);
    auto const to = [&](Response (Pages::*page)(Request&) const) { return [pages, page](Request& request) { return ((*pages).*page)(request); }; };
    router.get("/sign-in", to(&Pages::show_sign_in)).open();
    router.post("/sign-in", to(&Pages::sign_in)).open().limit(20, 1min);
    router.post("/sign-out", to(&Pages::sign_out));
    router.post("/sign-out-everywhere", to(&Pages::sign_out_everywhere));
    router.get("/password/forgot", to(&Pages::show_forgot)).open();
    router.post("/password/forgot", to(&Pages::forgot)).open().limit(10, 1min);
    router.get("/password/reset/{token}", to(&Pages::show_reset)).open().limit(30, 1min);
    router.post("/password/reset/{token}", to(&Pages::reset)).open().limit(10, 1min);
    router.get("/email/{token}", to(&Pages::show_email)).open().limit(30, 1min);
    router.post("/email/{token}", to(&Pages::email)).open().limit(10, 1min);
}

}
