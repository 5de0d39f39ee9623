// Templates: what they render, and what they refuse.
#include "view/samples/samples.h"

#include "view/template.h"

#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>
#include <thread>

namespace {

using namespace portal::view;

class TemplateTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(TemplateTest);
    CPPUNIT_TEST(escapes_every_value);
    CPPUNIT_TEST(does_not_escape_a_text_mail);
    CPPUNIT_TEST(shows_a_section_for_every_item_of_a_list);
    CPPUNIT_TEST(takes_an_empty_text_and_an_empty_list_as_absent);
    CPPUNIT_TEST(does_not_look_for_a_key_outside_its_item);
    CPPUNIT_TEST(finds_the_page_from_everywhere);
    CPPUNIT_TEST(fails_for_a_key_that_is_not_set);
    CPPUNIT_TEST(fails_for_text_where_markup_stands);
    CPPUNIT_TEST(never_reads_a_value_as_a_template);
    CPPUNIT_TEST(inlines_parts);
    CPPUNIT_TEST(refuses_a_part_that_includes_itself);
    CPPUNIT_TEST(puts_in_the_text_of_the_catalogue);
    CPPUNIT_TEST(escapes_the_text_of_the_catalogue_but_for_bold);
    CPPUNIT_TEST(refuses_an_unknown_text);
    CPPUNIT_TEST(refuses_what_could_open_a_page);
    CPPUNIT_TEST(refuses_broken_tags_with_file_and_line);
    CPPUNIT_TEST(takes_a_line_of_its_own_with_the_tag);
    CPPUNIT_TEST(stands_in_its_layout);
    CPPUNIT_TEST(renders_in_many_threads_at_once);
    CPPUNIT_TEST_SUITE_END();

    static Texts texts() { return Texts { samples::theme_sources().catalogues, "sl" }.with({ { "test.plain", "Še {rest} & <b>več</b> <i>{page.name}</i>" } }); }

    static Template compiled(std::string text, TemplateKind kind = TemplateKind::page, std::string_view layout = {})
    {
        TemplateFiles const files = [&](std::string_view name) -> std::optional<TemplateFile> {
            if (name == "a")
                return TemplateFile { "a.mustache", text };
            if (name == "parts/bold")
                return TemplateFile { "parts/bold.mustache", "<b>{{x}}</b>\n" };
            if (name == "parts/self")
                return TemplateFile { "parts/self.mustache", "{{> parts/self}}" };
            if (name == "layout")
                return TemplateFile { "layout.mustache", "<main>{{{content}}}</main>" };
            return std::nullopt;
        };
        return Template { "a", kind, files, texts(), layout };
    }

