// See page.h.
#include "view/page.h"

#include <algorithm>
#include <iterator>

namespace portal::view {
namespace {

std::string phone_address(std::string_view phone)
{
    std::string out = "tel:";
    std::ranges::copy_if(phone, std::back_inserter(out), [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
    return out;
}

Model language_link(PageFrame const& frame, std::string const& language, Texts const& texts)
{
    Model link;
    link.set("code", language);
    link.set("name", texts.get("language." + language));
    link.set("short_name", texts.get("language." + language + ".short"));
    link.set("url", with_parameter(frame.path, "lang", language));
    return link;
}

Model help_contact(HelpContact const& contact)
{
    Model help;
    help.set("name", contact.name);
    help.set("phone", contact.phone);
    help.set("phone_url", phone_address(contact.phone));
    help.set("email", contact.email);
    help.set("email_url", "mailto:" + contact.email);
    help.set("terms_url", contact.terms_url);
    help.set("web", contact.web);
    auto const scheme = contact.web.find("://");
    help.set("web_name", scheme == std::string::npos ? contact.web : contact.web.substr(scheme + 3));
    return help;
}

}

std::string with_parameter(std::string_view path, std::string_view name, std::string_view value)
{
    auto const fragment = path.find('#');
    std::string out { path.substr(0, fragment) };
    // An older value of the same parameter goes, or the addresses would grow with every click.
    auto const begins = std::string { name } + '=';
    for (auto at = out.find(begins); at != std::string::npos; at = out.find(begins, at)) {
        if (at == 0 || (out[at - 1] != '?' && out[at - 1] != '&')) {
            ++at;
            continue;
        }
        auto const end = out.find('&', at);
        out.erase(at, end == std::string::npos ? end : end + 1 - at);
    }
    while (out.ends_with('?') || out.ends_with('&'))
        out.pop_back();
    out += out.find('?') == std::string::npos ? '?' : '&';
    out.append(begins).append(value);
    return fragment == std::string_view::npos ? out : out.append(path.substr(fragment));
}

Model page_model(PageFrame const& frame, PageAssets const& assets, Texts const& texts, std::vector<std::string> const& languages)
{
    Model page;
    page.set("title", frame.title);
    page.set("language", texts.language());
    page.set("csrf", frame.csrf);
    page.set("signed_in", frame.signed_in);
    page.set("has_errors", frame.has_errors);
    page.set("notice", frame.notice);
    page.set("demo", frame.demo);
    page.set("home", frame.signed_in ? "/overview" : "/");
    page.set("brand", frame.utility_name.empty() ? texts.get("portal.slogan") : frame.utility_name);
    page.set("brand_short", frame.utility_name.empty() ? texts.get("portal.slogan.short") : frame.utility_short_name);
    page.set("stylesheet", assets.stylesheet);
    page.set("script", assets.script);
    page.set("utility_stylesheet", assets.utility_stylesheet);
    page.set("logo", assets.logo);
    page.set("is_overview", frame.menu == Menu::overview);
    page.set("is_invoices", frame.menu == Menu::invoices);
    page.set("is_meters", frame.menu == Menu::meters);
    page.set("is_transactions", frame.menu == Menu::transactions);
    page.set("is_settings", frame.menu == Menu::settings);
    std::vector<Model> links;
    for (auto const& language : languages) {
        if (language != texts.language())
            links.push_back(language_link(frame, language, texts));
    }
    page.set("languages", std::move(links));
    std::vector<Model> help;
    for (auto const& contact : frame.help)
        help.push_back(help_contact(contact));
    page.set("phone", frame.help.empty() ? std::string {} : frame.help.front().phone);
    page.set("phone_url", frame.help.empty() ? std::string {} : phone_address(frame.help.front().phone));
    page.set("help", std::move(help));
    return page;
}

}
