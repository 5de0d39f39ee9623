#include "tenants/registry.h"

#include "base/log.h"
#include "base/properties.h"
#include "base/text.h"
#include "tenants/queries.h"
#include "tenants/tenant_file.h"

#include <unicode/coll.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

namespace portal::tenants {

namespace {

std::vector<std::string> folders_below(std::string const& path)
{
    std::error_code problem;
    std::vector<std::string> folders;
    for (std::filesystem::directory_iterator entry { path, problem }, end; !problem && entry != end; entry.increment(problem))
        if (std::filesystem::exists(entry->path() / "tenant.properties"))
            folders.push_back(entry->path().string());
    if (problem)
        throw SettingsError("tenants.path: " + path + ": " + problem.message());
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::map<std::string, TenantId, std::less<>> known_tenants(db::Database& database)
{
    std::map<std::string, TenantId, std::less<>> known;
    database.read([&](db::Session& session) {
        for (auto const row : session.query(sql::all_tenants))
            known[row.text(1)] = row.id<TenantId>(0);
    });
    return known;
}

// Two nodes may meet a new utility at once; the unique keys decide, and the loser looks again.
TenantId make_row(db::Database& database, Tenant const& tenant, Instant now)
{
    for (int attempt = 0;; ++attempt)
        try {
            return database.transact([&](db::Transaction& transaction) {
                if (auto const row = transaction.one(sql::tenant_by_slug, tenant.slug))
                    return row->id<TenantId>(0);
                TenantId const id { transaction.one(sql::largest_id)->integer(0) + 1 };
                transaction.execute(sql::insert_tenant, id, tenant.slug, now);
                return id;
            });
        } catch (db::Duplicate const&) {
            if (attempt == 10)
                throw;
        }
}

// "Čebela" before "Domžale": by the rules of Slovenian, which fit the other languages of the portal well enough.
void sort_for_people(std::vector<std::unique_ptr<Tenant const>>& tenants)
{
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> const collator { icu::Collator::createInstance(icu::Locale { "sl" }, status) };
    if (U_FAILURE(status))
        throw std::runtime_error("ICU has no order for Slovenian");
    std::stable_sort(tenants.begin(), tenants.end(), [&](auto const& left, auto const& right) {
        UErrorCode compared = U_ZERO_ERROR;
        return collator->compareUTF8(left->name, right->name, compared) == UCOL_LESS;
    });
}

}

Registry Registry::load(std::string const& path, db::Database& database, Clock const& clock)
{
    Registry registry;
    auto known = known_tenants(database);
    std::map<std::string, std::string> hosts; // and whose each is
    for (auto const& folder : folders_below(path)) {
        auto file = read_tenant(folder);
        auto& tenant = file.tenant;
        for (auto const& host : tenant.hosts)
            if (auto const [place, is_new] = hosts.try_emplace(host, tenant.slug); !is_new)
                file.problems.push_back(folder + ": the host name " + host + " belongs to " + place->second + " already");
        for (auto const& problem : file.problems)
            registry.m_problems.push_back({ tenant.slug, problem });
        auto row = known.extract(tenant.slug);
        if (!file.problems.empty())
            continue;
        tenant.id = row ? row.mapped() : make_row(database, tenant, clock.now());
        registry.m_tenants.push_back(std::make_unique<Tenant const>(std::move(tenant)));
    }
    for (auto const& [slug, row] : known)
        registry.m_problems.push_back({ slug, path + "/" + slug + ": the database has rows of this utility, but its folder is gone" });
    for (auto const& [slug, what] : registry.m_problems)
        log::error("tenant.broken", { { "tenant", slug }, { "message", what } });
    sort_for_people(registry.m_tenants);
    return registry;
}

Tenant const* Registry::find(std::string_view slug) const
{
    auto const found = std::find_if(m_tenants.begin(), m_tenants.end(), [&](auto const& tenant) { return tenant->slug == slug; });
    return found == m_tenants.end() ? nullptr : found->get();
}

Tenant const* Registry::find(TenantId id) const
{
    auto const found = std::find_if(m_tenants.begin(), m_tenants.end(), [&](auto const& tenant) { return tenant->id == id; });
    return found == m_tenants.end() ? nullptr : found->get();
}

Tenant const& Registry::get(TenantId id) const
{
    auto const* const tenant = find(id);
    if (!tenant)
        throw std::logic_error("no such tenant: " + std::to_string(id.value()));
    return *tenant;
}

std::vector<Tenant const*> Registry::all() const
{
    std::vector<Tenant const*> found;
    for (auto const& tenant : m_tenants)
        found.push_back(tenant.get());
    return found;
}

std::vector<Tenant const*> Registry::active() const
{
    auto found = all();
    std::erase_if(found, [](Tenant const* tenant) { return !tenant->active; });
    return found;
}

Tenant const* Registry::find_by_host(std::string_view host) const
{
    auto const name = ascii_lower(host.substr(0, host.find(':')));
    auto const found = std::find_if(m_tenants.begin(), m_tenants.end(),
        [&](auto const& tenant) { return std::find(tenant->hosts.begin(), tenant->hosts.end(), name) != tenant->hosts.end(); });
    return found == m_tenants.end() ? nullptr : found->get();
}

}
