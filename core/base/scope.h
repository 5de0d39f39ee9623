// Who a store may answer for. A store of a tenant's rows cannot be made without one of these; only the places that the
// architecture test lists (session middleware, import job, claim confirmation, readings export, desk) may call assume().
#pragma once

#include "base/id.h"

#include <string>
#include <utility>

namespace portal {

// All rows of one utility: imports, claims, exports.
class TenantScope {
public:
    static TenantScope assume(TenantId tenant) { return TenantScope { tenant }; }
    TenantId tenant() const { return m_tenant; }

private:
    explicit TenantScope(TenantId tenant)
        : m_tenant(tenant)
    {
    }
    TenantId m_tenant;
};

// The rows of one billed customer of one utility, as seen by one signed-in account.
class CustomerScope {
public:
    static CustomerScope assume(AccountId account, TenantId tenant, std::string customer_number) { return { account, tenant, std::move(customer_number) }; }
    AccountId account() const { return m_account; }
    TenantId tenant() const { return m_tenant; }
    std::string const& customer_number() const { return m_customer_number; }

private:
    CustomerScope(AccountId account, TenantId tenant, std::string customer_number)
        : m_account(account)
        , m_tenant(tenant)
        , m_customer_number(std::move(customer_number))
    {
    }
    AccountId m_account;
    TenantId m_tenant;
    std::string m_customer_number;
};

// The platform's own rows: accounts, sessions, outbox, jobs, limits, tenants, schema.
class PlatformScope {
public:
    static PlatformScope assume() { return PlatformScope {}; }

private:
    PlatformScope() = default;
};

}