    static std::string refusal(std::string text)
    {
        try {
            compiled(std::move(text));
        } catch (std::runtime_error const& fault) {
            return fault.what();
        }
        return "not refused";
    }

public:
    void escapes_every_value()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "<p title=\"&lt;&amp;&quot;&#39;&gt;\">&lt;&amp;&quot;&#39;&gt;</p>" },
            compiled("<p title=\"{{x}}\">{{x}}</p>").render(Model {}.set("x", "<&\"'>")));
    }

    void does_not_escape_a_text_mail()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "a & b" }, compiled("{{x}}", TemplateKind::mail_text).render(Model {}.set("x", "a & b")));
    }

    void shows_a_section_for_every_item_of_a_list()
    {
        Model model;
        model.set("rows", std::vector { Model {}.set("x", "1"), Model {}.set("x", "2") });
        CPPUNIT_ASSERT_EQUAL(std::string { "[1][2]" }, compiled("{{#rows}}[{{x}}]{{/rows}}{{^rows}}none{{/rows}}").render(model));
    }

    void takes_an_empty_text_and_an_empty_list_as_absent()
    {
        auto const model = Model {}.set("text", "").set("rows", std::vector<Model> {}).set("flag", false);
        CPPUNIT_ASSERT_EQUAL(
            std::string { "abc" }, compiled("{{^text}}a{{/text}}{{^rows}}b{{/rows}}{{^flag}}c{{/flag}}{{#text}}x{{/text}}{{#rows}}x{{/rows}}").render(model));
    }

    void does_not_look_for_a_key_outside_its_item()
    {
        Model model;
        model.set("name", "another customer");
        model.set("rows", std::vector { Model {}.set("x", "1") });
        auto const page = compiled("{{#rows}}{{name}}{{/rows}}");
        CPPUNIT_ASSERT_THROW(page.render(model), std::logic_error);
    }

    void finds_the_page_from_everywhere()
    {
        Model model;
        model.set("page", Model {}.set("csrf", "c"));
        model.set("rows", std::vector { Model {}.set("x", "1") });
        CPPUNIT_ASSERT_EQUAL(std::string { "c" }, compiled("{{#rows}}{{page.csrf}}{{/rows}}").render(model));
    }

    void fails_for_a_key_that_is_not_set()
    {
        CPPUNIT_ASSERT_THROW(compiled("{{x}}").render({}), std::logic_error);
        CPPUNIT_ASSERT_THROW(compiled("{{#x}}a{{/x}}").render({}), std::logic_error);
        CPPUNIT_ASSERT_THROW(compiled("{{x.y}}").render(Model {}.set("x", "text")), std::logic_error);
    }

    void fails_for_text_where_markup_stands() { CPPUNIT_ASSERT_THROW(compiled("{{{x}}}").render(Model {}.set("x", "<script>")), std::logic_error); }

    void never_reads_a_value_as_a_template()
    {
        auto const model = Model {}.set("x", "{{secret}}{{> parts/bold}}").set("secret", "s");
        CPPUNIT_ASSERT_EQUAL(std::string { "{{secret}}{{&gt; parts/bold}}" }, compiled("{{x}}").render(model));
    }

    void inlines_parts() { CPPUNIT_ASSERT_EQUAL(std::string { "a<b>1</b>c" }, compiled("a{{> parts/bold}}c").render(Model {}.set("x", "1"))); }

    void refuses_a_part_that_includes_itself()
    {
        CPPUNIT_ASSERT(refusal("{{> parts/self}}").find("too deeply") != std::string::npos);
        CPPUNIT_ASSERT(refusal("{{> parts/none}}").find("there is no part parts/none") != std::string::npos);
    }

    void puts_in_the_text_of_the_catalogue() { CPPUNIT_ASSERT_EQUAL(std::string { "Moj upravljalec" }, compiled("{{#t}}portal.name{{/t}}").render({})); }

    void escapes_the_text_of_the_catalogue_but_for_bold()
    {
        auto const model = Model {}.set("rest", "<2>").set("page", Model {}.set("name", "n"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Še &lt;2&gt; &amp; <b>več</b> &lt;i&gt;n&lt;/i&gt;" }, compiled("{{#t}}test.plain{{/t}}").render(model));
    }

    void refuses_an_unknown_text()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "a.mustache:2: the catalogue of sl has no text nothing.here" }, refusal("\n{{#t}}nothing.here{{/t}}"));
    }

    void refuses_what_could_open_a_page()
    {
        for (auto const* const text :
            { "{{&x}}", "{{=<% %>=}}", "<script>alert(1)</script>", "<SCRIPT src=\"a.js\">alert(1)</script>", "<style>b{}</style>", "<p style=\"color:red\">",
                "<p onclick=\"a()\">", "<a href={{x}}>", "<a href='{{x}}'>", "<a {{x}}>", "<{{x}}", "<a {{#x}}ONload=\"a\"{{/x}}>" }) {
            // "<{{x}}" is text and a value: harmless, because the value is escaped.
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string_view { text } == "<{{x}}", refusal(text) == "not refused");
        }
        CPPUNIT_ASSERT_EQUAL(
            std::string { "not refused" }, refusal("<a href=\"{{x}}\"{{#x}} class=\"{{x}} b\"{{/x}} download>x</a><script src=\"{{x}}\" defer></script>"));
    }

    void refuses_broken_tags_with_file_and_line()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "a.mustache:3: {{#x}} is not closed" }, refusal("{{#x}}\na\nb"));
        CPPUNIT_ASSERT_EQUAL(std::string { "a.mustache:1: {{/y}} closes nothing that is open here" }, refusal("{{#x}}{{/y}}"));
        CPPUNIT_ASSERT_EQUAL(std::string { "a.mustache:2: a tag is not closed" }, refusal("a\n{{x}"));
        CPPUNIT_ASSERT_EQUAL(std::string { "a.mustache:1: an empty tag" }, refusal("{{}}"));
        CPPUNIT_ASSERT(refusal("{{.}}").find("a key has only") != std::string::npos);
    }

    void takes_a_line_of_its_own_with_the_tag()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "a\nb\nc\n" }, compiled("a\n{{! why }}\n{{#x}}\nb\n{{/x}}\nc\n").render(Model {}.set("x", true)));
    }

    void stands_in_its_layout()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "<main>1</main>" }, compiled("{{x}}", TemplateKind::page, "layout").render(Model {}.set("x", "1")));
    }

    void renders_in_many_threads_at_once()
    {
        auto const page = compiled("{{#rows}}<td>{{x}}</td>{{/rows}}");
        Model model;
        model.set("rows", std::vector(50, Model {}.set("x", "<1>")));
        auto const expected = page.render(model);
        std::vector<std::thread> threads;
        std::vector<int> wrong(4);
        for (std::size_t i = 0; i < wrong.size(); ++i) {
            threads.emplace_back([&, i] {
                for (int n = 0; n < 200; ++n)
                    wrong[i] += page.render(model) == expected ? 0 : 1;
            });
        }
        for (auto& thread : threads)
            thread.join();
        CPPUNIT_ASSERT(wrong == std::vector<int>(4));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TemplateTest);

}
