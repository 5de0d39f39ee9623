// The collection of published references, right and wrong ones, that lies beside the checkout of who develops the portal; a clone alone has
// not got it, and says so.
#include <portal/references/schemes.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <vector>

namespace {

using namespace portal::sdk;

// RFC 4180, one line.
std::vector<std::string> cells_of(std::string const& line)
{
    std::vector<std::string> cells { "" };
    bool is_quoted = false;
    for (char const c : line) {
        if (c == '"')
            is_quoted = !is_quoted;
        else if (c == ',' && !is_quoted)
            cells.emplace_back();
        else if (c != '\r')
            cells.back() += c;
    }
    return cells;
}

class ReferenceVectorsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReferenceVectorsTest);
    CPPUNIT_TEST(every_published_vector_comes_out_as_published);
    CPPUNIT_TEST_SUITE_END();

public:
    void every_published_vector_comes_out_as_published()
    {
        auto const* const source = std::getenv("PORTAL_SOURCE");
        std::ifstream file { (source ? std::string { source } : std::string { "." }) + "/../shared/data/reference-vectors.csv" };
        std::string line;
        if (!std::getline(file, line)) {
            std::cout << " [skipped: no ../shared/data/reference-vectors.csv]";
            return;
        }
        CPPUNIT_ASSERT_EQUAL(std::string { "scheme,reference,valid,source" }, line);
        int rows = 0;
        for (; std::getline(file, line); ++rows) {
            auto const cells = cells_of(line);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(line, std::size_t { 4 }, cells.size());
            auto const* const scheme = references::find_scheme(cells[0]);
            CPPUNIT_ASSERT_MESSAGE(line, scheme);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(line, cells[2] == "1", scheme->is_valid(cells[1]));
        }
        CPPUNIT_ASSERT(rows > 0);
        std::cout << " [" << rows << " vectors]";
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReferenceVectorsTest);

}
