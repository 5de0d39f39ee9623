// Electronic invoices by settings alone, through the real host.
#include "plugins/generic_utility.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace portal;
using namespace portal::plugins;
using namespace portal::plugins::test;

namespace {

std::string invoice(std::string const& name)
{
    std::ifstream in { std::string { std::getenv("PORTAL_SOURCE") } + "/tests/plugins/e_invoices/" + name, std::ios::binary };
    return { std::istreambuf_iterator<char> { in }, {} };
}

Keys utility(Keys const& changes = {})
{
    Keys keys { { "reference.scheme", "SI" }, { "code.from", "bill_number" }, { "code.length", "1-20" }, { "code.characters", "letters" },
        { "files.bills.name", "*.xml" }, { "files.bills.format", "e-invoice" }, { "files.bills.service", "water" } };
    for (auto const& [key, value] : changes)
        keys[key] = value;
    return keys;
}

class GenericInvoicesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(GenericInvoicesTest);
    CPPUNIT_TEST(settings_need_no_columns);
    CPPUNIT_TEST(the_original_passes_the_host_in_parts);
    CPPUNIT_TEST(a_bill_that_does_not_add_up_is_listed_with_its_rule);
    CPPUNIT_TEST(the_number_may_be_in_the_payment_reference);
    CPPUNIT_TEST(wrong_settings_are_told);
    CPPUNIT_TEST_SUITE_END();

    static void is_wrong(Keys const& changes, std::string const& key)
    {
        GenericUtility wrong { utility(changes) };
        auto const checked = wrong.plugins.check(wrong.target);
        CPPUNIT_ASSERT_MESSAGE(key, !checked);
        CPPUNIT_ASSERT_EQUAL(key, checked.refusal().field);
    }

public:
    void settings_need_no_columns()
    {
        GenericUtility generic { utility() };
        auto const sink = generic.rows({ { "water.xml", invoice("eslog20-water.xml") }, { "credit.xml", invoice("ubl-credit-note.xml") } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, sink.count("problem"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, sink.count("invoice"));
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 1'470 - 118 }, sink.balance);
        CPPUNIT_ASSERT_EQUAL(sink.net, sink.lines_net);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, sink.with("invoice", "2018-V-77|invoice||SI121805000002114|211|OM-4411|").size());
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, sink.with("reading", "|4411-7|1|utility|").size());
        // Again in the same plugin: it has forgotten whom it had given.
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, generic.rows({ { "credit.xml", invoice("ubl-credit-note.xml") } }).count("customer"));
    }
    void the_original_passes_the_host_in_parts()
    {
        GenericUtility generic { utility() };
        auto large = invoice("ubl-credit-note.xml");
        large.insert(large.find("?>") + 2, "<!--" + std::string(300'000, 'x') + "-->");
        auto const sink = generic.rows({ { "credit.xml", large } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, sink.with("document", "D-5|application/xml|credit.xml|" + std::to_string(large.size()) + "|").size());
        CPPUNIT_ASSERT(sink.documents == large);
    }
    void a_bill_that_does_not_add_up_is_listed_with_its_rule()
    {
        GenericUtility generic { utility() };
        auto wrong = invoice("ubl-credit-note.xml");
        wrong.replace(wrong.find("1.18"), 4, "1.19");
        auto const sink = generic.rows({ { "credit.xml", wrong } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 0 }, sink.count("invoice"));
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, sink.with("problem", "credit.xml|2|e_invoice.does_not_add_up|BR-CO-15|").size());
    }
    void the_number_may_be_in_the_payment_reference()
    {
        GenericUtility generic { utility(
            { { "files.bills.customer", "payment_reference" }, { "reference.customer.positions", "9-16" }, { "files.bills.format", "eslog" } }) };
        auto const sink = generic.rows({ { "water.xml", invoice("eslog20-water.xml") } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, sink.with("customer", "00000211|").size());
    }
    void wrong_settings_are_told()
    {
        is_wrong({ { "files.bills.format", "pdf" } }, "files.bills.format");
        is_wrong({ { "files.bills.service", "" } }, "files.bills.service");
        is_wrong({ { "files.bills.customer", "name" } }, "files.bills.customer");
        is_wrong({ { "files.bills.customer", "payment_reference" } }, "files.bills.customer");
        is_wrong({ { "files.bills.invoice.number", "ID" } }, "files.bills.invoice.number");
        is_wrong({ { "code.from", "column" } }, "code.from");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GenericInvoicesTest);

}
