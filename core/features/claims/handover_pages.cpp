// /handover/{token}: the holder of a customer says whether somebody else may see it too.
#include "features/claims/bill_form.h"
#include "features/customers/customers_service.h"

namespace portal::claims {

namespace {

using web::Request;
using web::Response;

Response show_question(Request& request, Services const& services, std::optional<HandoverQuestion> const& question)
{
    if (!question)
        return Response::not_found();
    auto const& tenant = services.tenants.get(question->tenant);
    auto const* const scope = customers::find_scope(request.signed_in().customers, customers::public_id(tenant.id, question->customer_number));
    if (!scope)
        return Response::not_found();
    auto const customer = services.database.read([&](db::Session& session) { return customers::find(session, *scope); });
    bool const is_accepted = question->decision == "accepted";
    view::Model body;
    body.set("handover_url", request.path)
        .set("utility_name", tenant.name)
        .set("customer_number", question->customer_number)
        .set("address", customer.shown_address().line())
        .set("asker", question->asker_email)
        .set("decided", !question->decision.empty())
        .set("accepted", is_accepted);
    auto const* const title = question->decision.empty() ? "handover.title" : is_accepted ? "handover.accepted.title" : "handover.refused.title";
    return services.site
        .show(request, { .name = "claims/handover", .title = services.site.texts(request, &tenant).get(title), .tenant = &tenant }, std::move(body))
        .no_referrer();
}

Response show(Request& request, Services const& services)
{
    auto const& holder = request.signed_in();
    return show_question(request, services, services.handover.find(holder.account, holder.customers, request.route.secret("token")));
}

Response decide(Request& request, Services const& services)
{
    auto const& typed = request.form.text("decision");
    if (typed != "accept" && typed != "refuse")
        return Response::fault(400);
    auto const& holder = request.signed_in();
    auto const decision = typed == "accept" ? Decision::accept : Decision::refuse;
    auto const question = services.handover.decide(holder.account, holder.customers, request.route.secret("token"), decision);
    return question ? Response::redirect(request.path).no_referrer() : Response::not_found();
}

}

void add_handover_routes(web::Router& router, Services const& services)
{
    router.get("/handover/{token}", [&](Request& request) { return show(request, services); });
    router.post("/handover/{token}", [&](Request& request) { return decide(request, services); });
}

}
