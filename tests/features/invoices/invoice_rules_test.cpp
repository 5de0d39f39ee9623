// What is said about a bill, and how references are written: pure.
#include "features/invoices/invoices.h"

#include <cppunit/extensions/HelperMacros.h>

#include <vector>

using namespace portal;
using invoices::Kind;
using invoices::State;

namespace {

Money euro(std::int64_t cents) { return { cents, Currency { "EUR" } }; }

// What is settled of it is mostly negative, as it is booked.
invoices::Invoice bill(std::int64_t payable, std::int64_t settled, std::optional<int> due = 20180615, Kind kind = Kind::invoice)
{
    invoices::Invoice invoice { InvoiceId { 1 }, TenantId { 1 }, "107", "R1", kind, "", *date_from_number(20180531), {}, {}, {}, euro(payable), euro(payable),
        euro(std::max<std::int64_t>(0, payable + settled)) };
    if (due)
        invoice.due = date_from_number(*due);
    return invoice;
}

invoices::Invoice replaced(invoices::Invoice invoice)
{
    invoice.rest = euro(0);
    invoice.replaced_by = { InvoiceId { 2 }, "R2" };
    return invoice;
}

class InvoiceRulesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(InvoiceRulesTest);
    CPPUNIT_TEST(the_table_of_states);
    CPPUNIT_TEST(a_bill_is_partly_paid_between_nothing_and_everything);
    CPPUNIT_TEST(references_and_ibans_get_the_spaces_of_their_public_rule);
    CPPUNIT_TEST_SUITE_END();

public:
    void the_table_of_states()
    {
        struct Case {
            char const* what;
            invoices::Invoice invoice;
            State expected;
        };
        std::vector<Case> const cases {
            { "nothing booked, before the due date", bill(3285, 0, 20180615), State::open },
            { "on the due date", bill(3285, 0, 20180602), State::open },
            { "the day after the due date", bill(3285, 0, 20180601), State::overdue },
            { "without a due date", bill(3285, 0, std::nullopt), State::open },
            { "paid to the cent", bill(3285, -3285, 20180601), State::paid },
            { "paid too much", bill(3285, -4000, 20180601), State::paid },
            { "partly paid, before the due date", bill(3285, -3284), State::open },
            { "partly paid, after it", bill(3285, -3284, 20180601), State::overdue },
            { "a payment that was taken back", bill(3285, 0, 20180601), State::overdue },
            { "an advance covered all of it", bill(0, 0, 20180601), State::nothing_to_pay },
            { "a bill that gives money back", bill(-500, 0, 20180601), State::nothing_to_pay },
            { "another bill in its place", replaced(bill(3285, 0, 20180601)), State::replaced },
            { "a credit note", bill(-500, 0, 20180601, Kind::credit_note), State::nothing_to_pay },
            { "a credit note written without a sign", bill(500, 0, 20180601, Kind::credit_note), State::nothing_to_pay },
            { "an advance that is not paid", bill(1000, 0, 20180601, Kind::advance), State::overdue },
        };
        for (auto const& [what, invoice, expected] : cases)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(what, int(expected), int(invoices::state(invoice, *date_from_number(20180602))));
    }

    void a_bill_is_partly_paid_between_nothing_and_everything()
    {
        CPPUNIT_ASSERT(!invoices::is_partly_paid(bill(3285, 0)));
        CPPUNIT_ASSERT(invoices::is_partly_paid(bill(3285, -1000)));
        CPPUNIT_ASSERT(!invoices::is_partly_paid(bill(3285, -3285)));
    }

    void references_and_ibans_get_the_spaces_of_their_public_rule()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "SI12 1805000001070" }, invoices::reference_for_people("SI121805000001070"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI00 12-345" }, invoices::reference_for_people("SI0012-345"));
        CPPUNIT_ASSERT_EQUAL(std::string { "RF18 5390 0754 7034" }, invoices::reference_for_people("RF18539007547034"));
        CPPUNIT_ASSERT_EQUAL(std::string { "00431200" }, invoices::reference_for_people("00431200"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, invoices::reference_for_people(""));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI56 1910 0001 0337 441" }, invoices::iban_for_people("SI56191000010337441"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(InvoiceRulesTest);

}
