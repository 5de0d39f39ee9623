#include "features/overview/overview_pages.h"

#include "features/customers/customers_service.h"
#include "features/invoices/invoices_view.h"
#include "features/meters/meter_view.h"
#include "features/overview/overview_store.h"
#include "features/transactions/transactions_view.h"
#include "tenants/registry.h"

#include <algorithm>
#include <map>

namespace portal::overview {

namespace {

using web::Request;
using web::Response;

// Everything that the page says of one customer.
struct Account {
    CustomerScope const& scope;
    tenants::Tenant const& tenant;
    customers::Customer customer;
    invoices::Standing bills;
    std::vector<transactions::Movement> movements; // the newest few
    Money balance;
    std::vector<meters::Meter> meters;
};

struct Found {
    std::vector<Account> accounts;
    std::vector<OpenClaim> claims;
};

Found find(db::Session& session, web::Principal const& principal, Parts const& parts)
{
    Found found;
    for (auto const& scope : principal.customers) {
        auto const& tenant = parts.site.tenants().get(scope.tenant());
        auto standing = find_standing(session, scope, tenant.currency);
        auto [customer, meters] = parts.meters.with_customer(session, scope);
        found.accounts.push_back({ scope, tenant, std::move(customer), invoices::standing(standing.bills, parts.calendar.today(tenant)),
            std::move(standing.movements), standing.balance, std::move(meters) });
    }
    if (principal.has_open_claims)
        found.claims = OverviewStore { session, principal.account }.open_claims();
    return found;
}

// The meter that asks for something first: one whose reading is still to come, else the first.
meters::Meter const* next_meter(std::vector<meters::Meter> const& meters)
{
    auto const found = std::find_if(meters.begin(), meters.end(), [](meters::Meter const& meter) { return !meter.registers.front().submitted; });
    return found != meters.end() ? &*found : meters.empty() ? nullptr : &meters.front();
}

// A bill may be overdue while the account is in credit, for payments need not name a bill. Then nothing is owed.
std::int64_t really_overdue(Account const& account) { return std::max<std::int64_t>(0, std::min(account.bills.overdue, account.balance.minor())); }

view::Model account_model(Account const& account, Parts const& parts, view::Wording const& wording)
{
    auto const& [scope, tenant, customer, bills, movements, balance, meters] = account;
    auto const& [texts, format] = wording;
    auto const today = parts.calendar.today(tenant);
    auto const overdue = really_overdue(account);
    auto const owes = balance.minor() > 0;
    view::Model model;
    model.set("utility_name", tenant.name).set("utility_logo", "/utilities/" + tenant.slug + "/logo.svg");
    model.set("service", customer.service().empty() ? std::string {} : texts.get_or("service." + std::string { customer.service() }, "service.other"));
    model.set("address", customer.shown_address().line()).set("customer_number", customer.number);
    transactions::set_balance(model, balance, format);
    model.set("due", owes && bills.earliest_due ? format.date(*bills.earliest_due) : std::string {});
    model.set("overdue", overdue > 0 ? format.money(Money { overdue, balance.currency() }) : std::string {});
    if (bills.latest)
        model.set("invoice", invoices::row_model(*bills.latest, today, wording));
    else
        model.set("invoice", false);

    model.set("reading_open", false).set("reading_received", false).set("reading_closed", false).set("chart", false);
    if (auto const* const meter = next_meter(meters)) {
        meters::set_reading_state(model, *meter, parts.meters.window(tenant.id), { texts, format });
        meters::set_chart(model, *meter, { texts, format });
    }
    std::vector<view::Model> rows;
    for (auto const& movement : movements)
        rows.push_back(transactions::short_row_model(movement, wording));
    model.set("movements", std::move(rows));
    auto const id = customers::public_id(scope);
    model.set("invoices_url", "/invoices?customer=" + id).set("transactions_url", "/transactions?customer=" + id).set("meters_url", "/meters");
    return model;
}

// "Pozdravljeni, Marija Kranjc", when all customers bear one name.
std::string greeting(std::vector<Account> const& accounts, view::Texts const& texts)
{
    auto const has_that_name = [&](Account const& account) { return account.customer.name == accounts.front().customer.name; };
    if (accounts.empty() || accounts.front().customer.name.empty() || !std::all_of(accounts.begin(), accounts.end(), has_that_name))
        return texts.get("overview.greeting.plain");
    return texts.get("overview.greeting", { { "name", accounts.front().customer.name } });
}

std::string lead(std::vector<Account> const& accounts, view::Wording const& wording)
{
    if (accounts.empty())
        return {};
    if (accounts.size() == 1)
        return accounts.front().customer.shown_address().line();
    std::map<std::string, Money> owed; // by currency: sums of two currencies are no amount
    for (auto const& account : accounts)
        if (auto const& balance = account.balance; balance.minor() > 0) {
            auto const [place, is_new] = owed.try_emplace(std::string { balance.currency().code() }, balance);
            if (!is_new)
                place->second = place->second + balance;
        }
    if (owed.empty())
        return wording.texts.get("overview.together.none");
    std::string amounts;
    for (auto const& [currency, amount] : owed)
        amounts += (amounts.empty() ? "" : " + ") + wording.format.money(amount);
    return wording.texts.get("overview.together", { { "amount", amounts } });
}

std::vector<view::Model> notice_models(std::vector<OpenClaim> const& claims, tenants::Registry const& tenants, view::Texts const& texts)
{
    std::vector<view::Model> notices;
    for (auto const& claim : claims) {
        auto const* const tenant = tenants.find(claim.tenant);
        if (!tenant)
            continue;
        view::Model notice;
        notice.set("title", tenant->name + ": " + texts.get(claim.waits_for_holder ? "claim.waiting.title" : "claim.notice.title"));
        notice.set("text", texts.get(claim.waits_for_holder ? "claim.waiting.short" : "claim.mend.short"));
        notice.set("url", claim.waits_for_holder ? std::string {} : "/claim?utility=" + tenant->slug);
        notice.set("action", texts.get("claim.notice.action"));
        notice.set("is_warning", !claim.waits_for_holder);
        notices.push_back(std::move(notice));
    }
    return notices;
}

Response overview_page(Request& request, Parts const& parts)
{
    auto const& principal = request.signed_in();
    auto const found = parts.database.read([&](db::Session& session) { return find(session, principal, parts); });
    auto const* const tenant = customers::shared_tenant(principal.customers, parts.site.tenants());
    auto const wording = parts.site.wording(request, tenant);

    view::Model body;
    body.set("greeting", greeting(found.accounts, wording.texts)).set("lead", lead(found.accounts, wording));
    body.set("notices", notice_models(found.claims, parts.site.tenants(), wording.texts));
    body.set("nothing", found.accounts.empty()).set("one", false);
    std::vector<view::Model> several;
    for (auto const& account : found.accounts)
        several.push_back(account_model(account, parts, parts.site.wording(request, &account.tenant)));
    if (several.size() == 1) {
        body.set("one", std::move(several.front()));
        several.clear();
    }
    body.set("several", std::move(several));
    return parts.site.show(
        request, { .name = "overview/show", .title = wording.texts.get("overview.title"), .menu = view::Menu::overview, .tenant = tenant }, std::move(body));
}

}

void add_routes(web::Router& router, Parts const& parts)
{
    router.get("/overview", [parts](Request& request) { return overview_page(request, parts); });
}

}
