// The looks and words of the platform or of one utility: templates, texts, colours; renders pages and mails.
#pragma once

#include "view/format.h"
#include "view/model.h"
#include "view/page.h"
#include "view/texts.h"

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace portal::view {

class Template;

// A theme that cannot be used: a template, text or colour is wrong. Names file, line and reason.
class ThemeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// What stands around every mail.
struct MailFrame {
    std::string portal_url; // "https://mojupravljalec.si"
    std::string utility_name; // empty: the platform writes in its own name
    std::string help_phone;
};

struct RenderedMail {
    std::string subject, text, html; // UTF-8; the text has lines ending in \n
};

// Everything of one language.
struct Speech {
    explicit Speech(Texts the_texts)
        : texts(std::move(the_texts))
        , format(texts)
    {
    }
    Texts texts;
    Format format;
    std::map<std::string, std::shared_ptr<Template const>, std::less<>> templates;
};

// Loaded and checked once at start; immutable after that and thread-safe.
class Theme {
public:
    // A page in its layout. `name` is the template's path: "invoices/list". An unknown language falls back to the first.
    // Throws std::logic_error that names template and key when the model lacks a key or the template is unknown.
    std::string render(std::string_view language, std::string_view name, PageFrame const& frame, Model body) const;
    // templates mail/<name>.txt and mail/<name>.html; the text's first line is the subject.
    RenderedMail render_mail(std::string_view language, std::string_view name, MailFrame const& frame, Model body) const;

    Texts const& texts(std::string_view language) const { return speech(language).texts; }
    Format const& format(std::string_view language) const { return speech(language).format; }
    bool speaks(std::string_view language) const;
    std::vector<std::string> const& languages() const { return m_languages; }

private:
    friend class Themes;
    Theme() = default;
    Speech const& speech(std::string_view language) const;
    Template const& find(Speech const& speech, std::string_view name) const;

    std::vector<std::string> m_languages; // the first is the fallback
    std::vector<std::unique_ptr<Speech const>> m_speeches; // same order
    PageAssets m_assets;
    std::map<std::string, std::string> m_mail_colours; // brand_fill, on_brand_muted, link
};

}
