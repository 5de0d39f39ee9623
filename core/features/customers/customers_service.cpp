#include "features/customers/customers_service.h"

#include "features/customers/customers_store.h"

#include <algorithm>

namespace portal::customers {

Customer find(db::Session& session, CustomerScope const& scope) { return CustomerStore { session, scope }.find(); }

void add_row(Customer& customer, db::Row const& row)
{
    if (customer.name.empty()) {
        customer.name = row.text(0);
        customer.address = { row.text(1), row.text(2), row.text(3) };
    }
    if (row.is_null(4))
        return;
    auto& points = customer.supply_points;
    auto const place = std::ranges::lower_bound(points, row.text_view(4), {}, &SupplyPoint::number);
    if (place == points.end() || place->number != row.text_view(4))
        points.insert(place, { row.text(4), row.text(5), { row.text(6), row.text(7), row.text(8) }, row.optional_date(9) });
}

std::vector<Customer> find_all(db::Session& session, std::vector<CustomerScope> const& scopes)
{
    std::vector<Customer> customers;
    for (auto const& scope : scopes)
        customers.push_back(find(session, scope));
    return customers;
}

tenants::Tenant const* shared_tenant(std::vector<CustomerScope> const& scopes, tenants::Registry const& tenants)
{
    auto const is_same = [&](CustomerScope const& scope) { return scope.tenant() == scopes.front().tenant(); };
    return !scopes.empty() && std::all_of(scopes.begin(), scopes.end(), is_same) ? &tenants.get(scopes.front().tenant()) : nullptr;
}

std::vector<std::pair<std::string, std::string>> choices(
    std::vector<CustomerScope> const& scopes, std::vector<Customer> const& customers, tenants::Registry const& tenants)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        auto const& street = customers[i].shown_address().street;
        names.push_back(tenants.get(scopes[i].tenant()).name + ", " + (street.empty() ? scopes[i].customer_number() : street));
    }
    std::vector<std::pair<std::string, std::string>> choices;
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        auto const is_alone = std::count(names.begin(), names.end(), names[i]) == 1;
        choices.emplace_back(public_id(scopes[i]), is_alone ? names[i] : names[i] + " (" + scopes[i].customer_number() + ")");
    }
    return choices;
}

}
