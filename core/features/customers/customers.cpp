#include "features/customers/customers.h"

#include "base/id.h"
#include "crypto/hash.h"

#include <algorithm>
#include <charconv>

namespace portal::customers {

std::string PostalAddress::line() const
{
    auto const place = postal_code.empty() || town.empty() ? postal_code + town : postal_code + " " + town;
    return street.empty() || place.empty() ? street + place : street + ", " + place;
}

PostalAddress const& Customer::shown_address() const
{
    if (supply_points.empty() || supply_points.front().address.line().empty())
        return address;
    auto const& first = supply_points.front().address;
    auto const is_there = [&](SupplyPoint const& point) { return point.address.line() == first.line(); };
    return std::all_of(supply_points.begin(), supply_points.end(), is_there) ? first : address;
}

std::string_view Customer::service() const
{
    if (supply_points.empty())
        return {};
    std::string_view const first = supply_points.front().service;
    auto const is_same = [&](SupplyPoint const& point) { return point.service == first; };
    return std::all_of(supply_points.begin(), supply_points.end(), is_same) ? first : std::string_view {};
}

std::string public_id(TenantId tenant, std::string_view customer_number)
{
    // 60 bits: an account holds a handful of customers, so no two of them meet.
    auto const digest = crypto::sha256_hex(std::to_string(tenant.value()) + "/" + std::string { customer_number });
    std::int64_t number = 0;
    std::from_chars(digest.data(), digest.data() + 15, number, 16);
    return id_to_text(number);
}

std::string public_id(CustomerScope const& scope) { return public_id(scope.tenant(), scope.customer_number()); }

CustomerScope const* find_scope(std::vector<CustomerScope> const& scopes, std::string_view id)
{
    auto const found = std::find_if(scopes.begin(), scopes.end(), [&](CustomerScope const& scope) { return public_id(scope) == id; });
    return found == scopes.end() ? nullptr : &*found;
}

std::optional<std::vector<CustomerScope>> asked_scopes(std::vector<CustomerScope> const& scopes, std::string_view id)
{
    if (id.empty())
        return scopes;
    auto const* const scope = find_scope(scopes, id);
    return scope ? std::optional { std::vector<CustomerScope> { *scope } } : std::nullopt;
}

}
