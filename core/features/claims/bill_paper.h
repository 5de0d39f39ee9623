// How a utility writes what stands on its bills: asked of its plugin. A class of its own, so that claims can be tested
// without a plugin host.
#pragma once

#include "plugins/plugins.h"
#include "tenants/business_calendar.h"
#include "tenants/plugin_versions.h"

#include <string>
#include <string_view>

namespace portal::claims {

// Thread-safe. All functions but is_away() throw plugins::PluginUnavailable.
class BillPaper {
public:
    virtual ~BillPaper() = default;
    // Known to be out of order for a while, so nobody has to be asked for a bill. Costs nothing.
    virtual bool is_away(tenants::Tenant const& tenant) const = 0;
    // Canonical; the rejection's key is a text of the catalogue.
    virtual Result<std::string, plugins::Rejection> reference(tenants::Tenant const& tenant, std::string_view typed) const = 0;
    // As it is printed.
    virtual std::string printed(tenants::Tenant const& tenant, std::string const& reference) const = 0;
    // "" where references do not name the customer: it is looked up by the bill.
    virtual std::string customer_number(tenants::Tenant const& tenant, std::string const& reference) const = 0;
    virtual Result<Secret, plugins::Rejection> code(tenants::Tenant const& tenant, Secret const& typed) const = 0;
    virtual bool code_is_document_number(tenants::Tenant const& tenant) const = 0;
};

class PluginBillPaper final : public BillPaper {
public:
    PluginBillPaper(plugins::Plugins& plugins, tenants::PluginVersions const& versions, tenants::BusinessCalendar const& calendar)
        : m_plugins(plugins)
        , m_versions(versions)
        , m_calendar(calendar)
    {
    }
    bool is_away(tenants::Tenant const& tenant) const override;
    Result<std::string, plugins::Rejection> reference(tenants::Tenant const& tenant, std::string_view typed) const override;
    std::string printed(tenants::Tenant const& tenant, std::string const& reference) const override;
    std::string customer_number(tenants::Tenant const& tenant, std::string const& reference) const override;
    Result<Secret, plugins::Rejection> code(tenants::Tenant const& tenant, Secret const& typed) const override;
    bool code_is_document_number(tenants::Tenant const& tenant) const override;

private:
    plugins::Target target(tenants::Tenant const& tenant) const;
    plugins::Plugins& m_plugins;
    tenants::PluginVersions const& m_versions;
    tenants::BusinessCalendar const& m_calendar;
};

}
