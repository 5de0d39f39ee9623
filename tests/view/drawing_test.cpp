// Charts, the meter's picture, the contrast check, and longer texts.
#include "view/samples/samples.h"

#include "view/charts.h"
#include "view/contrast.h"
#include "view/document.h"
#include "view/form.h"
#include "view/template.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace {

using namespace portal;
using namespace portal::view;

std::string file_text(std::string const& path)
{
    std::ifstream in { path, std::ios::binary };
    return { std::istreambuf_iterator<char> { in }, {} };
}

class DrawingTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DrawingTest);
    CPPUNIT_TEST(a_chart_says_in_words_what_it_shows);
    CPPUNIT_TEST(a_chart_without_use_is_still_a_picture);
    CPPUNIT_TEST(nothing_drawn_carries_foreign_markup);
    CPPUNIT_TEST(a_long_dial_stays_on_the_face);
    CPPUNIT_TEST(all_utilities_can_be_read_in_light_and_dark);
    CPPUNIT_TEST(a_pale_brand_is_found);
    CPPUNIT_TEST(a_theme_that_reaches_beyond_its_colours_is_found);
    CPPUNIT_TEST(contrast_of_black_and_white_is_21);
    CPPUNIT_TEST(terms_become_headings_paragraphs_and_lists);
    CPPUNIT_TEST(errors_are_summed_up_in_the_order_of_the_fields);
    CPPUNIT_TEST_SUITE_END();

    Texts const sl { samples::theme_sources().catalogues, "sl" };
    std::string const base_css = file_text(samples::theme_sources().themes + "/default/assets/base.css");

    static std::string theme_css(std::string const& slug) { return file_text(samples::utility_files(slug).theme_folder + "/theme.css"); }

public:
    void a_chart_says_in_words_what_it_shows()
    {
        auto const svg = draw_bars({ "use", "Poraba", "maj 2018 12 m³", { { "maj", Quantity { 12 }, "12", true } }, Quantity { 115, 1 } }).text();
        for (auto const* const part :
            { "role=\"img\"", "aria-labelledby=\"use-t use-d\"", "<title id=\"use-t\">Poraba</title>", "maj 2018 12 m³", "c-bar-now", "c-avg" })
            CPPUNIT_ASSERT_MESSAGE(part, svg.find(part) != std::string::npos);
    }

    void a_chart_without_use_is_still_a_picture()
    {
        for (auto const& bars : { std::vector<Bar> {}, std::vector<Bar> { { "maj", Quantity {}, "0" } } }) {
            auto const svg = draw_bars({ "use", "Poraba", "", bars, {} }).text();
            CPPUNIT_ASSERT(svg.ends_with("</svg>") && svg.find("nan") == std::string::npos && svg.find("inf") == std::string::npos);
        }
    }

    void nothing_drawn_carries_foreign_markup()
    {
        std::string const bad = "\"><script>";
        auto const all = draw_bars({ bad, bad, bad, { { bad, Quantity { 1 }, bad } }, {} }).text() + draw_meter({ bad, bad, bad, bad, bad }, sl).text()
            + draw_drums(bad, bad).text();
        CPPUNIT_ASSERT(all.find("<script>") == std::string::npos && all.find("\"\">") == std::string::npos);
    }

    void a_long_dial_stays_on_the_face()
    {
        auto const svg = draw_meter({ "1", "kWh", "0123456789", "123", "" }, sl).text();
        CPPUNIT_ASSERT(svg.find("x=\"-") == std::string::npos);
    }

    void all_utilities_can_be_read_in_light_and_dark()
    {
        for (auto const* const slug : { "logatec", "toplarna", "elektro", "cistoca" }) {
            CPPUNIT_ASSERT_MESSAGE(slug, check_theme_css(theme_css(slug)).empty());
            for (auto const& pair : check_contrast(base_css, theme_css(slug)))
                CPPUNIT_ASSERT_MESSAGE(std::string { slug } + ": " + pair.text + " on " + pair.ground, pair.passes());
        }
        for (auto const& pair : check_contrast(base_css, ""))
            CPPUNIT_ASSERT_MESSAGE("platform: " + pair.text + " on " + pair.ground, pair.passes());
    }

    void a_pale_brand_is_found()
    {
        auto const pairs = check_contrast(base_css, ":root { --link: #ffd84d; }");
        CPPUNIT_ASSERT(std::ranges::any_of(pairs, [](auto const& pair) { return pair.text == "link" && !pair.passes(); }));
        CPPUNIT_ASSERT_THROW(check_contrast("", ""), std::runtime_error);
    }

    void a_theme_that_reaches_beyond_its_colours_is_found()
    {
        for (auto const* const css :
            { "body { color: #ff0000; }", ":root { --text: #ffffff; }", ":root { --brand: red; }", ".hero { background-image: url(https://x.example/a.svg); }",
                "@import url(x.css);:root { --brand: #000000; }", "@media print { :root { --brand: #000000; } }", ":root { --radius: 18px; color: #000000 }" })
            CPPUNIT_ASSERT_MESSAGE(css, !check_theme_css(css).empty());
        CPPUNIT_ASSERT(check_theme_css("/* body { } */ :root { --brand: #000000; --radius: 10px }").empty());
    }

    void contrast_of_black_and_white_is_21()
    {
        CPPUNIT_ASSERT_DOUBLES_EQUAL(21.0, contrast("#ffffff", "#000000"), 0.001);
        CPPUNIT_ASSERT_DOUBLES_EQUAL(1.0, contrast("#123456", "#123456"), 0.001);
        CPPUNIT_ASSERT_THROW(contrast("white", "#000000"), std::invalid_argument);
    }

    void terms_become_headings_paragraphs_and_lists()
    {
        auto const blocks = document_blocks("# Naslov\r\nprva\ndruga\n\n- ena\n- <b>dve</b>\nzadnja\n");
        CPPUNIT_ASSERT_EQUAL(std::size_t { 4 }, blocks.size());
        auto const text = [&](std::size_t i, char const* key) { return std::get<std::string>(blocks[i].find(key)->content); };
        CPPUNIT_ASSERT_EQUAL(std::string { "Naslov" }, text(0, "heading"));
        CPPUNIT_ASSERT_EQUAL(std::string { "prva druga" }, text(1, "paragraph"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, std::get<std::vector<Model>>(blocks[2].find("items")->content).size());
        CPPUNIT_ASSERT_EQUAL(std::string { "zadnja" }, text(3, "paragraph"));
    }

    void errors_are_summed_up_in_the_order_of_the_fields()
    {
        FormModel form;
        form.field("email", "x", "bad address").field("password", "").field("terms", "", "say yes");
        CPPUNIT_ASSERT(form.has_errors());
        Model page;
        form.put_into(page, "Mend two fields");
        auto const& errors = std::get<std::vector<Model>>(page.find("errors")->content);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, errors.size());
        CPPUNIT_ASSERT_EQUAL(std::string { "#email" }, std::get<std::string>(errors[0].find("href")->content));
        CPPUNIT_ASSERT_EQUAL(std::string { "say yes" }, std::get<std::string>(errors[1].find("text")->content));
        FormModel {}.field("email", "x").put_into(page, "Mend");
        CPPUNIT_ASSERT_EQUAL(std::string {}, std::get<std::string>(page.find("error_title")->content));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DrawingTest);

}
