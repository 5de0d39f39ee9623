// /confirm/{token}: the link of the registration's mail.
#include "features/accounts/accounts.h"
#include "features/claims/bill_form.h"

namespace portal::claims {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

Response dead_link(Request& request, Services const& services)
{
    auto const& texts = services.site.texts(request);
    view::Model body;
    body.set("action", texts.get("register.title")).set("url", "/register");
    return services.site.show(
        request, { .name = "accounts/link_expired", .title = texts.get("link.expired.title"), .path = "/register", .status = 410 }, std::move(body));
}

// Whoever comes back to a link that he used himself goes on where he was.
Response used_link(Request& request, Services const& services, std::optional<Registration> const& registration)
{
    if (!registration || registration->state != "confirmed")
        return dead_link(request, services);
    if (request.principal && accounts::email_key(request.principal->email) == accounts::email_key(registration->email))
        return Response::redirect("/claim");
    // Pressed twice, and the first answer did not arrive.
    return RegistrationService::is_same_browser(*registration, request.visitor()) ? Response::redirect("/sign-in?next=/claim") : dead_link(request, services);
}

Response show_form(Request& request, Services const& services, Registration const& registration, std::string const& error, int status = 200)
{
    auto const& tenant = services.tenants.get(registration.tenant);
    auto const& texts = services.site.texts(request, &tenant);
    view::FormModel form;
    form.field("password", {}, error);
    view::Model body;
    form.put_into(body, texts.get("confirm.errors"));
    body.set("confirm_url", request.path).set("email", registration.email).set("utility_name", tenant.name);
    return services.site.show(request,
        { .name = "accounts/confirm", .title = texts.get("confirm.title"), .tenant = &tenant, .has_errors = form.has_errors(), .status = status },
        std::move(body));
}

Response confirmed(Request& request, Services const& services, Confirmed const& done)
{
    auto const& tenant = services.tenants.get(done.tenant);
    // The page belongs to the session that begins with it: its forms are sent signed in.
    request.session_token = done.session;
    request.principal = services.sessions.find(done.session);
    auto response = [&] {
        if (!done.judged)
            return services.site.utility_unavailable(request, tenant);
        try {
            return after_judging(request, services, tenant, services.paper.printed(tenant, done.claim.reference), { .code = done.code.reveal() }, *done.judged);
        } catch (plugins::PluginUnavailable const&) { // logged by plugins
            return services.site.utility_unavailable(request, tenant);
        }
    }();
    response.start_session(done.session);
    return response;
}

Response confirm(Request& request, Services const& services, Registration const& registration, std::optional<Secret> password)
{
    auto const outcome = services.registration.confirm(request.route.secret("token"),
        { .visitor = request.visitor(),
            .password = std::move(password),
            .client = request.client,
            .device = web::device_name(request.header("User-Agent")),
            .replaces = request.session_token });
    if (outcome)
        return confirmed(request, services, *outcome);
    auto const& texts = services.site.texts(request);
    switch (outcome.refusal()) {
    case ConfirmRefusal::link_dead: return dead_link(request, services);
    case ConfirmRefusal::wrong_password: return show_form(request, services, registration, texts.get("password.wrong"), 422);
    case ConfirmRefusal::too_many: return show_form(request, services, registration, texts.get("rate.limited"), 429);
    case ConfirmRefusal::busy: return show_form(request, services, registration, texts.get("register.busy"), 503);
    }
    throw std::logic_error("unknown refusal of a confirmation");
}

// Something that fetches the page before the customer asks for it is not his click.
bool is_fetched_ahead(Request const& request)
{
    return request.header("Sec-Purpose").find("prefetch") != std::string_view::npos || request.header("Purpose").find("prefetch") != std::string_view::npos;
}

Response show_confirm(Request& request, Services const& services)
{
    auto const registration = services.registration.find(request.route.secret("token"));
    if (!registration || !registration->waits_at(services.clock.now()))
        return used_link(request, services, registration).no_referrer();
    // Only in the browser that registered: there one click suffices, as the leaflet promises. A HEAD is nobody's click.
    bool const confirms
        = request.method == web::Method::get && !is_fetched_ahead(request) && RegistrationService::is_same_browser(*registration, request.visitor());
    return (confirms ? confirm(request, services, *registration, std::nullopt) : show_form(request, services, *registration, {})).no_referrer();
}

Response submit_confirm(Request& request, Services const& services)
{
    auto const registration = services.registration.find(request.route.secret("token"));
    if (!registration || !registration->waits_at(services.clock.now()))
        return used_link(request, services, registration).no_referrer();
    return confirm(request, services, *registration, request.form.secret("password")).no_referrer();
}

}

void add_confirm_routes(web::Router& router, Services const& services)
{
    router.get("/confirm/{token}", [&](Request& request) { return show_confirm(request, services); }).open().limit(120, 1h);
    router.post("/confirm/{token}", [&](Request& request) { return submit_confirm(request, services); }).open().limit(60, 1h);
}

}
