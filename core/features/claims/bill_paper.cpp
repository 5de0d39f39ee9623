#include "features/claims/bill_paper.h"

namespace portal::claims {

plugins::Target PluginBillPaper::target(tenants::Tenant const& tenant) const { return m_versions.target(tenant, m_calendar.today(tenant)); }

bool PluginBillPaper::is_away(tenants::Tenant const& tenant) const { return m_plugins.is_quarantined(target(tenant)); }

Result<std::string, plugins::Rejection> PluginBillPaper::reference(tenants::Tenant const& tenant, std::string_view typed) const
{
    return m_plugins.normalise_reference(target(tenant), typed);
}

std::string PluginBillPaper::printed(tenants::Tenant const& tenant, std::string const& reference) const
{
    return m_plugins.display_reference(target(tenant), reference).value_or(reference);
}

std::string PluginBillPaper::customer_number(tenants::Tenant const& tenant, std::string const& reference) const
{
    return m_plugins.customer_of_reference(target(tenant), reference).value_or({});
}

Result<Secret, plugins::Rejection> PluginBillPaper::code(tenants::Tenant const& tenant, Secret const& typed) const
{
    return m_plugins.normalise_code(target(tenant), typed);
}

bool PluginBillPaper::code_is_document_number(tenants::Tenant const& tenant) const { return m_plugins.code_is_document_number(target(tenant)); }

}
