// What customers of Logatec type, asked through the real host.
#include "plugins/targets.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::plugins;

namespace {

class LogatecReferenceTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(LogatecReferenceTest);
    CPPUNIT_TEST(every_spelling_of_the_leaflets_reference_is_understood);
    CPPUNIT_TEST(every_mistake_has_its_own_key);
    CPPUNIT_TEST(the_canonical_spelling_stays_as_it_is);
    CPPUNIT_TEST(a_reference_is_shown_as_the_slip_prints_it);
    CPPUNIT_TEST(a_reference_names_its_customer);
    CPPUNIT_TEST(a_code_is_four_digits);
    CPPUNIT_TEST(hostile_input_is_refused_in_words);
    CPPUNIT_TEST(an_unknown_setting_is_named);
    CPPUNIT_TEST(an_unknown_plugin_is_unavailable);
    CPPUNIT_TEST_SUITE_END();

    SystemClock m_clock;
    Plugins m_plugins { test::options(), m_clock };

    std::string key_for(std::string_view typed)
    {
        auto const answer = m_plugins.normalise_reference(test::logatec(), typed);
        return answer ? "accepted as " + *answer : answer.refusal().key;
    }

public:
    void every_spelling_of_the_leaflets_reference_is_understood()
    {
        for (auto const* typed : { "SI12 1805000001070", "SI121805000001070", "si121805000001070", "Sl12 1805000001070", "sl12 1805000001070",
                 "SL121805000001070", "S112 1805000001070", "12 1805000001070", "121805000001070", "1805000001070", " SI 12 1805 0000 0107 0 ",
                 "SI12-1805000001070", "SI12\u00a01805000001070", "SI12\t1805000001070", "SI12 1805-0000-01070" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, std::string { "accepted as SI121805000001070" },
                "accepted as " + m_plugins.normalise_reference(test::logatec(), typed).value_or("refused"));
    }
    void every_mistake_has_its_own_key()
    {
        for (auto const& [typed, key] : std::map<std::string, std::string> { { "", "reference.empty" }, { "  - ", "reference.empty" },
                 // The leaflet's placeholder: its check digit would be 2.
                 { "SI121805000009999", "reference.check_digit" }, { "SI12 1805000009999", "reference.check_digit" },
                 { "SI12 1805000001071", "reference.check_digit" }, { "SI12 1805000010070", "reference.check_digit" },
                 { "SI12 180500000107", "reference.too_short" }, { "180500000107", "reference.too_short" }, { "SI1", "reference.too_short" },
                 { "SI12 18050000010700", "reference.too_long" }, { "SI00 1805000001070", "reference.wrong_model" }, { "SI99", "reference.wrong_model" },
                 { "SI12 18O5000001070", "reference.not_digits" }, { "RF18539007547034", "reference.not_digits" },
                 { "HR12 1805000001070", "reference.not_digits" }, { "tisočosemsto", "reference.not_digits" },
                 // Right by the rule of model 12, but no bill of Logatec: month 84, and the customer 00000000.
                 { "SI12 1033842574531", "reference.not_this_utility" }, { "SI12 1805000000006", "reference.not_this_utility" } })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, key, key_for(typed));
    }
    void the_canonical_spelling_stays_as_it_is()
    {
        auto const once = *m_plugins.normalise_reference(test::logatec(), "sl12 1805000001070");
        CPPUNIT_ASSERT_EQUAL(once, *m_plugins.normalise_reference(test::logatec(), once));
    }
    void a_reference_is_shown_as_the_slip_prints_it()
    {
        auto const shown = *m_plugins.display_reference(test::logatec(), "SI121805000001070");
        CPPUNIT_ASSERT_EQUAL(std::string { "SI12 1805000001070" }, shown);
        CPPUNIT_ASSERT_EQUAL(std::string { "SI121805000001070" }, *m_plugins.normalise_reference(test::logatec(), shown));
    }
    void a_reference_names_its_customer()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "00000107" }, *m_plugins.customer_of_reference(test::logatec(), "SI121805000001070"));
    }
    void a_code_is_four_digits()
    {
        auto const typed = [&](std::string code) {
            auto const answer = m_plugins.normalise_code(test::logatec(), Secret { std::move(code) });
            return answer ? answer->reveal() : answer.refusal().key;
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "6473" }, typed("6473"));
        CPPUNIT_ASSERT_EQUAL(std::string { "0007" }, typed(" 00 07 "));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.empty" }, typed(""));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.four_digits" }, typed("647"));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.four_digits" }, typed("64735"));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.not_digits" }, typed("64a3"));
        CPPUNIT_ASSERT(!m_plugins.code_is_document_number(test::logatec()));
    }
    void hostile_input_is_refused_in_words()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.not_digits" },
            key_for(std::string_view { "SI12 \0"
                                       "1805",
                10 }));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.not_digits" }, key_for("\xff\xfe\xc0\x80"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_long" }, key_for(std::string(1000, '1')));
        CPPUNIT_ASSERT_EQUAL(std::string { "input.too_long" }, key_for(std::string(100'000, '1')));
    }
    void an_unknown_setting_is_named()
    {
        auto const answer = m_plugins.check(test::target(2, "si.kp-logatec", { { "modell", "12" } }));
        CPPUNIT_ASSERT(!answer);
        CPPUNIT_ASSERT_EQUAL(std::string { "modell" }, answer.refusal().field);
        CPPUNIT_ASSERT(m_plugins.check(test::logatec()));
    }
    void an_unknown_plugin_is_unavailable()
    {
        CPPUNIT_ASSERT_THROW(m_plugins.check(test::target(3, "no.such-plugin")), PluginUnavailable);
        CPPUNIT_ASSERT_THROW(m_plugins.normalise_reference(test::target(3, "../../etc"), "1"), PluginUnavailable);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogatecReferenceTest);

}
