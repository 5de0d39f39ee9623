// See texts.h.
#include "view/texts.h"

#include "base/text.h"

#include <boost/locale/generator.hpp>
#include <boost/locale/message.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace portal::view {
namespace {

std::string filled(std::string text, Texts::Placeholders const& placeholders)
{
    // In one pass, so that a value with braces in it cannot be taken for a placeholder.
    std::string out;
    std::string_view rest = text;
    for (;;) {
        auto const open = rest.find('{');
        auto const close = open == std::string_view::npos ? open : rest.find('}', open);
        if (close == std::string_view::npos)
            return out.append(rest);
        auto const name = rest.substr(open + 1, close - open - 1);
        out.append(rest.substr(0, open));
        auto const given = std::find_if(placeholders.begin(), placeholders.end(), [name](auto const& each) { return each.first == name; });
        if (given == placeholders.end())
            throw std::out_of_range("the text \"" + text + "\" asks for {" + std::string { name } + '}');
        out.append(given->second);
        rest.remove_prefix(close + 1);
    }
}

}

Texts::Texts(std::string const& catalogues, std::string language)
    : m_language(std::move(language))
{
    if (!std::filesystem::exists(catalogues + '/' + m_language + "/LC_MESSAGES/portal.mo"))
        throw std::runtime_error("there is no catalogue of " + m_language + " in " + catalogues);
    boost::locale::generator generator;
    generator.add_messages_path(catalogues);
    generator.add_messages_domain("portal");
    generator.categories(boost::locale::message_facet | boost::locale::information_facet);
    generator.characters(boost::locale::char_facet);
    m_locale = generator(m_language + ".UTF-8");
}

Texts Texts::with(std::map<std::string, std::string> own) const
{
    auto copy = *this;
    copy.m_own.insert(own.begin(), own.end());
    return copy;
}

std::optional<std::string> Texts::raw(std::string_view key) const
{
    if (auto const own = m_own.find(key); own != m_own.end())
        return own->second;
    std::string const name { key };
    auto text = boost::locale::gettext(name.c_str(), m_locale);
    return text == name ? std::nullopt : std::optional { std::move(text) };
}

bool Texts::has(std::string_view key) const { return raw(key).has_value(); }

std::string Texts::get(std::string_view key, Placeholders const& placeholders) const
{
    auto text = raw(key);
    if (!text)
        throw std::out_of_range("the catalogue of " + m_language + " has no text " + std::string { key });
    return filled(std::move(*text), placeholders);
}

std::string Texts::get_or(std::string_view key, std::string_view fallback_key, Placeholders const& placeholders) const
{
    return get(has(key) ? key : fallback_key, placeholders);
}

std::string Texts::plural(std::string_view key, std::int64_t count, Placeholders const& placeholders) const
{
    std::string const name { key };
    // The plural rules look at the last digits only, so a number that does not fit is brought near without changing them.
    auto const near = static_cast<int>(std::abs(count % 1'000'000));
    auto text = boost::locale::ngettext(name.c_str(), name.c_str(), near, m_locale);
    if (text == name)
        throw std::out_of_range("the catalogue of " + m_language + " has no plural text " + name);
    auto all = placeholders;
    all.emplace_back("count", std::to_string(count));
    return filled(std::move(text), all);
}

}
