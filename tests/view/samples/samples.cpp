// Pages that everybody can see, with sample data.
#include "view/samples/samples.h"

#include "view/document.h"
#include "view/form.h"

namespace portal::view::samples {
namespace {

using Utilities = std::vector<std::pair<std::string, std::string>>;
Utilities const utilities { { "logatec", "Komunalno podjetje Logatec" }, { "toplarna", "Toplarna Zgled" } };

Model registration(FormModel const& form, Texts const& texts, std::string_view shown, bool terms_yes, bool is_away = false)
{
    Model page;
    form.put_into(page, texts.get("register.errors"));
    page.set("utilities", choices(utilities, shown));
    page.set("shown", shown);
    page.set("terms_yes", terms_yes);
    page.set("terms_url", "/terms/logatec");
    page.set("asks_bill", !shown.empty() && !is_away);
    page.set("is_away", is_away);
    page.set("has_others", true);
    page.set("utility_name", "Komunalno podjetje Logatec");
    page.set("help_email", "pomoc@kp-logatec.example");
    page.set("help_hours", "od ponedeljka do petka, 8.–15. ure");
    return page;
}

FormModel empty_form(std::initializer_list<std::string_view> names)
{
    FormModel form;
    for (auto const name : names)
        form.field(name, {});
    return form;
}

Model form_page(FormModel const& form, std::string_view error_title, std::vector<std::pair<std::string, std::string>> const& values = {},
    std::vector<std::pair<std::string, bool>> const& flags = {})
{
    auto page = model(values, flags);
    form.put_into(page, error_title);
    return page;
}

FormModel wrong_registration(Texts const& texts)
{
    FormModel form;
    form.field("utility", {});
    form.field("reference", "12 1805000001071", texts.get("reference.check_digit"));
    form.field("code", "6473");
    form.field("email", "marija.kranjc@primer.si");
    form.field("password", {}, texts.get("password.too_short", { { "least", "8" } }));
    form.field("password_again", {});
    form.field("terms", {}, texts.get("terms.required"));
    return form;
}

PageFrame with_errors(PageFrame page)
{
    page.has_errors = true;
    return page;
}

PageFrame heating(PageFrame page)
{
    page.utility_slug = "toplarna";
    page.utility_name = "Toplarna Zgled";
    page.utility_short_name = "Toplarna Zgled";
    page.help = { { "Toplarna Zgled", "01 555 98 76", "pomoc@toplarna.example", "/terms/toplarna" } };
    return page;
}

Model front(bool signed_in)
{
    auto page = model({ { "slogan", "Računi in števci na enem mestu" }, { "contact_name", "Komunalno podjetje Logatec" }, { "phone", "01 750 81 10" },
                          { "phone_url", "tel:017508110" }, { "hours", "od ponedeljka do petka, 8.–15. ure" } },
        { { "signed_in", signed_in } });
    page.set("utilities",
        std::vector { model({ { "name", "Komunalno podjetje Logatec" }, { "logo", "/utilities/logatec/logo.svg" },
                          { "about", "Pitna voda, odvajanje in čiščenje" }, { "register_url", "/register?utility=logatec" } }),
            model({ { "name", "Toplarna Zgled" }, { "logo", "/utilities/toplarna/logo.svg" }, { "about", "" },
                { "register_url", "/register?utility=toplarna" } }) });
    return page;
}

std::vector<PageSample> claim_pages(Texts const& texts)
{
    std::vector<PageSample> pages;
    auto const add = [&](std::string file, FormModel const& form, std::string_view flag, bool asks_total, std::string tries) {
        auto const errors = form.has_errors();
        auto page = form_page(form, texts.get("claim.errors"),
            { { "utility_name", "Komunalno podjetje Logatec" }, { "utility_slug", "logatec" }, { "tries", std::move(tries) } },
            { { "asks_pair", flag == "pair" }, { "asks_letter", flag == "letter" }, { "is_waiting", flag == "waiting" }, { "asks_total", asks_total } });
        auto around = signed_in_frame(texts.get("claim.title"), "/claim", Menu::none);
        around.has_errors = errors;
        pages.push_back({ std::move(file), "claims/mend", std::move(around), std::move(page) });
    };
    FormModel wrong;
    wrong.field("reference", "SI12 1805000001070", texts.get("claim.wrong"))
        .field("code", "6474", texts.get("claim.wrong"))
        .field("total", {})
        .field("letter", {});
    add("claim-mend", wrong, "pair", false, texts.plural("claim.tries", 3));
    auto const blank = empty_form({ "reference", "code", "total", "letter" });
    add("claim-total", blank, "pair", true, {});
    add("claim-letter", blank, "letter", false, {});
    add("claim-waiting", blank, "waiting", false, {});
    return pages;
}

std::vector<PageSample> error_pages(Texts const& texts)
{
    std::vector<PageSample> pages;
    for (auto const status : { 400, 403, 404, 405, 413, 429, 500, 503 }) {
        auto const key = "error." + std::to_string(status);
        auto page = model({ { "heading", texts.get(key + ".title") }, { "text", texts.get(key + ".text") }, { "again_url", status == 503 ? "/" : "" },
                              { "request", "7Q4K91XNZB2D" } },
            { { "is_missing", status == 404 }, { "is_busy", status == 429 } });
        pages.push_back({ "error-" + std::to_string(status), "site/error", frame(texts.get(key + ".title"), "/"), std::move(page) });
    }
    return pages;
}

}

Model model(std::vector<std::pair<std::string, std::string>> const& texts, std::vector<std::pair<std::string, bool>> const& flags)
{
    Model out;
    for (auto const& [key, text] : texts)
        out.set(key, text);
    for (auto const& [key, flag] : flags)
        out.set(key, flag);
    return out;
}

PageFrame frame(std::string title, std::string path)
{
    PageFrame page;
    page.title = std::move(title);
    page.path = std::move(path);
    page.csrf = "csrf-sample";
    page.utility_slug = "logatec";
    page.utility_name = "Komunalno podjetje Logatec";
    page.utility_short_name = "KP Logatec";
    page.help = { { "Komunalno podjetje Logatec", "01 750 81 10", "info@kp-logatec.example", "/terms/logatec" } };
    page.demo = true;
    return page;
}

PageFrame signed_in_frame(std::string title, std::string path, Menu menu)
{
    auto page = frame(std::move(title), std::move(path));
    page.signed_in = true;
    page.menu = menu;
    return page;
}

std::vector<PageSample> visitor_pages(Texts const& texts, Format const& format)
{
    std::vector<PageSample> pages;
    auto const registration_fields = { std::string_view { "utility" }, std::string_view { "reference" }, std::string_view { "code" },
        std::string_view { "email" }, std::string_view { "password" }, std::string_view { "password_again" }, std::string_view { "terms" } };
    auto const add = [&](std::string file, std::string name, std::string_view title_key, Model body) {
        pages.push_back({ std::move(file), std::move(name), frame(texts.get(title_key), "/"), std::move(body) });
    };
    auto front_frame = frame(texts.get("front.title"), "/");
    front_frame.help.push_back({ "Toplarna Zgled", "01 555 98 76", "", "/terms/toplarna" });
    pages.push_back({ "front", "site/front", front_frame, front(false) });
    pages.push_back({ "front-heating", "site/front", heating(frame(texts.get("front.title"), "/")), front(true), true });
    add("register", "accounts/register", "register.title", registration(empty_form(registration_fields), texts, "logatec", false));
    add("register-choose", "accounts/register", "register.title", registration(empty_form(registration_fields), texts, "", false));
    pages.push_back({ "register-errors", "accounts/register", with_errors(frame(texts.get("register.title"), "/register?utility=logatec")),
        registration(wrong_registration(texts), texts, "logatec", false) });
    pages.push_back({ "register-heating", "accounts/register", heating(frame(texts.get("register.title"), "/register?utility=toplarna")),
        registration(empty_form(registration_fields), texts, "toplarna", false), true });
    add("register-away", "accounts/register", "register.title", registration(empty_form(registration_fields), texts, "logatec", false, true));
    add("register-sent", "accounts/register_sent", "sent.title",
        model({ { "email", "marija.kranjc@primer.si" }, { "change_url", "/register?utility=logatec" } }));
    add("confirm", "accounts/confirm", "confirm.title",
        form_page(empty_form({ "password" }), "",
            { { "confirm_url", "/confirm/abc" }, { "email", "marija.kranjc@primer.si" }, { "utility_name", "Komunalno podjetje Logatec" } }));
    add("sign-in", "accounts/sign_in", "sign_in.title", form_page(empty_form({ "email", "password" }), "", { { "next", "" } }));
    FormModel wrong;
    wrong.field("email", "marija.kranjc@primer.si", texts.get("sign_in.wrong")).field("password", {});
    pages.push_back({ "sign-in-error", "accounts/sign_in", with_errors(frame(texts.get("sign_in.title"), "/sign-in")),
        form_page(wrong, texts.get("sign_in.errors"), { { "next", "/invoices" } }) });
    add("password-forgot", "accounts/password_forgot", "forgot.title", form_page(empty_form({ "email" }), "", { { "sent_to", "" } }, { { "sent", false } }));
    add("password-sent", "accounts/password_forgot", "sent.title",
        form_page(empty_form({ "email" }), "", { { "sent_to", "marija.kranjc@primer.si" } }, { { "sent", true } }));
    add("password-reset", "accounts/password_reset", "reset.title",
        form_page(empty_form({ "password", "password_again" }), "", { { "reset_url", "/password/reset/abc" }, { "email", "marija.kranjc@primer.si" } }));
    add("email-confirm", "accounts/email_confirm", "email_change.title",
        model({ { "confirm_url", "/email/abc" }, { "email", "marija@primer.si" } }, { { "done", false }, { "signed_in", false } }));
    add("email-done", "accounts/email_confirm", "email_change.done.title",
        model({ { "confirm_url", "/email/abc" }, { "email", "marija@primer.si" } }, { { "done", true }, { "signed_in", false } }));
    add("link-expired", "accounts/link_expired", "link.expired.title", model({ { "action", texts.get("link.register") }, { "url", "/register" } }));
    auto terms = model({ { "utility_name", "Komunalno podjetje Logatec" }, { "version", "2018-05-01" } });
    terms.set("blocks",
        document_blocks("## 1. Kaj je portal\n\nPortal kaže račune, promet in stanja števcev.\nVsebino določa upravljalec.\n\n## 2. Kaj storite vi\n\n- Geslo "
                        "hranite zase.\n- Stanje števca vpišete po resnici.\n"));
    add("terms", "site/terms", "terms.title", std::move(terms));
    add("unavailable", "site/unavailable", "unavailable.title",
        model({ { "utility_name", "Komunalno podjetje Logatec" }, { "request", "7Q4K91XNZB2D" }, { "again_url", "/register" } }));
    Model mail_list;
    mail_list.set("mails",
        std::vector { model({ { "url", "/demo/mail/1" }, { "subject", texts.get("mail.registration_confirm.subject") }, { "to", "marija.kranjc@primer.si" },
            { "date", format.date(Date { std::chrono::year { 2018 }, std::chrono::June, std::chrono::day { 2 } }) } }) });
    add("demo-mails", "demo/mails", "demo.mail.title", std::move(mail_list));
    Model no_mails;
    no_mails.set("mails", std::vector<Model> {});
    add("demo-mails-none", "demo/mails", "demo.mail.title", std::move(no_mails));
    add("demo-mail", "demo/mail", "demo.mail.title",
        model({ { "subject", texts.get("mail.registration_confirm.subject") }, { "from", "Moj upravljalec <portal@mojupravljalec.example>" },
            { "to", "marija.kranjc@primer.si" }, { "date", "2. 6. 2018" }, { "link", "/confirm/abc" },
            { "text", "Pozdravljeni!\n\nOstane še en klik.\n\nhttp://localhost:8080/confirm/abc" } }));
    for (auto& page : claim_pages(texts))
        pages.push_back(std::move(page));
    for (auto& page : error_pages(texts))
        pages.push_back(std::move(page));
    return pages;
}

}
