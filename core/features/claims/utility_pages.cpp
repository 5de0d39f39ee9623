// /utilities/add: the same claim for somebody who has an account already.
#include "features/accounts/accounts_service.h"
#include "features/claims/bill_form.h"

namespace portal::claims {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

struct Errors {
    std::string utility {}, reference {}, code {}, terms {};
    bool any() const { return !(utility + reference + code + terms).empty(); }
};

bool asks_terms(Request const& request, Services const& services, tenants::Tenant const& tenant)
{
    return !services.database.read(
        [&](db::Session& session) { return accounts::has_accepted_terms(session, request.signed_in().account, tenant.id, tenant.terms_version); });
}

Response show_form(Request& request, Services const& services, tenants::Tenant const* shown, Errors const& errors, int status = 200)
{
    auto const& texts = services.site.texts(request, shown);
    auto const& typed = request.form;
    view::FormModel form;
    form.field("utility", shown ? shown->slug : std::string {}, errors.utility)
        .field("reference", typed.text("reference"), errors.reference)
        .field("code", typed.text("code"), errors.code)
        .field("terms", typed.text("terms"), errors.terms);
    view::Model body;
    form.put_into(body, texts.get("register.errors"));
    put_utilities(body, services, shown);
    body.set("terms_yes", typed.text("terms") == "yes").set("asks_terms", shown && asks_terms(request, services, *shown));
    return services.site.show(request,
        { .name = "claims/add",
            .title = texts.get("add.title"),
            .tenant = shown,
            .has_errors = form.has_errors(),
            .path = shown ? "/utilities/add?utility=" + shown->slug : "/utilities/add",
            .status = status },
        std::move(body));
}

Response judge(Request& request, Services const& services, tenants::Tenant const& tenant)
{
    auto const& texts = services.site.texts(request, &tenant);
    auto const& principal = request.signed_in();
    auto const& form = request.form;
    auto const bill = read_bill(services.paper, tenant, texts, form);
    Errors errors { .reference = bill.reference_error, .code = bill.code_error };
    bool const accepts_terms = asks_terms(request, services, tenant);
    if (accepts_terms && form.text("terms") != "yes")
        errors.terms = texts.get("terms.required");
    if (errors.any())
        return show_form(request, services, &tenant, errors, 422);
    if (accepts_terms)
        services.database.transact([&](db::Transaction& transaction) {
            accounts::record_terms(transaction, principal.account, tenant.id, tenant.terms_version, services.clock.now());
        });
    auto const judged
        = services.claims.judge(tenant, { principal.account, principal.email, request.client.block(24, 48) }, { *bill.reference, *bill.code, std::nullopt });
    return after_judging(request, services, tenant, form.text("reference"), { .code = form.text("code") }, judged);
}

Response submit(Request& request, Services const& services)
{
    auto const* const picked = find_active(services.tenants, request.form.text("utility"));
    if (!picked) {
        Errors errors;
        errors.utility = services.site.texts(request).get("register.utility.missing");
        return show_form(request, services, nullptr, errors, 422);
    }
    if (only_picks_utility(request.form, *picked, { "reference", "code" }))
        return show_form(request, services, picked, {});
    try {
        return judge(request, services, *picked);
    } catch (plugins::PluginUnavailable const&) { // logged by plugins
        // For a while, and the form says so; or only this once.
        return services.paper.is_away(*picked) ? show_form(request, services, picked, {}, 503) : services.site.utility_unavailable(request, *picked);
    }
}

}

void add_utility_routes(web::Router& router, Services const& services)
{
    router.get("/utilities/add", [&](Request& request) { return show_form(request, services, first_shown(request, services.tenants), {}); });
    router.post("/utilities/add", [&](Request& request) { return submit(request, services); }).limit(60, 1h);
}

void add_routes(web::Router& router, Services const& services)
{
    add_registration_routes(router, services);
    add_confirm_routes(router, services);
    add_claim_routes(router, services);
    add_utility_routes(router, services);
    add_handover_routes(router, services);
}

}
