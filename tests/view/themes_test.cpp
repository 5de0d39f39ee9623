// The default theme as a whole: catalogues agree, every page and mail renders, a utility's files lie over it.
#include "view/samples/samples.h"

#include "view/error_page.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

namespace {

using namespace portal::view;
namespace fs = std::filesystem;

std::string file_text(fs::path const& path)
{
    std::ifstream in { path, std::ios::binary };
    return { std::istreambuf_iterator<char> { in }, {} };
}

// key -> placeholders, of the single texts of a .po file
std::map<std::string, std::multiset<std::string>> catalogue(std::string const& language)
{
    std::map<std::string, std::multiset<std::string>> out;
    std::istringstream lines { file_text(samples::theme_sources().themes + "/default/locale/" + language + ".po") };
    std::regex const placeholder { R"(\{[a-z_.]+\})" };
    std::string key;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("msgid \""))
            key = line.substr(7, line.size() - 8);
        if (line.starts_with("msgstr") && !key.empty()) {
            auto& found = out[key];
            if (line.starts_with("msgstr \"") || line.starts_with("msgstr[0]"))
                for (std::sregex_iterator at { line.begin(), line.end(), placeholder }; at != std::sregex_iterator {}; ++at)
                    found.insert(at->str());
            CPPUNIT_ASSERT_MESSAGE(key + " has no text in " + language, line.find("\"\"") == std::string::npos || key.ends_with(".empty"));
        }
    }
    return out;
}

class TemporaryFolder {
public:
    TemporaryFolder()
    {
        auto name = (fs::temp_directory_path() / "portal-view-XXXXXX").string();
        if (!mkdtemp(name.data()))
            throw std::runtime_error("no temporary folder");
        m_path = name;
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder() { fs::remove_all(m_path); }
    void put(std::string const& name, std::string const& text) const
    {
        fs::create_directories((m_path / name).parent_path());
        std::ofstream { m_path / name } << text;
    }
    std::string path() const { return m_path; }

private:
    fs::path m_path;
};

class ThemesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ThemesTest);
    CPPUNIT_TEST(catalogues_hold_the_same_keys_and_placeholders);
    CPPUNIT_TEST(every_page_renders_in_both_languages);
    CPPUNIT_TEST(every_template_has_a_sample);
    CPPUNIT_TEST(every_mail_renders_with_subject_and_link);
    CPPUNIT_TEST(every_form_carries_the_csrf_token);
    CPPUNIT_TEST(a_canary_stays_text_on_every_page);
    CPPUNIT_TEST(a_utility_lays_its_words_and_picture_over_the_page);
    CPPUNIT_TEST(the_help_contact_stands_on_every_page);
    CPPUNIT_TEST(the_language_link_keeps_the_page);
    CPPUNIT_TEST(an_unknown_language_falls_back);
    CPPUNIT_TEST(a_broken_utility_is_refused_with_file_and_line);
    CPPUNIT_TEST(an_error_page_says_what_to_do_and_its_number);
    CPPUNIT_TEST_SUITE_END();

    // Reading a theme takes a while; all tests only look at it.
    static Themes const& themes()
    {
        static Themes const all { samples::theme_sources() };
        return all;
    }
    static Theme const& logatec()
    {
        static auto const theme = themes().load(samples::utility_files("logatec"));
        return *theme;
    }

    template <typename Look> static void look_at_pages(Look look)
    {
        for (auto const& language : logatec().languages()) {
            auto const& texts = logatec().texts(language);
            for (auto const& pages :
                { samples::visitor_pages(texts, logatec().format(language)), samples::customer_pages(texts, logatec().format(language)) }) {
                for (auto const& page : pages)
                    look(language, page);
            }
        }
    }

