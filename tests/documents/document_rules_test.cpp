#include "documents/document_rules.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;

namespace {

std::string const s_xml = "application/xml", s_pdf = "application/pdf";

class DocumentRulesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DocumentRulesTest);
    CPPUNIT_TEST(xml_and_pdf_are_taken_and_nothing_else);
    CPPUNIT_TEST(a_usual_name_stays);
    CPPUNIT_TEST(a_name_has_the_ending_of_its_type);
    CPPUNIT_TEST(a_name_leads_into_no_folder_and_runs_nothing);
    CPPUNIT_TEST(a_name_hides_nothing);
    CPPUNIT_TEST(a_long_name_is_cut_between_characters);
    CPPUNIT_TEST(without_a_name_it_has_the_number);
    CPPUNIT_TEST_SUITE_END();

    static void assert_name(std::string const& expected, std::string const& given, std::string const& type = s_xml)
    {
        CPPUNIT_ASSERT_EQUAL(expected, documents::safe_file_name(given, type, "2018/81"));
    }

public:
    void xml_and_pdf_are_taken_and_nothing_else()
    {
        CPPUNIT_ASSERT_EQUAL(s_xml, std::string { documents::media_type_taken("application/xml") });
        CPPUNIT_ASSERT_EQUAL(s_xml, std::string { documents::media_type_taken("text/xml") });
        CPPUNIT_ASSERT_EQUAL(s_pdf, std::string { documents::media_type_taken("application/pdf") });
        for (auto const* const other : { "", "text/html", "application/zip", "image/svg+xml", "application/xml; charset=utf-8", "application/xhtml+xml" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(other, std::string {}, std::string { documents::media_type_taken(other) });
    }
    void a_usual_name_stays()
    {
        assert_name("racun-2018-05.xml", "racun-2018-05.xml");
        assert_name("Račun št. 81 (maj).pdf", "Račun št. 81 (maj).pdf", s_pdf);
    }
    void a_name_has_the_ending_of_its_type()
    {
        assert_name("racun.xml", "racun.XML");
        assert_name("racun.exe.xml", "racun.exe");
        assert_name("racun.pdf.xml", "racun.pdf");
        assert_name("racun.pdf", "racun", s_pdf);
    }
    void a_name_leads_into_no_folder_and_runs_nothing()
    {
        assert_name("passwd.xml", "../../etc/passwd");
        assert_name("racun.xml", "C:\\racuni\\racun.xml");
        assert_name("bashrc.xml", ".bashrc");
        assert_name("rf.xml", "-rf");
        assert_name("_(rm) _a_ _b_c_.xml", "$(rm) \"a\" <b>c|.xml");
    }
    void a_name_hides_nothing()
    {
        assert_name("racunlmx.exe.xml", "racun\xE2\x80\xAElmx.exe"); // turns the direction of reading
        assert_name("racun.xml",
            "ra\xE2\x80\x8B"
            "cun\xEF\xBB\xBF.xml");
        assert_name("2018-81.xml", "racun\n.xml");
        assert_name("2018-81.xml", "racun\xFF.xml");
    }
    void a_long_name_is_cut_between_characters()
    {
        std::string long_name;
        for (int i = 0; i < 300; ++i)
            long_name += "č";
        auto const name = documents::safe_file_name(long_name + ".xml", s_xml, "1");
        CPPUNIT_ASSERT(is_utf8(name));
        CPPUNIT_ASSERT_EQUAL(documents::file_name_length, character_count(name));
        CPPUNIT_ASSERT(name.ends_with("č.xml"));
    }
    void without_a_name_it_has_the_number()
    {
        assert_name("2018-81.xml", "");
        assert_name("2018-81.xml", "...");
        assert_name("2018-81.xml", ".xml");
        CPPUNIT_ASSERT_EQUAL(std::string { "original.pdf" }, documents::safe_file_name("", s_pdf, ".."));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DocumentRulesTest);

}
