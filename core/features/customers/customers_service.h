// The one door to customers: who they are, and how pages tell several of them apart.
#pragma once

#include "db/database.h"
#include "features/customers/customers.h"
#include "tenants/registry.h"

#include <string>
#include <utility>
#include <vector>

namespace portal::customers {

// In the order of the scopes. One select each.
std::vector<Customer> find_all(db::Session& session, std::vector<CustomerScope> const& scopes);
Customer find(db::Session& session, CustomerScope const& scope);

// For a feature whose own statement begins with the columns of find_customer (core/features/meters): adds what a row says, and
// says it once however many rows repeat it.
inline constexpr std::size_t row_columns = 10;
void add_row(Customer& customer, db::Row const& row);

// The one utility of all these customers: its words and colours stand around a page. nullptr when there are several or none.
tenants::Tenant const* shared_tenant(std::vector<CustomerScope> const& scopes, tenants::Registry const& tenants);

// For parts/customer_filter: the values and texts of its drop-down, "Komunalno podjetje Logatec, Tržaška cesta 27", with the
// customer number where that would not tell two of them apart.
std::vector<std::pair<std::string, std::string>> choices(
    std::vector<CustomerScope> const& scopes, std::vector<Customer> const& customers, tenants::Registry const& tenants);

}
