#include "features/invoices/invoices_pages.h"

#include "base/text.h"
#include "features/customers/customers_service.h"
#include "features/invoices/invoice_model.h"
#include "features/invoices/invoices_download.h"
#include "features/invoices/invoices_service.h"
#include "features/invoices/invoices_view.h"
#include "tenants/registry.h"
#include "view/data_table.h"
#include "view/form.h"

namespace portal::invoices {

namespace {

using namespace std::chrono_literals;
using web::Request;
using web::Response;

// What the query asks for; nullopt for what no link of ours leads to.
struct Asked {
    std::vector<CustomerScope> scopes;
    std::string customer; // "": all
    std::optional<int> year;
    std::optional<ListPosition> position;
};

std::optional<Asked> asked(Request const& request)
{
    Asked asked { {}, request.query.text("customer"), {}, {} };
    auto scopes = customers::asked_scopes(request.signed_in().customers, asked.customer);
    if (!scopes)
        return std::nullopt;
    asked.scopes = std::move(*scopes);
    if (auto const& year = request.query.text("year"); !year.empty()) {
        auto const number = parse_integer(year);
        if (!number || *number < 1900 || *number > 2999)
            return std::nullopt;
        asked.year = static_cast<int>(*number);
    }
    if (auto const& page = request.query.text("page"); !page.empty()) {
        asked.position = ListPosition::parse(page);
        if (!asked.position)
            return std::nullopt;
    }
    return asked;
}

std::string list_path(Asked const& asked, ListPosition::Direction direction, Invoice const& beyond)
{
    std::string path = "/invoices";
    if (!asked.customer.empty())
        path = view::with_parameter(path, "customer", asked.customer);
    if (asked.year)
        path = view::with_parameter(path, "year", std::to_string(*asked.year));
    return view::with_parameter(path, "page", ListPosition { direction, beyond.issued, beyond.id.value() }.text());
}

void set_pager(view::Model& body, Asked const& asked, Page const& page, view::Texts const& texts)
{
    using Direction = ListPosition::Direction;
    auto const& [invoices, range] = page;
    auto const is_empty = invoices.empty();
    body.set("range",
        is_empty ? std::string {}
                 : texts.get("pager.range",
                     { { "first", std::to_string(range.first) }, { "last", std::to_string(range.last) },
                         { "total", texts.plural("invoices.count", range.total) } }));
    body.set("newer_url", !is_empty && range.has_newer() ? list_path(asked, Direction::newer, invoices.front()) : std::string {});
    body.set("older_url", !is_empty && range.has_older() ? list_path(asked, Direction::older, invoices.back()) : std::string {});
}

Response list_page(Request& request, Parts const& parts)
{
    auto const question = asked(request);
    if (!question)
        return Response::not_found();
    auto const& all = request.signed_in().customers;
    auto const& registry = parts.site.tenants();
    struct Found {
        Page page;
        std::vector<int> years;
        std::vector<customers::Customer> customers;
    };
    auto const found = parts.database.read([&](db::Session& session) {
        return Found { list(session, { question->scopes, question->year, question->position }), years(session, question->scopes),
            all.size() > 1 ? customers::find_all(session, all) : std::vector<customers::Customer> {} };
    });

    auto const* const tenant = customers::shared_tenant(question->scopes, registry);
    auto const wording = parts.site.wording(request, tenant);
    view::Model body;
    std::vector<std::pair<std::string, std::string>> choices;
    if (all.size() > 1) {
        choices = customers::choices(all, found.customers, registry);
        choices.insert(choices.begin(), { "", wording.texts.get("filter.customer.all") });
    }
    body.set("has_customers", all.size() > 1).set("customers", view::choices(choices, question->customer));
    std::vector<std::pair<std::string, std::string>> year_choices { { "", wording.texts.get("filter.year.all") } };
    for (auto const year : found.years)
        year_choices.emplace_back(std::to_string(year), std::to_string(year));
    auto const chosen_year = question->year ? std::to_string(*question->year) : std::string {};
    body.set("years", view::choices(year_choices, chosen_year));

    std::vector<view::Model> rows;
    for (auto const& invoice : found.page.invoices) {
        auto const& its_tenant = registry.get(invoice.tenant);
        rows.push_back(row_model(invoice, parts.calendar.today(its_tenant), wording));
        rows.back().set("utility_name", its_tenant.name);
    }
    body.set("invoices", std::move(rows));
    set_pager(body, *question, found.page, wording.texts);
    body.set(
        "none_title", question->year ? wording.texts.get("invoices.none.year.title", { { "year", chosen_year } }) : wording.texts.get("invoices.none.title"));
    body.set("downloads", view::downloads("/invoices", question->customer, { ".csv", ".json" }));
    body.set("none_text", wording.texts.get(question->year ? "invoices.none.year.text" : "invoices.none.text"));
    return parts.site.show(
        request, { .name = "invoices/list", .title = wording.texts.get("invoices.title"), .menu = view::Menu::invoices, .tenant = tenant }, std::move(body));
}

Response invoice_page(Request& request, Parts const& parts)
{
    auto const id = InvoiceId::parse(request.route.text("invoice"));
    if (!id)
        return Response::not_found();
    struct Found {
        std::optional<InvoiceWithLines> invoice;
        customers::Customer customer;
    };
    auto const found = parts.database.read([&](db::Session& session) {
        Found result { find(session, request.signed_in().customers, *id), {} };
        if (result.invoice)
            result.customer = customers::find(session, result.invoice->scope);
        return result;
    });
    if (!found.invoice)
        return Response::not_found();
    auto const& tenant = parts.site.tenants().get(found.invoice->invoice.tenant);
    auto const wording = parts.site.wording(request, &tenant);
    auto const title = invoice_title(found.invoice->invoice, wording);
    return parts.site.show(request, { .name = "invoices/show", .title = title, .menu = view::Menu::invoices, .tenant = &tenant },
        invoice_model(*found.invoice, found.customer, tenant, parts.calendar.today(tenant), wording));
}

Response original_file(Request& request, Parts const& parts)
{
    auto const id = InvoiceId::parse(request.route.text("invoice"));
    if (!id)
        return Response::not_found();
    auto file = parts.database.read([&](db::Session& session) { return find_original(session, request.signed_in().customers, *id); });
    if (!file)
        return Response::not_found();
    return Response::download(std::move(file->bytes), file->original.media_type, file->original.file_name);
}

}

void add_routes(web::Router& router, Parts const& parts)
{
    router.get("/invoices", [parts](Request& request) { return list_page(request, parts); });
    for (auto const form : { view::DataForm::csv, view::DataForm::json })
        router.get("/invoices" + std::string { view::file_ending(form) }, [parts, form](Request& request) { return download(request, parts, form); })
            .limit(60, 1min);
    router.get("/invoices/{invoice}", [parts](Request& request) { return invoice_page(request, parts); });
    router.get("/invoices/{invoice}/original", [parts](Request& request) { return original_file(request, parts); }).limit(300, 1min);
}

}
