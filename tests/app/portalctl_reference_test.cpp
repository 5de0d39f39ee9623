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
    CPPUNIT_TEST(nothing_is_made_on_the_way);
    CPPUNIT_TEST_SUITE_END();

    portal::tests::TemporaryFolder m_folder;

    portal::tests::CommandAnswer check(std::string const& scheme, std::string const& reference) const
    {
        return portal::tests::portalctl(m_folder.path(), { "reference", "check", scheme, reference });
    }

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
    void nothing_is_made_on_the_way()
    {
        check("SI", "SI99");
        CPPUNIT_ASSERT(std::filesystem::is_empty(m_folder.path()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PortalctlReferenceTest);

}
