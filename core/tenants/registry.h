// All utilities of this portal, each read from its own folder; a broken one does not stop the others.
#pragma once

#include "db/database.h"
#include "tenants/tenant.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portal::tenants {

// What is wrong with one tenant, in words for an admin.
struct Problem {
    std::string slug;
    std::string what; // "tenants/logatec/tenant.properties:7: unknown key ..."
};

// Immutable once loaded; thread-safe. Pointers stay good as long as it lives.
class Registry {
public:
    // Reads every folder of `path` that holds a tenant.properties and gives new ones a row (and so an id) in the database.
    // Throws SettingsError when `path` is no folder, and what the database throws.
    static Registry load(std::string const& path, db::Database& database, Clock const& clock);

    Tenant const* find(std::string_view slug) const;
    Tenant const* find(TenantId id) const;
    Tenant const& get(TenantId id) const; // std::logic_error when there is none
    std::vector<Tenant const*> all() const; // by name in the order of people
    std::vector<Tenant const*> active() const;
    Tenant const* find_by_host(std::string_view host) const;
    std::vector<Problem> const& problems() const { return m_problems; }

private:
    std::vector<std::unique_ptr<Tenant const>> m_tenants; // by name
    std::vector<Problem> m_problems;
};

}
