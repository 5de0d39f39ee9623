// How every page function shows a page: the theme and the words of the utility and the language, and the frame around it,
// filled in one place from the request.
#pragma once

#include "outbox/outbox.h"
#include "view/themes.h"
#include "web/request.h"
#include "web/response.h"

#include <map>
#include <memory>
#include <string>

namespace portal::tenants {
struct Tenant;
class Registry;
}

namespace portal::web {

// Which template, and what stands around it.
struct Page {
    std::string name; // "invoices/list"
    std::string title; // in the language of the request
    view::Menu menu = view::Menu::none;
    tenants::Tenant const* tenant = nullptr; // whose colours, words and help contact; nullptr: the platform's
    std::string notice {}; // "Geslo je zamenjano.", shown once on top
    bool has_errors = false;
    std::string path {}; // where the language links lead; empty: the request's own path
    int status = 200;
};

struct SiteOptions {
    std::string portal_name; // "mojupravljalec.si"
    std::string portal_url; // "https://mojupravljalec.si", without a slash at the end
    view::HelpContact help; // the platform's own, for pages without a utility; without a phone, the utilities' own stand there
    bool demo = false;
};

// Immutable once made; thread-safe.
class Site {
public:
    // Loads each tenant's theme. One that cannot be loaded is shown in the platform's colours and logged.
    Site(SiteOptions options, view::Themes const& themes, tenants::Registry const& tenants);

    // The page in its layout. The help contact is the tenant's; for a signed-in customer's pages without one tenant, that of
    // each of his utilities.
    Response show(Request& request, Page const& page, view::Model body) const;

    view::Theme const& theme(tenants::Tenant const* tenant) const;
    view::Texts const& texts(Request const& request, tenants::Tenant const* tenant = nullptr) const { return theme(tenant).texts(request.language); }
    view::Format const& format(Request const& request, tenants::Tenant const* tenant = nullptr) const { return theme(tenant).format(request.language); }
    view::Wording wording(Request const& request, tenants::Tenant const* tenant = nullptr) const { return { texts(request, tenant), format(request, tenant) }; }

    // A mail from the tenant, in its words and colours (nullptr: the platform's); `name` is its template's and its kind.
    outbox::Draft mail(std::string_view language, std::string_view name, tenants::Tenant const* tenant, std::string const& to, view::Model body) const;
    // "https://mojupravljalec.si" + own_path, for links in mails.
    std::string absolute(std::string_view own_path) const { return m_options.portal_url + std::string { own_path }; }

    // 503: this utility cannot be reached at the moment, and how to reach it otherwise.
    Response utility_unavailable(Request& request, tenants::Tenant const& tenant) const;

    // Whom to call on pages that belong to no utility.
    std::vector<view::HelpContact> const& help() const { return m_help; }
    SiteOptions const& options() const { return m_options; }
    tenants::Registry const& tenants() const { return m_tenants; }

private:
    view::PageFrame frame(Request& request, Page const& page) const;

    SiteOptions m_options;
    tenants::Registry const& m_tenants;
    std::vector<view::HelpContact> m_help;
    std::shared_ptr<view::Theme const> m_platform;
    std::map<TenantId, std::shared_ptr<view::Theme const>> m_themes;
};

}
