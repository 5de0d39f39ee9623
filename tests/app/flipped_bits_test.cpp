// One bit flipped in each of a thousand copies of every kind of file that the built-in readers know, as `portalctl delivery show` reads them.
// A copy says a problem, or as much as the file that it is a copy of: as many documents, with the same totals. Then what differs, if anything,
// is a value that nothing in the file contradicts, a letter of a name or the day of a reading.
#include "app/shown_delivery.h"
#include "support/flipped_bits.h"
#include "support/temporary_folder.h"

#include <Poco/JSON/Parser.h>

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include <zip.h>

using namespace portal;
using Poco::JSON::Object;

namespace {

class Seen final : public app::ShownDelivery {
public:
    void document(Object const& json, std::string const&) override { json.stringify(begin_document()); }
    void problem(app::ShownProblem const& problem) override
    {
        CPPUNIT_ASSERT_MESSAGE("a problem has a rule and words", !problem.rule.empty() && !problem.message.empty());
        ++problems;
    }
    bool wants_json() const override { return true; }
    std::ostream& begin_document() override { return m_documents.emplace_back(); }

    std::vector<std::string> documents() const
    {
        std::vector<std::string> texts;
        for (auto const& document : m_documents)
            texts.push_back(document.str());
        return texts;
    }
    // The amounts that the file itself adds up. Not their currency: money that is not the utility's an import refuses (row.bad_currency).
    std::vector<std::string> totals() const
    {
        std::vector<std::string> texts;
        for (auto const& text : documents()) {
            auto const document = Poco::JSON::Parser {}.parse(text).extract<Object::Ptr>();
            if (auto totals = document->getObject("totals")) {
                totals->remove("vat_in_tax_currency"); // no rule of the standard says the rate
                texts.push_back(Poco::Dynamic::Var { totals }.toString());
            }
            for (auto const* list : { "balances", "entries" })
                if (auto const amounts = document->getArray(list))
                    for (auto const& amount : *amounts) {
                        auto const& one = *amount.extract<Object::Ptr>();
                        texts.push_back(one.getObject("amount")->get("minor").toString() + one.get("direction").toString());
                    }
        }
        return texts;
    }

    int problems = 0;

private:
    std::vector<std::ostringstream> m_documents;
};

class FlippedBitsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(FlippedBitsTest);
    CPPUNIT_TEST(an_eslog_invoice_says_a_problem_or_the_same_totals);
    CPPUNIT_TEST(an_invoice_of_the_older_eslog_says_a_problem_or_the_same_totals);
    CPPUNIT_TEST(a_ubl_invoice_says_a_problem_or_the_same_totals);
    CPPUNIT_TEST(a_cii_invoice_says_a_problem_or_the_same_totals);
    CPPUNIT_TEST(a_bank_statement_says_a_problem_or_the_same_totals);
    CPPUNIT_TEST(a_bundle_says_a_problem_or_the_very_same);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;

    static std::string file(std::string const& name)
    {
        std::ifstream in { std::string { std::getenv("PORTAL_SOURCE") } + "/tests/" + name, std::ios::binary };
        std::string content { std::istreambuf_iterator<char> { in }, {} };
        CPPUNIT_ASSERT_MESSAGE(name, !content.empty());
        return content;
    }
    Seen seen(std::string const& content) const
    {
        auto const path = m_folder / "copy";
        std::filesystem::remove(path); // to write over a file waits for the disk, on some file systems
        std::ofstream { path, std::ios::binary } << content;
        Seen seen;
        app::show_delivery(path, seen);
        return seen;
    }
    template <typename Same> void flip(std::string const& kind, std::string const& content, Same is_as_good) const
    {
        auto const whole = seen(content);
        CPPUNIT_ASSERT(whole.problems == 0 && !whole.documents().empty());
        std::mt19937 random { 20180602 };
        int named = 0, same = 0;
        for (int copy = 0; copy < tests::flipped_copies; ++copy) {
            auto const found = seen(tests::with_a_flipped_bit(content, random));
            named += found.problems > 0 ? 1 : 0;
            same += found.problems == 0 && found.documents() == whole.documents() ? 1 : 0;
            CPPUNIT_ASSERT_MESSAGE(
                kind + ", copy " + std::to_string(copy) + ": something else is read, and no problem is named", found.problems > 0 || is_as_good(found, whole));
        }
        std::cout << "\n    " << kind << ": of " << tests::flipped_copies << " copies " << named << " name a problem, " << same << " say the same, "
                  << tests::flipped_copies - named - same << " say another word or day" << std::flush;
    }
    void totals_stay(std::string const& kind, std::string const& content) const
    {
        flip(kind, content, [](Seen const& found, Seen const& whole) { return found.totals() == whole.totals(); });
    }

public:
    void an_eslog_invoice_says_a_problem_or_the_same_totals() { totals_stay("e-SLOG 2.0", file("plugins/e_invoices/eslog20-water.xml")); }
    void an_invoice_of_the_older_eslog_says_a_problem_or_the_same_totals() { totals_stay("e-SLOG 1.6", file("plugins/e_invoices/eslog16-gas.xml")); }
    void a_ubl_invoice_says_a_problem_or_the_same_totals() { totals_stay("UBL", file("plugins/e_invoices/ubl-everything.xml")); }
    void a_cii_invoice_says_a_problem_or_the_same_totals() { totals_stay("CII", file("plugins/e_invoices/cii-heat.xml")); }
    // Without the fuzzer's first byte.
    void a_bank_statement_says_a_problem_or_the_same_totals() { totals_stay("camt.053", file("fuzz/corpus/statements/statement").substr(1)); }

    void a_bundle_says_a_problem_or_the_very_same()
    {
        auto const path = m_folder / "bundle.zip";
        auto const invoice = file("plugins/e_invoices/eslog20-water.xml"), statement = file("fuzz/corpus/statements/statement").substr(1);
        auto* const archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
        for (auto const& [name, content] : { std::pair { "invoice.xml", &invoice }, std::pair { "statement.xml", &statement } })
            CPPUNIT_ASSERT(zip_file_add(archive, name, zip_source_buffer(archive, content->data(), content->size(), 0), ZIP_FL_ENC_UTF_8) >= 0);
        CPPUNIT_ASSERT_EQUAL(0, zip_close(archive));
        std::ostringstream bundle;
        bundle << std::ifstream { path, std::ios::binary }.rdbuf();
        flip("ZIP", bundle.str(), [](Seen const& found, Seen const& whole) { return found.documents() == whole.documents(); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FlippedBitsTest);

}
