#include "features/customers/customers_service.h"

#include "features/customers/customers_store.h"

namespace portal::customers {

Customer find(db::Session& session, CustomerScope const& scope) { return CustomerStore { session, scope }.find(); }

std::vector<Customer> find_all(db::Session& session, std::vector<CustomerScope> const& scopes)
{
    std::vector<Customer> customers;
    for (auto const& scope : scopes)
        customers.push_back(find(session, scope));
    return customers;
}

std::vector<std::pair<std::string, std::string>> choices(
    std::vector<CustomerScope> const& scopes, std::vector<Customer> const& customers, tenants::Registry const& tenants)
{
    std::vector<std::pair<std::string, std::string>> choices;
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        auto text = tenants.get(scopes[i].tenant()).name;
        auto const& street = customers[i].shown_address().street;
        text += ", " + (street.empty() ? scopes[i].customer_number() : street);
        choices.emplace_back(public_id(scopes[i]), std::move(text));
    }
    return choices;
}

}
