// A billed customer of a utility and the places it is supplied at, as the billing system delivered them.
#pragma once

#include "base/date.h"
#include "base/scope.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portal::customers {

struct PostalAddress {
    std::string street, postal_code, town;
    // "Tržaška cesta 27, 1370 Logatec", without the parts that are not given.
    std::string line() const;
};

struct SupplyPoint {
    std::string number;
    std::string service; // water, heat, electricity, waste
    PostalAddress address;
    std::optional<Date> to; // the last day
};

struct Customer {
    TenantId tenant;
    std::string number;
    std::string name; // empty together with the address: nothing of this customer is published at present
    PostalAddress address; // where bills go
    std::vector<SupplyPoint> supply_points; // by number

    // Where the customer is supplied, when that is one place; else where bills go.
    PostalAddress const& shown_address() const;
    // "water" when all supply points are of one service, else "".
    std::string_view service() const;
};

// What stands in a URL for one customer of a signed-in account: 13 characters that tell its number to nobody. It is only ever
// looked up among the account's own scopes.
std::string public_id(CustomerScope const& scope);
std::string public_id(TenantId tenant, std::string_view customer_number);
// nullptr when it is none of these.
CustomerScope const* find_scope(std::vector<CustomerScope> const& scopes, std::string_view public_id);
// What ?customer= asks for: all of them when it is empty, else the one; nullopt when it is none of these.
std::optional<std::vector<CustomerScope>> asked_scopes(std::vector<CustomerScope> const& scopes, std::string_view public_id);

}