public:
    void catalogues_hold_the_same_keys_and_placeholders()
    {
        auto const sl = catalogue("sl");
        auto const en = catalogue("en");
        for (auto const& [key, placeholders] : sl) {
            CPPUNIT_ASSERT_MESSAGE("en lacks " + key, en.contains(key));
            CPPUNIT_ASSERT_MESSAGE(key + ": the placeholders differ", en.at(key) == placeholders);
        }
        CPPUNIT_ASSERT_EQUAL(sl.size(), en.size());
        CPPUNIT_ASSERT(sl.size() > 400);
    }

    void every_page_renders_in_both_languages()
    {
        look_at_pages([](std::string const& language, samples::PageSample const& page) {
            auto const html = logatec().render(language, page.name, page.frame, page.body);
            CPPUNIT_ASSERT_MESSAGE(page.file, html.find("<html lang=\"" + language) != std::string::npos);
            CPPUNIT_ASSERT_MESSAGE(page.file + " has a tag left", html.find("{{") == std::string::npos && html.find("}}") == std::string::npos);
            CPPUNIT_ASSERT_MESSAGE(page.file + " has no main part", html.find("<main id=\"content\"") != std::string::npos && html.ends_with("</html>\n"));
        });
    }

    void every_template_has_a_sample()
    {
        std::set<std::string> seen;
        look_at_pages([&seen](std::string const&, samples::PageSample const& page) { seen.insert(page.name); });
        for (auto const& mail : samples::mails())
            seen.insert("mail/" + mail.name);
        fs::path const folder = samples::theme_sources().themes + "/default";
        for (auto const& entry : fs::recursive_directory_iterator(folder)) {
            auto name = fs::relative(entry.path(), folder).generic_string();
            if (entry.path().extension() != ".mustache" || name.starts_with("parts/") || name.starts_with("icons/") || name.starts_with("mail/parts/")
                || name == "layout.mustache")
                continue;
            name = name.substr(0, name.find('.'));
            CPPUNIT_ASSERT_MESSAGE("no sample renders " + name, seen.contains(name));
        }
    }

    void every_mail_renders_with_subject_and_link()
    {
        for (auto const& language : logatec().languages()) {
            for (auto const& sample : samples::mails()) {
                auto const mail
                    = logatec().render_mail(language, sample.name, { "https://portal.example", "Komunalno podjetje Logatec", "01 750 81 10" }, sample.body);
                CPPUNIT_ASSERT_MESSAGE(sample.name, !mail.subject.empty() && mail.subject.find('\n') == std::string::npos);
                CPPUNIT_ASSERT_MESSAGE(sample.name, mail.html.find(mail.subject) != std::string::npos);
                CPPUNIT_ASSERT_MESSAGE(sample.name, mail.html.find("bgcolor=\"#0a4766\"") != std::string::npos);
                CPPUNIT_ASSERT_MESSAGE(
                    sample.name, sample.name == "email_changed" || mail.text.find("https://mojupravljalec.example/confirm/7Q4K91XNZB2D") != std::string::npos);
                CPPUNIT_ASSERT_MESSAGE(sample.name, mail.text.find("01 750 81 10") != std::string::npos);
                CPPUNIT_ASSERT_MESSAGE(sample.name, mail.text.find("&#39;") == std::string::npos);
            }
        }
    }

    void every_form_carries_the_csrf_token()
    {
        look_at_pages([](std::string const& language, samples::PageSample const& page) {
            auto const html = logatec().render(language, page.name, page.frame, page.body);
            for (auto at = html.find("method=\"post\""); at != std::string::npos; at = html.find("method=\"post\"", at + 1)) {
                auto const form = html.substr(at, html.find("</form>", at) - at);
                CPPUNIT_ASSERT_MESSAGE(page.file, form.find("name=\"csrf\" value=\"csrf-sample\"") != std::string::npos);
            }
        });
    }

    void a_canary_stays_text_on_every_page()
    {
        std::string const canary = "\"><script>alert('{{secret}}')</script>";
        look_at_pages([&canary](std::string const& language, samples::PageSample const& page) {
            auto frame = page.frame;
            frame.title = frame.notice = frame.utility_name = frame.csrf = canary;
            frame.help = { { canary, canary, canary, canary } };
            auto const html = logatec().render(language, page.name, frame, page.body);
            CPPUNIT_ASSERT_MESSAGE(page.file, html.find("<script>") == std::string::npos);
        });
    }

    void a_utility_lays_its_words_and_picture_over_the_page()
    {
        auto const toplarna = themes().load(samples::utility_files("toplarna"));
        look_at_pages([&](std::string const& language, samples::PageSample const& page) {
            if (page.file != "register" || language != "sl")
                return;
            auto const water = logatec().render("sl", page.name, page.frame, page.body);
            auto const heat = toplarna->render("sl", page.name, page.frame, page.body);
            auto const platform = themes().platform()->render("sl", page.name, page.frame, page.body);
            CPPUNIT_ASSERT(water.find("4-mestna varnostna koda") != std::string::npos && water.find("12 1805000001070") != std::string::npos);
            CPPUNIT_ASSERT(heat.find("Številka plačnika") != std::string::npos && heat.find("4-mestna") == std::string::npos);
            CPPUNIT_ASSERT(platform.find("Varnostna koda") != std::string::npos && platform.find("6473") == std::string::npos);
            CPPUNIT_ASSERT(water.find("/utilities/logatec/theme.css?v=") != std::string::npos);
            CPPUNIT_ASSERT(platform.find("theme.css") == std::string::npos);
        });
    }

    void the_help_contact_stands_on_every_page()
    {
        look_at_pages([](std::string const& language, samples::PageSample const& page) {
            auto const html = logatec().render(language, page.name, page.frame, page.body);
            CPPUNIT_ASSERT_MESSAGE(page.file, html.find("href=\"tel:0") != std::string::npos);
        });
    }

    void the_language_link_keeps_the_page()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "/invoices?year=2018&lang=en#x" }, with_parameter("/invoices?year=2018#x", "lang", "en"));
        CPPUNIT_ASSERT_EQUAL(std::string { "/invoices?year=2018&lang=sl" }, with_parameter("/invoices?lang=en&year=2018", "lang", "sl"));
        CPPUNIT_ASSERT_EQUAL(std::string { "/?slang=1&lang=sl" }, with_parameter("/?slang=1&lang=en", "lang", "sl"));
        CPPUNIT_ASSERT_EQUAL(std::string { "/?lang=sl" }, with_parameter("/", "lang", "sl"));
    }

    void an_unknown_language_falls_back()
    {
        CPPUNIT_ASSERT(!logatec().speaks("de"));
        CPPUNIT_ASSERT_EQUAL(std::string { "sl" }, logatec().texts("de").language());
    }

    void a_broken_utility_is_refused_with_file_and_line()
    {
        TemporaryFolder const folder;
        folder.put("theme/parts/bill_corner.mustache", "<p>\n<p onclick=\"x()\">\n");
        auto const message = [&] {
            try {
                (void)themes().load({ "broken", folder.path() + "/theme", "" });
            } catch (ThemeError const& error) {
                return std::string { error.what() };
            }
            return std::string { "not refused" };
        }();
        CPPUNIT_ASSERT_MESSAGE(message, message.find("bill_corner.mustache:2: onclick= is refused") != std::string::npos);
    }

    void an_error_page_says_what_to_do_and_its_number()
    {
        auto const missing = render_error(logatec(), "en", samples::frame("", "/nothing"), 404, "7Q4K91XNZB2D");
        CPPUNIT_ASSERT(missing.find("There is no such page") != std::string::npos && missing.find("7Q4K91XNZB2D") != std::string::npos);
        auto const odd = render_error(logatec(), "sl", samples::frame("", "/"), 507, "1");
        CPPUNIT_ASSERT(odd.find(logatec().texts("sl").get("error.500.title")) != std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ThemesTest);

}
