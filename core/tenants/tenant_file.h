// Reads a utility's folder, names everything that is wrong in it, and makes a new one to start from.
#pragma once

#include "base/properties.h"
#include "tenants/tenant.h"

#include <string>
#include <string_view>
#include <vector>

namespace portal::tenants {

struct TenantFile {
    Tenant tenant; // to be used only when there are no problems; without an id, and with the version that a new utility starts with
    std::vector<std::string> problems; // "tenants/logatec/tenant.properties:7: unknown key ...", in words for an admin
};

// Small letters, digits and hyphens, a letter first, at most 40: also the folder's name.
bool is_slug(std::string_view text);

TenantFile read_tenant(std::string const& folder);

// What is wrong with tenant.properties and the terms in this folder; empty when nothing is. Colours, texts and the plugin's
// own settings are examined by those who know them (view::check_theme_css, view::Themes, plugins::Plugins::check).
std::vector<std::string> check_tenant(std::string const& folder);

// Every key of tenant.properties with its default and one line of help.
std::vector<KeyInfo> const& tenant_keys();

// Makes tenants_path/slug with a tenant.properties that explains every key, terms to rewrite, and empty texts and theme. It
// stays inactive, and check_tenant() names what has to be filled in. Throws SettingsError for a slug that cannot be one, or
// is there already.
void new_tenant(std::string const& tenants_path, std::string const& slug, std::string const& name);

}
