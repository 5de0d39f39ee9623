// The invented heating utility: a payer number and the last bill's number, and its small delivery.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>

using namespace portal;
using namespace portal::plugins;

namespace {

class HeatingTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(HeatingTest);
    CPPUNIT_TEST(a_payer_number_is_its_own_customer);
    CPPUNIT_TEST(the_code_is_the_bills_number);
    CPPUNIT_TEST(the_demo_delivery_is_read_whole);
    CPPUNIT_TEST(the_account_is_a_setting);
    CPPUNIT_TEST_SUITE_END();

    SystemClock m_clock;
    Plugins m_plugins { test::options(), m_clock };
    Target m_target = test::target(2, "example.toplarna-zgled");
    tests::TemporaryFolder m_folder;

    test::RecordingSink imported(Target const& target)
    {
        auto const path = m_folder / "heating.zip";
        CPPUNIT_ASSERT_EQUAL(0, std::system((test::built("bin/portal-demo-heating") + " --out " + path + " > " + (m_folder / "generator.log")).c_str()));
        test::RecordingSink sink;
        auto const result = m_plugins.import(target, { path }, sink);
        CPPUNIT_ASSERT_MESSAGE(result ? "" : result.refusal().key + result.refusal().field, result);
        return sink;
    }

public:
    void a_payer_number_is_its_own_customer()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "704308" }, *m_plugins.normalise_reference(m_target, " 704 308 "));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308" }, *m_plugins.customer_of_reference(m_target, "704308"));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308" }, *m_plugins.display_reference(m_target, "704308"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.payer_number" }, m_plugins.normalise_reference(m_target, "70430").refusal().key);
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.not_digits" }, m_plugins.normalise_reference(m_target, "SI12").refusal().key);
    }
    void the_code_is_the_bills_number()
    {
        CPPUNIT_ASSERT(m_plugins.code_is_document_number(m_target));
        CPPUNIT_ASSERT_EQUAL(std::string { "20180500001" }, m_plugins.normalise_code(m_target, Secret { "2018-05-00001" })->reveal());
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.bill_number" }, m_plugins.normalise_code(m_target, Secret { "2018" }).refusal().key);
    }
    void the_demo_delivery_is_read_whole()
    {
        auto const sink = imported(m_target);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, sink.count("problem"));
        for (auto const* once : { "customer", "supply_point", "meter", "register" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(once, std::size_t { 40 }, sink.count(once));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 40 * 24 }, sink.count("invoice"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 40 * 24 * 3 }, sink.count("line"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 40 * 24 }, sink.count("reading"));
        CPPUNIT_ASSERT_EQUAL(sink.net, sink.lines_net);
        CPPUNIT_ASSERT_EQUAL(sink.total, sink.net + sink.vat);
        CPPUNIT_ASSERT(sink.balance > 0);
        // The host has put the bill's number in the code's place.
        CPPUNIT_ASSERT_EQUAL(
            std::size_t { 1 }, sink.with("invoice", "2018-05-00001|invoice||704308|704308|TP-101|SI56040010046655188|ENRG|20180500001|").size());
    }
    void the_account_is_a_setting()
    {
        m_target.settings["iban"] = "SI56191000010337441";
        CPPUNIT_ASSERT_EQUAL(std::size_t { 40 * 24 }, imported(m_target).with("invoice", "|SI56191000010337441|").size());
        m_target.settings["iban"] = "";
        auto const wrong = m_plugins.check(m_target);
        CPPUNIT_ASSERT(!wrong);
        CPPUNIT_ASSERT_EQUAL(std::string { "iban" }, wrong.refusal().field);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HeatingTest);

}
