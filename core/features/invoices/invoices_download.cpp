#include "features/invoices/invoices_download.h"

#include "features/customers/customers_service.h"
#include "features/invoices/invoices_service.h"
#include "tenants/registry.h"

namespace portal::invoices {

namespace {

std::string kind_word(Kind kind)
{
    switch (kind) {
    case Kind::invoice: return "invoice";
    case Kind::credit_note: return "credit_note";
    case Kind::reminder: return "reminder";
    case Kind::advance: return "advance";
    }
    return {};
}

std::string state_word(State state)
{
    switch (state) {
    case State::nothing_to_pay: return "nothing_to_pay";
    case State::open: return "open";
    case State::paid: return "paid";
    case State::overdue: return "overdue";
    case State::replaced: return "replaced";
    }
    return {};
}

}

web::Response download(web::Request& request, Parts const& parts, view::DataForm form)
{
    auto const scopes = customers::asked_scopes(request.signed_in().customers, request.query.text("customer"));
    if (!scopes)
        return web::Response::not_found();
    auto const& tenants = parts.site.tenants();
    auto const wording = parts.site.wording(request, customers::shared_tenant(*scopes, tenants));
    auto const word = [&](std::string const& key, std::string const& one) { return view::DataWord { one, wording.texts.get(key + "." + one) }; };
    auto const file = parts.database.read([&](db::Session& session) {
        view::DataTable table { form,
            { "utility", "customer", "number", "kind", "corrects", "reference", "supply_point", "issued", "due", "service_from", "service_to", "currency",
                "net", "vat", "total", "prepaid", "payable", "unpaid", "state" },
            wording };
        for (auto const& scope : *scopes) {
            auto const& tenant = tenants.get(scope.tenant());
            auto const today = parts.calendar.today(tenant);
            each(session, scope, [&](Invoice const& invoice, InvoiceDetails const& details) {
                table.add({ tenant.name, invoice.customer_number, invoice.number, word("data.kind", kind_word(invoice.kind)), invoice.corrects,
                    details.reference, details.supply_point, invoice.issued, view::to_field(invoice.due), view::to_field(invoice.service_from),
                    view::to_field(invoice.service_to), std::string { invoice.total.currency().code() }, details.net, details.vat, invoice.total,
                    details.prepaid, invoice.payable, invoice.rest, word("data.state", state_word(state(invoice, today))) });
            });
        }
        return std::move(table).finish();
    });
    return web::Response::download(file, view::media_type(form), wording.texts.get("data.file.invoices") + std::string { view::file_ending(form) });
}

}
