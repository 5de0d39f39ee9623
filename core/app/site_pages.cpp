#include "app/site_pages.h"

#include "base/log.h"
#include "db/migrate.h"
#include "tenants/registry.h"
#include "view/document.h"
#include "view/error_page.h"

#include <fstream>
#include <sstream>

namespace portal::app {

namespace {

using web::Request;
using web::Response;

Response front(Request& request, web::Site const& site, tenants::Registry const& tenants)
{
    auto const* const host_tenant = tenants.find_by_host(request.host);
    auto const& texts = site.texts(request, host_tenant);
    std::vector<view::Model> utilities;
    for (auto const* tenant : tenants.active()) {
        view::Model utility;
        utility.set("name", tenant->name);
        utility.set("logo", "/utilities/" + tenant->slug + "/logo.svg");
        auto const& own = site.texts(request, tenant);
        utility.set("about", own.has("utility.about") ? own.get("utility.about") : std::string {});
        utility.set("register_url", "/register?utility=" + tenant->slug);
        utilities.push_back(std::move(utility));
    }
    auto const& help = site.help();
    view::Model body;
    body.set("slogan", texts.get("portal.slogan"));
    body.set("utilities", std::move(utilities));
    body.set("contact_name", host_tenant ? host_tenant->name : help.empty() ? std::string {} : help.front().name);
    auto const phone = host_tenant ? host_tenant->contact.phone : help.empty() ? std::string {} : help.front().phone;
    body.set("phone", phone);
    body.set("phone_url", "tel:" + phone);
    body.set("hours", host_tenant ? host_tenant->contact.hours : std::string {});
    body.set("signed_in", request.principal.has_value());
    return site.show(request, { .name = "site/front", .title = texts.get("front.title"), .tenant = host_tenant }, std::move(body));
}

Response terms(Request& request, web::Site const& site, tenants::Registry const& tenants)
{
    auto const* const tenant = tenants.find(request.route.text("utility"));
    if (!tenant)
        return Response::not_found();
    std::ifstream file { tenant->folder + "/terms/" + request.language + ".md", std::ios::binary };
    if (!file)
        file.open(tenant->folder + "/terms/" + tenant->language + ".md", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    view::Model body;
    body.set("utility_name", tenant->name);
    body.set("version", tenant->terms_version);
    body.set("blocks", view::document_blocks(text.str()));
    return site.show(request, { .name = "site/terms", .title = site.texts(request, tenant).get("terms.title"), .tenant = tenant }, std::move(body));
}

Response ready(db::Database& database)
{
    try {
        db::require_current_schema(database);
        return Response::text("ready\n");
    } catch (std::exception const& error) {
        log::warning("health.not_ready", { { "message", error.what() } });
        return Response::text("not ready\n", 503);
    }
}

}

void add_site_routes(web::Router& router, web::Site const& site, tenants::Registry const& tenants, db::Database& database)
{
    router.get("/", [&](Request& request) { return front(request, site, tenants); }).open();
    router.get("/terms/{utility}", [&](Request& request) { return terms(request, site, tenants); }).open();
    router.get("/health/live", [](Request&) { return Response::text("live\n"); }).bare();
    router.get("/health/ready", [&](Request&) { return ready(database); }).bare();
}

web::ErrorPages error_pages(web::Site const& site)
{
    return [&site](int status, Request& request) {
        auto const& theme = site.theme(nullptr);
        view::PageFrame frame;
        // A page that exists for other ids: foreign, missing and malformed ones get the same bytes, so nothing of the request.
        bool const is_an_id = status == 404 && !request.route.empty();
        // An address that is wrong may hold a token that was copied badly; it is not repeated.
        frame.path = request.method == web::Method::get && status != 404 ? std::string { request.target } : "/";
        frame.csrf = request.csrf();
        frame.signed_in = request.principal.has_value();
        frame.help = site.help();
        return view::render_error(theme, request.language, std::move(frame), status, is_an_id ? std::string_view {} : request.request_id);
    };
}

}
