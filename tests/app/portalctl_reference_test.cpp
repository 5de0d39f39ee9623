// portalctl reference, the real program, in an empty folder: it needs no settings and no database.
#include "app/portalctl.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>

namespace {

class PortalctlReferenceTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PortalctlReferenceTest);
    CPPUNIT_TEST(a_right_reference_is_printed_in_its_canonical_form);
    CPPUNIT_TEST(a_wrong_reference_is_explained_in_words);
    CPPUNIT_TEST(an_unknown_scheme_lists_the_known_ones);
    CPPUNIT_TEST(check_digits_are_made);
    CPPUNIT_TEST(what_check_understands_make_understands);
    CPPUNIT_TEST(what_cannot_be_a_reference_is_explained);
    CPPUNIT_TEST(a_script_gets_json);
    CPPUNIT_TEST(nothing_is_made_on_the_way);
    CPPUNIT_TEST_SUITE_END();

    portal::tests::TemporaryFolder m_folder;

    portal::tests::CommandAnswer check(std::string const& scheme, std::string const& reference) const
    {
        return run({ "reference", "check", scheme, reference });
    }
    portal::tests::CommandAnswer run(std::vector<std::string> const& arguments) const { return portal::tests::portalctl(m_folder.path(), arguments); }

public:
    void a_right_reference_is_printed_in_its_canonical_form()
    {
        for (auto const& [scheme, typed, canonical] : std::initializer_list<std::tuple<char const*, char const*, char const*>> {
                 { "SI", "Sl12 1805000001070", "SI121805000001070" }, { "rf", "rf18 5390 0754 7034", "RF18539007547034" },
                 { "HR", "HR01 2020-789-1", "HR012020-789-1" }, { "BE-OGM", " +++020/3430/57642+++", "020343057642" }, { "NO-KID11", "40-", "40-" },
                 { "PT-MB", "90150; 123 123 451; 432,11", "90150;123123451;432.11" },
                 { "DK-FIK", "71<022646321691226+12345678<", "+71<022646321691226+12345678<" } }) {
            auto const answer = check(scheme, typed);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.error, 0, answer.exit_code);
            CPPUNIT_ASSERT_EQUAL(std::string { canonical } + "\n", answer.out);
            CPPUNIT_ASSERT_EQUAL(std::string {}, answer.error);
        }
    }
    void a_wrong_reference_is_explained_in_words()
    {
        for (auto const& [scheme, typed, words] :
            std::initializer_list<std::tuple<char const*, char const*, char const*>> { { "SI", "SI12 1805000001071", "check digits" },
                { "SI", "SI13 1", "no model 13" }, { "FI", "", "there is no reference" }, { "NL", "12345678", "7, 9 to 14, or 16 digits" },
                { "RF", "RF45SBO-2010", "letters A to Z" }, { "RF", "-1", "begins with RF" }, { "CH-QRR", "\xff\xfe", "only digits" } }) {
            auto const answer = check(scheme, typed);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, 1, answer.exit_code);
            CPPUNIT_ASSERT_EQUAL(std::string {}, answer.out);
            CPPUNIT_ASSERT_MESSAGE(answer.error, answer.error.find(words) != std::string::npos && answer.error.find("reference.") == std::string::npos);
        }
    }
    void an_unknown_scheme_lists_the_known_ones()
    {
        auto const answer = check("XX", "1");
        CPPUNIT_ASSERT_EQUAL(2, answer.exit_code);
        for (auto const* name : { "\"XX\"", "SI,", "RF", "HR", "CH-QRR", "FI-RF", "NO-KID10", "SE-OCR-LEN", "BE-OGM", "DK-FIK", "PT-MB", "SK-VS" })
            CPPUNIT_ASSERT_MESSAGE(answer.error, answer.error.find(name) != std::string::npos);
    }
    void check_digits_are_made()
    {
        for (auto const& [scheme, payload, made] : std::initializer_list<std::tuple<char const*, char const*, char const*>> {
                 { "SI", "SI05 1-1235-84503", "SI0519-1235-84503" }, { "RF", "539007547034", "RF18539007547034" }, { "BE-OGM", "0203430576", "020343057642" },
                 { "PT-MB", "90150;1231234;432.11", "90150;123123451;432.11" } }) {
            auto const answer = run({ "reference", "make", scheme, payload });
            CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.error, 0, answer.exit_code);
            CPPUNIT_ASSERT_EQUAL(std::string { made } + "\n", answer.out);
        }
    }
    // Blanks mean nothing in both; a hyphen is no sign of a Finnish number in either.
    void what_check_understands_make_understands()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "1234561\n" }, check("FI", "12 345\u00a061").out);
        CPPUNIT_ASSERT_EQUAL(std::string { "1234561\n" }, run({ "reference", "make", "FI", "12 345\u00a06" }).out);
        for (auto const* const verb : { "check", "make" }) {
            auto const answer = run({ "reference", verb, "FI", "123-4561" });
            CPPUNIT_ASSERT_EQUAL(1, answer.exit_code);
            CPPUNIT_ASSERT_MESSAGE(answer.error, answer.error.find("only digits belong here") != std::string::npos);
        }
    }
    void what_cannot_be_a_reference_is_explained()
    {
        auto const answer = run({ "reference", "make", "BE-OGM", "12345678901" });
        CPPUNIT_ASSERT_EQUAL(1, answer.exit_code);
        CPPUNIT_ASSERT_EQUAL(std::string {}, answer.out);
        CPPUNIT_ASSERT_MESSAGE(answer.error, answer.error.find("BE-OGM (Belgium, structured communication)") != std::string::npos);
    }
    void a_script_gets_json()
    {
        auto const right = run({ "reference", "check", "--json", "fi", "12 34561" });
        CPPUNIT_ASSERT_EQUAL(std::string { R"({"scheme":"FI","right":true,"canonical":"1234561","display":"12 34561"})"
                                           "\n" },
            right.out);
        auto const wrong = run({ "reference", "check", "--json", "FI", "12 34562" });
        CPPUNIT_ASSERT_EQUAL(1, wrong.exit_code);
        CPPUNIT_ASSERT_EQUAL(std::string {}, wrong.error);
        CPPUNIT_ASSERT_MESSAGE(wrong.out, wrong.out.starts_with(R"({"scheme":"FI","right":false,"key":"reference.check_digit","problem":")"));
        auto const made = run({ "reference", "make", "FI", "123456", "--json" });
        CPPUNIT_ASSERT_EQUAL(right.out, made.out);
    }
    void nothing_is_made_on_the_way()
    {
        check("SI", "SI99");
        CPPUNIT_ASSERT(std::filesystem::is_empty(m_folder.path()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PortalctlReferenceTest);

}
