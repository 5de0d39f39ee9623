#include "features/transactions/transactions_pages.h"

#include "features/customers/customers_service.h"
#include "features/transactions/transactions_download.h"
#include "features/transactions/transactions_service.h"
#include "features/transactions/transactions_view.h"
#include "tenants/registry.h"
#include "view/data_table.h"
#include "view/form.h"

namespace portal::transactions {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

void set_pager(view::Model& body, CustomerScope const& scope, Page const& page, view::Texts const& texts)
{
    using Direction = ListPosition::Direction;
    auto const& movements = page.movements;
    auto const& range = page.range;
    auto const url = [&](Direction direction, Movement const& beyond) {
        auto const path = view::with_parameter("/transactions", "customer", customers::public_id(scope));
        return view::with_parameter(path, "page", ListPosition { direction, beyond.booked, beyond.id }.text());
    };
    auto const is_empty = movements.empty();
    body.set("range",
        is_empty ? std::string {}
                 : texts.get("pager.range",
                     { { "first", std::to_string(range.first) }, { "last", std::to_string(range.last) },
                         { "total", texts.plural("transactions.count", range.total) } }));
    body.set("newer_url", !is_empty && range.has_newer() ? url(Direction::newer, movements.front()) : std::string {});
    body.set("older_url", !is_empty && range.has_older() ? url(Direction::older, movements.back()) : std::string {});
}

view::Model row_model(Movement const& movement, view::Wording const& wording)
{
    auto const& [texts, format] = wording;
    auto const is_credit = movement.amount.is_negative();
    auto const tells_its_bill = movement.kind == Kind::invoice || movement.kind == Kind::credit_note || movement.invoice_number.empty();
    view::Model row;
    row.set("date", format.date(movement.booked));
    row.set("what", what_text(movement, texts));
    row.set("url", invoice_url(movement));
    row.set("note", tells_its_bill ? std::string {} : texts.get("transactions.for_invoice", { { "number", movement.invoice_number } }));
    row.set("debit", is_credit ? std::string {} : format.money(movement.amount));
    row.set("credit", is_credit ? format.money(-movement.amount) : std::string {});
    row.set("balance", format.money(movement.balance));
    return row;
}

// An account without a customer has no movements: the page says so.
Response empty_page(Request& request, Parts const& parts)
{
    auto const& texts = parts.site.texts(request);
    view::Model body;
    body.set("has_customers", false).set("customers", std::vector<view::Model> {}).set("utility_name", "").set("address", "").set("today", "");
    body.set("owes", false).set("in_credit", false).set("balance", "").set("caption", "");
    body.set("movements", std::vector<view::Model> {}).set("range", "").set("newer_url", "").set("older_url", "");
    body.set("downloads", std::vector<view::Model> {});
    return parts.site.show(
        request, { .name = "transactions/list", .title = texts.get("transactions.title"), .menu = view::Menu::transactions }, std::move(body));
}

Response list_page(Request& request, Parts const& parts)
{
    auto const& scopes = request.signed_in().customers;
    auto const& wanted = request.query.text("customer");
    auto const& page_text = request.query.text("page");
    auto const position = ListPosition::parse(page_text);
    if (!page_text.empty() && !position)
        return Response::not_found();
    auto const* const scope = wanted.empty() ? (scopes.empty() ? nullptr : &scopes.front()) : customers::find_scope(scopes, wanted);
    if (!scope)
        return wanted.empty() ? empty_page(request, parts) : Response::not_found();

    auto const& tenant = parts.site.tenants().get(scope->tenant());
    struct Found {
        Page page;
        std::vector<customers::Customer> customers;
    };
    auto const found = parts.database.read([&](db::Session& session) {
        return Found { list(session, *scope, tenant.currency, position), customers::find_all(session, scopes) };
    });
    auto const& customer = found.customers[static_cast<std::size_t>(scope - scopes.data())];
    auto const& movements = found.page.movements;

    auto const wording = parts.site.wording(request, &tenant);
    auto const& [texts, format] = wording;
    view::Model body;
    body.set("has_customers", scopes.size() > 1);
    body.set("customers",
        scopes.size() > 1 ? view::choices(customers::choices(scopes, found.customers, parts.site.tenants()), customers::public_id(*scope))
                          : std::vector<view::Model> {});
    body.set("utility_name", tenant.name).set("address", customer.shown_address().line());
    body.set("today", format.date(parts.calendar.today(tenant)));
    set_balance(body, found.page.balance, format);
    body.set("caption",
        movements.empty()
            ? std::string {}
            : texts.get("transactions.caption",
                { { "utility", tenant.name }, { "from", format.date(movements.back().booked) }, { "to", format.date(movements.front().booked) } }));
    std::vector<view::Model> rows;
    for (auto const& movement : movements)
        rows.push_back(row_model(movement, wording));
    body.set("movements", std::move(rows));
    set_pager(body, *scope, found.page, texts);
    body.set("downloads", view::downloads("/transactions", customers::public_id(*scope), { ".csv", ".json" }));
    return parts.site.show(request,
        { .name = "transactions/list", .title = texts.get("transactions.title"), .menu = view::Menu::transactions, .tenant = &tenant }, std::move(body));
}

}

void add_routes(web::Router& router, Parts const& parts)
{
    router.get("/transactions", [parts](Request& request) { return list_page(request, parts); });
    for (auto const form : { view::DataForm::csv, view::DataForm::json })
        router.get("/transactions" + std::string { view::file_ending(form) }, [parts, form](Request& request) { return download(request, parts, form); })
            .limit(60, 1min);
}

}
