// See theme.h.
#include "view/theme.h"

#include "base/text.h"
#include "view/template.h"

#include <algorithm>

namespace portal::view {

bool Theme::speaks(std::string_view language) const { return std::ranges::find(m_languages, language) != m_languages.end(); }

Speech const& Theme::speech(std::string_view language) const
{
    auto const found = std::ranges::find(m_languages, language);
    return *m_speeches[found == m_languages.end() ? 0 : static_cast<std::size_t>(found - m_languages.begin())];
}

Template const& Theme::find(Speech const& speech, std::string_view name) const
{
    auto const found = speech.templates.find(name);
    if (found == speech.templates.end())
        throw std::logic_error("there is no template " + std::string { name });
    return *found->second;
}

std::string Theme::render(std::string_view language, std::string_view name, PageFrame const& frame, Model body) const
{
    auto const& spoken = speech(language);
    body.set("page", page_model(frame, m_assets, spoken.texts, m_languages));
    return find(spoken, name).render(body);
}

RenderedMail Theme::render_mail(std::string_view language, std::string_view name, MailFrame const& frame, Model body) const
{
    auto const& spoken = speech(language);
    Model page;
    page.set("language", spoken.texts.language());
    page.set("portal_url", frame.portal_url);
    page.set("utility_name", frame.utility_name);
    page.set("help_phone", frame.help_phone);
    for (auto const& [role, colour] : m_mail_colours)
        page.set(role, colour);
    body.set("page", std::move(page));
    std::string const path = "mail/" + std::string { name };
    auto text = find(spoken, path + ".txt").render(body);
    auto const first_line = text.find('\n');
    RenderedMail mail;
    mail.subject = trimmed(std::string_view { text }.substr(0, first_line));
    mail.text = first_line == std::string::npos ? std::string {} : text.substr(text.find_first_not_of('\n', first_line));
    page = {};
    Model around = std::move(body);
    around.set("subject", mail.subject);
    mail.html = find(spoken, path + ".html").render(around);
    return mail;
}

}
