#include "web/site.h"

#include "base/log.h"
#include "tenants/registry.h"

#include <algorithm>

namespace portal::web {

namespace {

constexpr std::size_t s_most_contacts = 4; // on a page that belongs to no utility

view::HelpContact help_of(tenants::Tenant const& tenant)
{
    return { tenant.name, tenant.contact.phone, tenant.contact.email, "/terms/" + tenant.slug, tenant.contact.web };
}

}

Site::Site(SiteOptions options, view::Themes const& themes, tenants::Registry const& tenants)
    : m_options(std::move(options))
    , m_tenants(tenants)
    , m_platform(themes.platform())
{
    if (!m_options.help.phone.empty() || !m_options.help.email.empty())
        m_help.push_back(m_options.help);
    for (auto const* tenant : tenants.active())
        if (m_options.help.phone.empty() && m_help.size() < s_most_contacts)
            m_help.push_back(help_of(*tenant));
    for (auto const* tenant : tenants.all())
        try {
            m_themes[tenant->id] = themes.load({ tenant->slug, tenant->folder + "/theme", tenant->folder + "/texts" });
        } catch (std::exception const& error) {
            log::error("tenant.theme", { { "tenant", tenant->slug }, { "message", error.what() } });
        }
}

view::Theme const& Site::theme(tenants::Tenant const* tenant) const
{
    if (!tenant)
        return *m_platform;
    auto const found = m_themes.find(tenant->id);
    return found == m_themes.end() ? *m_platform : *found->second;
}

view::PageFrame Site::frame(Request& request, Page const& page) const
{
    view::PageFrame frame;
    frame.title = page.title;
    frame.path
        = !page.path.empty() ? page.path : std::string { request.method == Method::post ? request.target.substr(0, request.target.find('?')) : request.target };
    frame.csrf = request.csrf();
    frame.signed_in = request.principal.has_value();
    frame.menu = page.menu;
    frame.notice = page.notice;
    frame.has_errors = page.has_errors;
    frame.demo = m_options.demo;
    if (page.tenant) {
        frame.utility_slug = page.tenant->slug;
        frame.utility_name = page.tenant->name;
        frame.utility_short_name = page.tenant->short_name;
        frame.help.push_back(help_of(*page.tenant));
    } else if (request.principal)
        for (auto const& customer : request.principal->customers) {
            auto const* const tenant = m_tenants.find(customer.tenant());
            if (tenant && std::none_of(frame.help.begin(), frame.help.end(), [&](auto const& help) { return help.name == tenant->name; }))
                frame.help.push_back(help_of(*tenant));
        }
    if (frame.help.empty())
        frame.help = m_help;
    return frame;
}

Response Site::show(Request& request, Page const& page, view::Model body) const
{
    return Response::html(theme(page.tenant).render(request.language, page.name, frame(request, page), std::move(body)), page.status);
}

outbox::Draft Site::mail(std::string_view language, std::string_view name, tenants::Tenant const* tenant, std::string const& to, view::Model body) const
{
    auto rendered = theme(tenant).render_mail(language, name,
        { m_options.portal_url, tenant ? tenant->name : std::string {}, tenant ? tenant->contact.phone : m_options.help.phone }, std::move(body));
    return { .tenant = tenant ? tenant->id : TenantId {},
        .kind = std::string { name },
        .to = to,
        .from_name = tenant ? tenant->name : m_options.portal_name,
        .reply_to = tenant ? tenant->contact.email : std::string {},
        .subject = std::move(rendered.subject),
        .text = std::move(rendered.text),
        .html = std::move(rendered.html) };
}

Response Site::utility_unavailable(Request& request, tenants::Tenant const& tenant) const
{
    view::Model body;
    body.set("utility_name", tenant.name)
        .set("request", request.request_id)
        .set("again_url", request.method == Method::post ? "/register?utility=" + tenant.slug : request.path);
    auto response = show(
        request, { .name = "site/unavailable", .title = texts(request, &tenant).get("unavailable.title"), .tenant = &tenant, .status = 503 }, std::move(body));
    response.set_header("Retry-After", "300");
    return response;
}

}
