#include "features/overview/settings_pages.h"

#include "features/customers/customers_service.h"
#include "features/overview/overview_store.h"
#include "tenants/registry.h"
#include "view/data_table.h"
#include "view/form.h"

#include <array>

namespace portal::overview {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

struct Found {
    std::optional<accounts::Account> account;
    std::vector<customers::Customer> customers;
    std::vector<OpenClaim> claims;
    std::set<std::pair<TenantId, std::string>> guest_access;
    std::vector<web::SessionInfo> sessions;
};

std::string logo_url(tenants::Tenant const& tenant) { return "/utilities/" + tenant.slug + "/logo.svg"; }

std::vector<view::Model> utility_models(Request const& request, Found const& found, tenants::Registry const& tenants)
{
    std::vector<view::Model> models;
    auto const& scopes = request.signed_in().customers;
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        auto const& tenant = tenants.get(scopes[i].tenant());
        view::Model model;
        model.set("name", tenant.name).set("logo", logo_url(tenant));
        model.set("address", found.customers[i].shown_address().line()).set("customer_number", scopes[i].customer_number());
        model.set("is_guest", found.guest_access.contains({ scopes[i].tenant(), scopes[i].customer_number() }));
        models.push_back(std::move(model));
    }
    return models;
}

std::vector<view::Model> waiting_models(std::vector<OpenClaim> const& claims, tenants::Registry const& tenants, view::Texts const& texts)
{
    std::vector<view::Model> models;
    for (auto const& claim : claims) {
        auto const* const tenant = tenants.find(claim.tenant);
        if (!tenant)
            continue;
        view::Model model;
        model.set("name", tenant->name).set("logo", logo_url(*tenant));
        model.set("text", texts.get(claim.waits_for_holder ? "claim.waiting.short" : "claim.mend.short"));
        model.set("url", claim.waits_for_holder ? std::string {} : "/claim?utility=" + tenant->slug);
        models.push_back(std::move(model));
    }
    return models;
}

std::vector<view::Model> session_models(
    Request const& request, std::vector<web::SessionInfo> const& sessions, TimeZone const& zone, view::Wording const& wording)
{
    auto const& [texts, format] = wording;
    std::vector<view::Model> models;
    for (auto const& session : sessions) {
        auto const is_current = session.id == request.signed_in().session;
        view::Model model;
        model.set("device", session.device.empty() ? texts.get("settings.sessions.unknown") : session.device);
        model.set(
            "seen", is_current ? texts.get("settings.sessions.now") : texts.get("settings.sessions.seen", { { "when", format.instant(session.seen, zone) } }));
        model.set("is_current", is_current).set("id", session.id.text());
        models.push_back(std::move(model));
    }
    return models;
}

// An empty form where nothing was sent; a form that was refused brings its own fields.
view::FormModel empty_form()
{
    view::FormModel form;
    for (auto const* const name : { "old_password", "password", "password_again", "new_email", "email_password" })
        form.field(name, "");
    return form;
}

Response settings_page(Request& request, SettingsParts const& parts, view::FormModel const& form, int status = 200)
{
    auto const& principal = request.signed_in();
    auto const& tenants = parts.site.tenants();
    auto const found = parts.database.read([&](db::Session& session) {
        OverviewStore store { session, principal.account };
        return Found { accounts::find(session, principal.account), customers::find_all(session, principal.customers), store.open_claims(), store.guest_access(),
            parts.sessions.list(session, principal.account) };
    });
    if (!found.account)
        return Response::redirect("/sign-in"); // closed since the session was found

    auto const* const tenant = customers::shared_tenant(principal.customers, tenants);
    auto const wording = parts.site.wording(request, tenant);
    auto const& texts = wording.texts;
    auto const& zone = accounts::account_zone(tenants);
    view::Model body;
    form.put_into(body, texts.get("settings.errors"));
    body.set("email", found.account->email);
    body.set("password_changed", wording.format.date(zone.date_at(found.account->password_changed)));
    std::vector<std::pair<std::string, std::string>> languages;
    for (auto const& language : parts.site.theme(nullptr).languages())
        languages.emplace_back(language, texts.get("language." + language));
    body.set("languages", view::choices(languages, found.account->language));
    body.set("utilities", utility_models(request, found, tenants));
    body.set("waiting", waiting_models(found.claims, tenants, texts));
    body.set("sessions", session_models(request, found.sessions, zone, wording));

    auto const files = [](std::string const& what, std::string const& path, std::initializer_list<std::string_view> endings) {
        view::Model row;
        row.set("what", what).set("downloads", view::downloads(path, {}, endings));
        return row;
    };
    body.set("own_data",
        std::vector { files(texts.get("invoices.title"), "/invoices", { ".csv", ".json" }),
            files(texts.get("transactions.title"), "/transactions", { ".csv", ".json" }),
            files(texts.get("meter.readings"), "/readings", { ".csv", ".json", ".xml" }) });

    static constexpr std::array s_done { std::pair { "password", "settings.password.done" }, std::pair { "email", "settings.email.sent" },
        std::pair { "language", "settings.language.done" }, std::pair { "device", "settings.sessions.done" } };
    std::string notice;
    for (auto const& [done, key] : s_done)
        if (request.query.text("done") == done)
            notice = texts.get(key);
    return parts.site.show(request,
        { .name = "accounts/settings",
            .title = texts.get("settings.title"),
            .menu = view::Menu::settings,
            .tenant = tenant,
            .notice = notice,
            .has_errors = form.has_errors(),
            .path = "/settings",
            .status = status },
        std::move(body));
}

