#include "features/claims/bill_form.h"

#include "base/text.h"
#include "features/customers/customers.h"

#include <algorithm>

namespace portal::claims {

TypedBill read_bill(BillPaper const& paper, tenants::Tenant const& tenant, view::Texts const& texts, web::Parameters const& form)
{
    TypedBill typed;
    if (trimmed(form.text("reference")).empty())
        typed.reference_error = texts.get("reference.empty");
    else if (auto reference = paper.reference(tenant, form.text("reference")))
        typed.reference = std::move(*reference);
    else
        typed.reference_error = texts.get_or(reference.refusal().key, "reference.invalid");

    if (trimmed(form.text("code")).empty())
        typed.code_error = texts.get("security_code.empty");
    else if (auto code = paper.code(tenant, form.secret("code")))
        typed.code = std::move(*code);
    else
        typed.code_error = texts.get_or(code.refusal().key, "security_code.invalid");
    return typed;
}

void put_utilities(view::Model& body, tenants::Registry const& tenants, tenants::Tenant const* shown)
{
    std::vector<std::pair<std::string, std::string>> names;
    for (auto const* tenant : tenants.active())
        names.emplace_back(tenant->slug, tenant->name);
    auto const slug = shown ? shown->slug : std::string {};
    body.set("utilities", view::choices(names, slug)).set("shown", slug).set("terms_url", "/terms/" + slug);
}

tenants::Tenant const* find_active(tenants::Registry const& tenants, std::string const& slug)
{
    auto const* const tenant = tenants.find(slug);
    return tenant && tenant->active ? tenant : nullptr;
}

tenants::Tenant const* first_shown(web::Request const& request, tenants::Registry const& tenants)
{
    if (auto const* const asked = find_active(tenants, request.query.text("utility")))
        return asked;
    if (auto const* const of_host = tenants.find_by_host(request.host); of_host && of_host->active)
        return of_host;
    auto const active = tenants.active();
    return active.size() == 1 ? active.front() : nullptr;
}

bool only_picks_utility(web::Parameters const& form, tenants::Tenant const& picked, std::initializer_list<std::string_view> other_fields)
{
    if (form.text("shown") != picked.slug)
        return true;
    // The button beside the drop-down is the form's first: a browser presses it for the Enter key in any field as well.
    return form.has("choose") && std::ranges::all_of(other_fields, [&](auto field) { return form.text(field).empty(); });
}

web::Response show_claim(
    web::Request& request, Services const& services, tenants::Tenant const& tenant, Needs needs, std::string const& reference, Mending const& mending)
{
    auto const& texts = services.site.texts(request, &tenant);
    view::FormModel form;
    if (!mending.whole_error.empty())
        form.error(needs == Needs::letter ? "letter" : "reference", mending.whole_error);
    form.field("reference", reference, mending.reference_error)
        .field("code", mending.code, mending.code_error)
        .field("total", mending.total, mending.total_error)
        .field("letter", mending.letter, mending.letter_error);
    view::Model body;
    form.put_into(body, texts.get("claim.errors"));
    bool const asks_pair = needs == Needs::pair || needs == Needs::total;
    body.set("utility_name", tenant.name)
        .set("utility_slug", tenant.slug)
        .set("asks_pair", asks_pair)
        .set("asks_total", needs == Needs::total)
        .set("asks_letter", needs == Needs::letter)
        .set("is_waiting", needs == Needs::holder)
        .set("tries", asks_pair && mending.tries_left > 0 ? texts.plural("claim.tries", mending.tries_left) : std::string {});
    auto const* const title = needs == Needs::letter ? "claim.letter.title" : needs == Needs::holder ? "claim.waiting.title" : "claim.title";
    return services.site.show(request,
        { .name = "claims/mend",
            .title = texts.get(title),
            .tenant = &tenant,
            .has_errors = form.has_errors(),
            .path = "/claim?utility=" + tenant.slug,
            .status = mending.status },
        std::move(body));
}

web::Response after_judging(
    web::Request& request, Services const& services, tenants::Tenant const& tenant, std::string const& reference, Mending mending, Judged const& judged)
{
    auto const& texts = services.site.texts(request, &tenant);
    switch (judged.outcome) {
    case Outcome::claimed: return web::Response::redirect("/claim?done=" + customers::public_id(tenant.id, judged.customer_number));
    case Outcome::holder_asked: return web::Response::redirect("/claim?utility=" + tenant.slug);
    case Outcome::needs_total: return show_claim(request, services, tenant, Needs::total, reference, mending);
    case Outcome::needs_letter: return show_claim(request, services, tenant, Needs::letter, reference, mending);
    case Outcome::letter_today:
        mending.whole_error = texts.get("claim.later");
        mending.status = 429;
        return show_claim(request, services, tenant, Needs::letter, reference, mending);
    case Outcome::wrong: break;
    }
    mending.status = 422;
    mending.tries_left = judged.tries_left;
    if (judged.next != Needs::letter)
        mending.whole_error = texts.get(judged.next == Needs::total && !mending.total.empty() ? "claim.wrong.total" : "claim.wrong");
    else if (!mending.letter.empty())
        mending.letter_error = texts.get("claim.letter.wrong");
    return show_claim(request, services, tenant, judged.next, reference, mending);
}

}
