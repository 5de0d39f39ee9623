#include "features/transactions/transactions_download.h"

#include "features/customers/customers_service.h"
#include "features/transactions/transactions_service.h"
#include "features/transactions/transactions_view.h"
#include "tenants/registry.h"

namespace portal::transactions {

namespace {

std::string kind_word(Kind kind)
{
    switch (kind) {
    case Kind::invoice: return "invoice";
    case Kind::payment: return "payment";
    case Kind::credit_note: return "credit_note";
    case Kind::reminder: return "reminder";
    case Kind::interest: return "interest";
    case Kind::other: return "other";
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
    auto const file = parts.database.read([&](db::Session& session) {
        view::DataTable table { form, { "utility", "customer", "booked", "kind", "invoice", "currency", "amount", "balance" }, wording };
        for (auto const& scope : *scopes) {
            auto const& tenant = tenants.get(scope.tenant());
            each(session, scope, [&](Movement const& movement) {
                table.add(
                    { tenant.name, scope.customer_number(), movement.booked, view::DataWord { kind_word(movement.kind), what_text(movement, wording.texts) },
                        movement.invoice_number, std::string { movement.amount.currency().code() }, movement.amount, movement.balance });
            });
        }
        return std::move(table).finish();
    });
    return web::Response::download(file, view::media_type(form), wording.texts.get("data.file.transactions") + std::string { view::file_ending(form) });
}

}