int status_of(accounts::Refusal refusal) { return refusal == accounts::Refusal::busy ? 503 : refusal == accounts::Refusal::too_many_failures ? 429 : 422; }

accounts::Caller caller(Request const& request) { return { request.signed_in().account, request.signed_in().session, request.client }; }

Response change_password(Request& request, SettingsParts const& parts)
{
    auto const& texts = parts.site.texts(request);
    auto const current = request.form.secret("old_password");
    auto const wanted = request.form.secret("password");
    auto const refused = [&](std::string const& old_error, accounts::NewPasswordErrors const& errors, int status) {
        auto form = empty_form();
        form.field("old_password", "", old_error).field("password", "", errors.password).field("password_again", "", errors.again);
        return settings_page(request, parts, form, status);
    };
    auto const errors = accounts::check_new_password(texts, wanted, request.form.secret("password_again"), request.signed_in().email);
    if (current.empty() || errors.any())
        return refused(current.empty() ? texts.get("password.missing") : "", errors, 422);
    auto const outcome = parts.accounts.change_password(caller(request), current, wanted);
    if (outcome)
        return Response::redirect("/settings?done=password");
    auto const refusal = outcome.refusal();
    auto const text = texts.get(accounts::refusal_key(refusal));
    auto const is_about_the_new_one = refusal == accounts::Refusal::password_unfit;
    return refused(is_about_the_new_one ? "" : text, { is_about_the_new_one ? text : "", {} }, status_of(refusal));
}

Response change_email(Request& request, SettingsParts const& parts)
{
    auto const& texts = parts.site.texts(request);
    auto const& typed = request.form.text("new_email");
    auto const password = request.form.secret("email_password");
    auto const refused = [&](std::string const& email_error, std::string const& password_error, int status) {
        auto form = empty_form();
        form.field("new_email", typed, email_error).field("email_password", "", password_error);
        return settings_page(request, parts, form, status);
    };
    if (typed.empty() || password.empty())
        return refused(typed.empty() ? texts.get("email.missing") : "", password.empty() ? texts.get("password.missing") : "", 422);
    auto const outcome = parts.accounts.ask_email_change(caller(request), typed, password);
    if (outcome)
        return Response::redirect("/settings?done=email");
    auto const refusal = outcome.refusal();
    auto const text = texts.get(accounts::refusal_key(refusal));
    auto const is_about_the_address = refusal == accounts::Refusal::bad_email || refusal == accounts::Refusal::same_email;
    return refused(is_about_the_address ? text : "", is_about_the_address ? "" : text, status_of(refusal));
}

Response change_language(Request& request, SettingsParts const& parts)
{
    auto const& language = request.form.text("language");
    if (!parts.accounts.change_language(request.signed_in().account, language))
        return Response::fault(400);
    return Response::redirect("/settings?done=language").remember_language(language);
}

Response sign_out_device(Request& request, SettingsParts const& parts)
{
    // A device that signed out by itself meanwhile is what was asked for, too.
    if (auto const session = SessionId::parse(request.form.text("session")))
        parts.accounts.sign_out(request.signed_in().account, *session);
    return Response::redirect("/settings?done=device");
}

}

void add_settings_routes(web::Router& router, SettingsParts const& parts)
{
    router.get("/settings", [parts](Request& request) { return settings_page(request, parts, empty_form()); });
    router.post("/settings/password", [parts](Request& request) { return change_password(request, parts); }).limit(20, 1min);
    router.post("/settings/email", [parts](Request& request) { return change_email(request, parts); }).limit(20, 1min);
    router.post("/settings/sign-out-device", [parts](Request& request) { return sign_out_device(request, parts); });
    router.post("/settings/language", [parts](Request& request) { return change_language(request, parts); });
}

}
