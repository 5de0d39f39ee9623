// A utility as its plugin is opened for it.
#pragma once

#include "plugins/plugins.h"
#include "tenants/tenant.h"

namespace portal::tenants {

// `today` is the utility's business day: a plugin that was opened yesterday is opened anew.
inline plugins::Target plugin_target(Tenant const& tenant, Date today)
{
    return { tenant.id, tenant.slug, tenant.plugin_id, tenant.plugin_version, tenant.time_zone.name(), tenant.language, std::string { tenant.currency.code() },
        today, tenant.plugin_settings };
}

}
