// The SDK's readers inside the cage, where nothing can be loaded late.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>

using namespace portal;
using namespace portal::plugins;

namespace {

class ReadersTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReadersTest);
    CPPUNIT_TEST(every_format_and_encoding_is_read);
    CPPUNIT_TEST(a_file_that_is_no_xml_is_refused_with_its_name_and_line);
    CPPUNIT_TEST_SUITE_END();

    SystemClock m_clock;
    tests::TemporaryFolder m_folder;

    std::string file(std::string const& name, std::string const& content)
    {
        std::ofstream { m_folder / name, std::ios::binary } << content;
        return m_folder / name;
    }
    Result<ImportSummary, Rejection> import(std::vector<std::string> const& files)
    {
        Plugins plugins { test::options(test::built("tests/readers")), m_clock };
        return plugins.import(test::target(1, "test.readers"), files, m_sink);
    }

    test::RecordingSink m_sink;

public:
    void every_format_and_encoding_is_read()
    {
        auto const result = import({ file("a.csv", "NUMBER;NAME\n1;\x8Eiga\n"), file("b.txt", "2 \xAEiva\n"),
            file("c.xml", "<?xml version='1.0' encoding='windows-1250'?><All><Customer><NUMBER>3</NUMBER><NAME>\x8Eiva</NAME></Customer></All>") });
        CPPUNIT_ASSERT(result);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 3 }, m_sink.count("customer"));
        for (auto const* customer : { "1|Žiga|", "2|Živa|", "3|Živa|" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(customer, std::size_t { 1 }, m_sink.with("customer", customer).size());
    }
    void a_file_that_is_no_xml_is_refused_with_its_name_and_line()
    {
        auto const result = import({ file("a.xml", "<All>\n<Customer></All>") });
        CPPUNIT_ASSERT(!result);
        CPPUNIT_ASSERT_EQUAL(
            std::string { "xml.malformed a.xml line 2: mismatched tag" }, result.refusal().key + " " + result.refusal().field + " " + result.refusal().detail);
        auto const fetching = import({ file("b.xml", "<!DOCTYPE All [<!ENTITY x SYSTEM '/etc/hostname'>]><All>&x;</All>") });
        CPPUNIT_ASSERT_EQUAL(std::string { "xml.doctype" }, fetching.refusal().key);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReadersTest);

}
