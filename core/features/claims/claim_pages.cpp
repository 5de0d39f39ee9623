// /claim: the mailbox is confirmed and the bill is not proved yet, or just was.
#include "base/text.h"
#include "features/claims/bill_form.h"
#include "features/customers/customers_service.h"

namespace portal::claims {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

struct Opened {
    tenants::Tenant const& tenant;
    OpenClaim claim;
};

// Of the utility that is named; else any that is open.
std::optional<Opened> find_open(Request const& request, Services const& services, std::string const& slug)
{
    for (auto const* tenant : services.tenants.all())
        if (slug.empty() || tenant->slug == slug)
            if (auto claim = services.claims.find_open(tenant->id, request.signed_in().account))
                return Opened { *tenant, std::move(*claim) };
    return std::nullopt;
}

Response show_confirmed(Request& request, Services const& services, CustomerScope const& scope)
{
    auto const& tenant = services.tenants.get(scope.tenant());
    auto const customer = services.database.read([&](db::Session& session) { return customers::find(session, scope); });
    auto const last_day = tenant.window.end_for(services.calendar.today(tenant));
    view::Model body;
    body.set("email", request.signed_in().email)
        .set("utility_name", tenant.name)
        .set("customer_number", scope.customer_number())
        .set("address", customer.shown_address().line())
        .set("reading_url", last_day ? "/meters" : "")
        .set("reading_until", last_day ? services.site.format(request, &tenant).date(*last_day) : std::string {});
    return services.site.show(
        request, { .name = "accounts/confirmed", .title = services.site.texts(request, &tenant).get("confirmed.title"), .tenant = &tenant }, std::move(body));
}

Response show(Request& request, Services const& services)
{
    if (auto const* const scope = customers::find_scope(request.signed_in().customers, request.query.text("done")))
        return show_confirmed(request, services, *scope);
    auto const opened = find_open(request, services, request.query.text("utility"));
    if (!opened)
        return Response::redirect("/overview");
    auto const& [tenant, claim] = *opened;
    try {
        bool const asks_pair = claim.needs == Needs::pair || claim.needs == Needs::total;
        // Who has a letter need not use up the tries first.
        if (asks_pair && request.query.has("letter"))
            return show_claim(request, services, tenant, Needs::letter, {}, {});
        return show_claim(request, services, tenant, claim.needs, asks_pair ? services.paper.printed(tenant, claim.reference) : std::string {}, {});
    } catch (plugins::PluginUnavailable const&) { // logged by plugins
        return services.site.utility_unavailable(request, tenant);
    }
}

Claimant claimant(Request const& request) { return { request.signed_in().account, request.signed_in().email, request.client.block(24, 48) }; }

Response submit_letter(Request& request, Services const& services, Opened const& opened)
{
    auto const& typed = request.form.text("letter");
    Mending mending { .letter = typed };
    auto const& texts = services.site.texts(request, &opened.tenant);
    auto const code = parse_letter_code(typed);
    if (!code) {
        mending.letter_error = texts.get(trimmed(typed).empty() ? "claim.letter.missing" : "claim.letter.wrong");
        mending.status = 422;
        return show_claim(request, services, opened.tenant, Needs::letter, {}, mending);
    }
    auto const judged = services.claims.judge_letter(opened.tenant, claimant(request), opened.claim.reference, *code);
    return after_judging(request, services, opened.tenant, {}, mending, judged);
}

Response submit_bill(Request& request, Services const& services, Opened const& opened)
{
    auto const& form = request.form;
    auto const& tenant = opened.tenant;
    auto const& texts = services.site.texts(request, &tenant);
    auto bill = read_bill(services.paper, tenant, texts, form);
    Mending mending {
        .code = form.text("code"), .total = form.text("total"), .reference_error = std::move(bill.reference_error), .code_error = std::move(bill.code_error)
    };
    std::optional<Money> total;
    if (form.has("total")) {
        total = Money::parse(form.text("total"), tenant.currency);
        if (!total)
            mending.total_error = texts.get(trimmed(form.text("total")).empty() ? "claim.total.missing" : "claim.total.invalid");
    }
    if (!bill.is_well_formed() || !mending.total_error.empty()) {
        mending.status = 422;
        return show_claim(request, services, tenant, form.has("total") ? Needs::total : Needs::pair, form.text("reference"), mending);
    }
    auto const judged = services.claims.judge(tenant, claimant(request), { *bill.reference, *bill.code, total });
    return after_judging(request, services, tenant, form.text("reference"), mending, judged);
}

Response submit(Request& request, Services const& services)
{
    auto const opened = find_open(request, services, request.form.text("utility"));
    if (!opened) // proved meanwhile, in another window
        return Response::redirect("/overview");
    if (opened->claim.needs == Needs::holder)
        return Response::redirect("/claim?utility=" + opened->tenant.slug);
    try {
        return request.form.has("letter") ? submit_letter(request, services, *opened) : submit_bill(request, services, *opened);
    } catch (plugins::PluginUnavailable const&) { // logged by plugins
        return services.site.utility_unavailable(request, opened->tenant);
    }
}

}

void add_claim_routes(web::Router& router, Services const& services)
{
    router.get("/claim", [&](Request& request) { return show(request, services); });
    router.post("/claim", [&](Request& request) { return submit(request, services); }).limit(60, 1h);
}

}
