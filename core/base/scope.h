// Who a store may answer for. A store of a tenant's rows cannot be made without one of these; only the places that the
// architecture test lists (session middleware, import job, claim confirmation, readings export, desk) may call assume().
#pragma once

#include "base/id.h"

#include <cstdint>
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

// The rows of one billed customer of one utility, as seen by one signed-in account, and as one delivery left them: whoever reads
// several tables within one request sees the same state in all of them, even if another delivery is published meanwhile.
class CustomerScope {
public:
    // `published`: tenants.published, as read with the access.
    static CustomerScope assume(AccountId account, TenantId tenant, std::string customer_number, std::int64_t published)
    {
        return { account, tenant, std::move(customer_number), published };
    }
    AccountId account() const { return m_account; }
    TenantId tenant() const { return m_tenant; }
    std::string const& customer_number() const { return m_customer_number; }
    // A delivered row counts when added_in <= published and it was not removed in a delivery up to published.
    std::int64_t published() const { return m_published; }

private:
    CustomerScope(AccountId account, TenantId tenant, std::string customer_number, std::int64_t published)
        : m_account(account)
        , m_tenant(tenant)
        , m_customer_number(std::move(customer_number))
        , m_published(published)
    {
    }
    AccountId m_account;
    TenantId m_tenant;
    std::string m_customer_number;
    std::int64_t m_published;
};

// The platform's own rows: accounts, sessions, outbox, jobs, limits, tenants, schema.
class PlatformScope {
public:
    static PlatformScope assume() { return PlatformScope {}; }

private:
    PlatformScope() = default;
};

}
