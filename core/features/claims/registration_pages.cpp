// /register, /register/sent, /register/resend: HTTP in, view data out.
#include "base/text.h"
#include "features/accounts/accounts_service.h"
#include "features/claims/bill_form.h"

namespace portal::claims {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

struct Errors {
    std::string utility, reference, code, email, terms;
    accounts::NewPasswordErrors password;
    std::string whole;

    bool any() const { return !(utility + reference + code + email + terms + whole).empty() || password.any(); }
};

// With the values that came; passwords excepted.
Response show_form(
    Request& request, Services const& services, tenants::Tenant const* shown, Errors const& errors, std::string const& notice = {}, int status = 200)
{
    auto const& texts = services.site.texts(request, shown);
    auto const& typed = request.form;
    view::FormModel form;
    if (!errors.whole.empty())
        form.error("utility", errors.whole);
    form.field("utility", shown ? shown->slug : std::string {}, errors.utility)
        .field("reference", typed.text("reference"), errors.reference)
        .field("code", typed.text("code"), errors.code)
        .field("email", typed.text("email"), errors.email)
        .field("password", {}, errors.password.password)
        .field("password_again", {}, errors.password.again)
        .field("terms", typed.text("terms"), errors.terms);
    view::Model body;
    form.put_into(body, texts.get("register.errors"));
    put_utilities(body, services, shown);
    body.set("terms_yes", typed.text("terms") == "yes");
    return services.site.show(request,
        { .name = "accounts/register",
            .title = texts.get("register.title"),
            .tenant = shown,
            .notice = notice,
            .has_errors = form.has_errors(),
            .path = shown ? "/register?utility=" + shown->slug : "/register",
            .status = status },
        std::move(body));
}

Response show_register(Request& request, Services const& services)
{
    if (request.principal)
        return Response::redirect("/utilities/add");
    return show_form(request, services, first_shown(request, services.tenants), {});
}

// All errors at once.
Response judge(Request& request, Services const& services, tenants::Tenant const& tenant)
{
    auto const& texts = services.site.texts(request, &tenant);
    auto const& form = request.form;
    auto bill = read_bill(services.paper, tenant, texts, form);
    auto email = parse_email(form.text("email"));
    Errors errors;
    errors.reference = bill.reference_error;
    errors.code = bill.code_error;
    if (!email)
        errors.email = texts.get(trimmed(form.text("email")).empty() ? "email.missing" : "email.invalid");
    errors.password = accounts::check_new_password(texts, form.secret("password"), form.secret("password_again"), email.value_or(""));
    if (form.text("terms") != "yes")
        errors.terms = texts.get("terms.required");
    if (errors.any())
        return show_form(request, services, &tenant, errors, {}, 422);

    auto const started = services.registration.start(tenant,
        { .email = std::move(*email),
            .password = form.secret("password"),
            .language = request.language,
            .reference = std::move(*bill.reference),
            .code = std::move(*bill.code),
            .visitor = request.visitor(),
            .client = request.client });
    if (started)
        return Response::redirect("/register/sent");
    bool const is_busy = started.refusal() == RegistrationRefusal::busy;
    errors.whole = texts.get(is_busy ? "register.busy" : "rate.limited");
    return show_form(request, services, &tenant, errors, {}, is_busy ? 503 : 429);
}

Response register_account(Request& request, Services const& services)
{
    if (request.principal)
        return Response::redirect("/utilities/add");
    auto const& form = request.form;
    auto const* const picked = find_active(services.tenants, form.text("utility"));
    if (!picked) {
        Errors errors;
        errors.utility = services.site.texts(request).get("register.utility.missing");
        return show_form(request, services, nullptr, errors, {}, 422);
    }
    if (only_picks_utility(form, *picked, { "reference", "code", "email", "password", "password_again" })) {
        bool const had_another = !form.text("shown").empty() && !form.text("reference").empty();
        return show_form(request, services, picked, {}, had_another ? services.site.texts(request, picked).get("register.utility.changed") : std::string {});
    }
    try {
        return judge(request, services, *picked);
    } catch (plugins::PluginUnavailable const&) { // logged by plugins
        // For a while, and the form says so; or only this once.
        return services.paper.is_away(*picked) ? show_form(request, services, picked, {}, {}, 503) : services.site.utility_unavailable(request, *picked);
    }
}

Response show_sent(Request& request, Services const& services)
{
    auto const registration = services.registration.newest_of(request.visitor());
    if (!registration)
        return Response::redirect("/register");
    auto const& tenant = services.tenants.get(registration->tenant);
    auto const& texts = services.site.texts(request, &tenant);
    view::Model body;
    body.set("email", registration->email).set("change_url", "/register?utility=" + tenant.slug);
    return services.site.show(request,
        { .name = "accounts/register_sent",
            .title = texts.get("sent.title"),
            .tenant = &tenant,
            .notice = request.query.has("again") ? texts.get("sent.again.done") : std::string {},
            .path = "/register/sent" },
        std::move(body));
}

Response resend(Request& request, Services const& services)
{
    services.registration.resend(request.visitor());
    return Response::redirect("/register/sent?again=1");
}

}

void add_registration_routes(web::Router& router, Services const& services)
{
    router.get("/register", [&](Request& request) { return show_register(request, services); }).open();
    // Wider than an address block's limit in the rows: a form with a slip is sent several times.
    router.post("/register", [&](Request& request) { return register_account(request, services); }).open().limit(120, 1h);
    router.get("/register/sent", [&](Request& request) { return show_sent(request, services); }).open();
    router.post("/register/resend", [&](Request& request) { return resend(request, services); }).open().limit(30, 1h);
}

}
