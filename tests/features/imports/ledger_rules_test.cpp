// What follows from a customer's bills and movements: years, rests, and which bills are current.
#include "features/imports/ledger_rules.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>

using namespace portal::imports;

namespace {

LedgerBill bill(std::int64_t id, std::string number, std::int64_t payable, int issued = 20180531, std::string kind = "invoice", std::string corrects = {})
{
    return { id, std::move(number), std::move(kind), std::move(corrects), issued, 0, 0, 0, payable, payable };
}

LedgerMovement payment(std::string invoice, std::int64_t amount, std::string kind = "payment")
{
    return { 100, std::move(kind), std::move(invoice), 20180610, amount };
}

// By id.
std::map<std::int64_t, std::int64_t> rests(std::vector<LedgerBill> const& bills, std::vector<LedgerMovement> const& movements)
{
    std::map<std::int64_t, std::int64_t> found;
    for (auto const& row : standing(bills, movements))
        if (row.what == "bill")
            found[row.object_id] = row.rest;
    return found;
}

using Rests = std::map<std::int64_t, std::int64_t>;

class LedgerRulesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(LedgerRulesTest);
    CPPUNIT_TEST(payments_credits_and_corrections_pay_the_bill_that_they_name);
    CPPUNIT_TEST(its_own_debit_fees_and_interest_do_not);
    CPPUNIT_TEST(a_payment_too_high_pays_no_other_bill);
    CPPUNIT_TEST(a_credit_note_pays_the_bill_that_it_corrects);
    CPPUNIT_TEST(a_bill_that_another_took_the_place_of_asks_for_nothing);
    CPPUNIT_TEST(what_was_paid_for_a_replaced_bill_pays_the_one_in_its_place);
    CPPUNIT_TEST(a_chain_of_notes_counts_the_same_in_any_order);
    CPPUNIT_TEST(the_newest_bill_is_current_even_when_it_is_paid);
    CPPUNIT_TEST(the_newest_movements_bring_their_bills_and_balances);
    CPPUNIT_TEST(years_carry_what_was_before_them);
    CPPUNIT_TEST(nobody_without_rows_has_a_ledger);
    CPPUNIT_TEST_SUITE_END();

public:
    void payments_credits_and_corrections_pay_the_bill_that_they_name()
    {
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 3285) }, {}) == Rests { { 1, 3285 } }));
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 3285) }, { payment("R1", -1000), payment("R1", -200, "credit_note"), payment("R1", -85, "other") })
            == Rests { { 1, 2000 } }));
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 3285) }, { payment("R1", -3285), payment("R1", 3285) }) == Rests { { 1, 3285 } })); // taken back
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 3285) }, { payment("R2", -3285), payment("", -3285) }) == Rests { { 1, 3285 } }));
    }
    void its_own_debit_fees_and_interest_do_not()
    {
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 3285) }, { payment("R1", 3285, "invoice"), payment("R1", 300, "reminder"), payment("R1", 7, "interest") })
            == Rests { { 1, 3285 } }));
    }
    void a_payment_too_high_pays_no_other_bill()
    {
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 1000, 20180401), bill(2, "R2", 2000) }, { payment("R1", -9000) }) == Rests { { 2, 2000 } }));
    }
    void a_credit_note_pays_the_bill_that_it_corrects()
    {
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 1000), bill(2, "D1", -300, 20180601, "credit_note", "R1") }, { payment("D1", -300, "credit_note") })
            == Rests { { 1, 700 } }));
        // A note itself asks for nothing, whatever its sign.
        CPPUNIT_ASSERT((rests({ bill(2, "D1", 300, 20180601, "credit_note", "R1") }, {}) == Rests {}));
    }
    void a_bill_that_another_took_the_place_of_asks_for_nothing()
    {
        std::vector<LedgerBill> const bills { bill(1, "R1", 1000), bill(2, "R2", 700, 20180605, "invoice", "R1") };
        CPPUNIT_ASSERT((rests(bills, {}) == Rests { { 2, 700 } }));
        // What is booked to take the first one back is no payment of the second.
        CPPUNIT_ASSERT((rests(bills, { payment("R1", -1000, "credit_note"), payment("R2", -100) }) == Rests { { 2, 600 } }));
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 1000, 20180531, "invoice", "R1") }, {}) == Rests { { 1, 1000 } })); // itself
    }
    void what_was_paid_for_a_replaced_bill_pays_the_one_in_its_place()
    {
        std::vector<LedgerBill> const bills { bill(1, "R1", 1000), bill(2, "R2", 900, 20180605, "invoice", "R1"),
            bill(3, "R3", 700, 20180606, "invoice", "R2") };
        // A part of it came back.
        std::vector<LedgerMovement> const paid { payment("R1", -500), payment("R1", 100), payment("R2", -50), payment("R1", -1000, "other") };
        CPPUNIT_ASSERT((rests(bills, paid) == Rests { { 3, 250 } }));
        CPPUNIT_ASSERT((rests({ bills.rbegin(), bills.rend() }, paid) == Rests { { 3, 250 } }));
        std::map<std::int64_t, std::string> replaced;
        for (auto const& row : standing(bills, paid))
            if (row.what == "replaced")
                replaced[row.object_id] = row.invoice_number + " " + std::to_string(row.invoice_id);
        CPPUNIT_ASSERT((replaced == std::map<std::int64_t, std::string> { { 1, "R3 3" }, { 2, "R3 3" } }));
        // Two in its place: the newest has it. Bills that correct each other are nobody's.
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 1000), bill(2, "R2", 900, 20180605, "invoice", "R1"), bill(3, "R3", 700, 20180606, "invoice", "R1") }, paid)
            == Rests { { 2, 850 }, { 3, 300 } }));
        CPPUNIT_ASSERT((rests({ bill(1, "R1", 1000, 20180531, "invoice", "R2"), bill(2, "R2", 900, 20180605, "invoice", "R1") }, paid) == Rests {}));
    }
    void a_chain_of_notes_counts_the_same_in_any_order()
    {
        std::vector<LedgerBill> const bills { bill(1, "R1", 1000), bill(2, "D1", -300, 20180601, "credit_note", "R1"),
            bill(3, "D2", -100, 20180602, "credit_note", "D1") };
        std::vector<LedgerMovement> const movements { payment("D1", -300), payment("D2", -100) };
        CPPUNIT_ASSERT((rests(bills, movements) == rests({ bills.rbegin(), bills.rend() }, movements)));
        CPPUNIT_ASSERT((rests(bills, movements) == Rests { { 1, 700 } }));
    }
    void the_newest_bill_is_current_even_when_it_is_paid()
    {
        std::vector<LedgerBill> const bills { bill(1, "R1", 1000, 20180430), bill(3, "R3", 500, 20180531), bill(2, "R2", 500, 20180531),
            bill(4, "OPOMIN", 0, 20180601, "reminder") };
        CPPUNIT_ASSERT((rests(bills, { payment("R1", -1000), payment("R2", -500), payment("R3", -500) }) == Rests { { 3, 0 } }));
        CPPUNIT_ASSERT((rests({ bill(5, "A", 100, 20180601, "advance") }, { payment("A", -100) }) == Rests { { 5, 0 } }));
    }
    void the_newest_movements_bring_their_bills_and_balances()
    {
        auto const rows = standing({ bill(1, "R1", 1000, 20180430) },
            { { 11, "invoice", "R1", 20180430, 1000 }, { 14, "payment", "R1", 20180510, -900 }, { 13, "interest", "", 20180510, 5 },
                { 12, "payment", "R0", 20180401, -70 } });
        std::vector<StandingRow> const expected {
            { "bill", 1, 1, "R1", "invoice", 20180430, 0, 0, 0, 1000, 1000, 100, 0 },
            { "movement", 14, 1, "R1", "payment", 20180510, 0, 0, 0, -900, 0, 0, 35 },
            { "movement", 13, 0, "", "interest", 20180510, 0, 0, 0, 5, 0, 0, 935 },
            { "movement", 11, 1, "R1", "invoice", 20180430, 0, 0, 0, 1000, 0, 0, 930 },
        };
        CPPUNIT_ASSERT(rows == expected);
    }
    void years_carry_what_was_before_them()
    {
        std::vector<AccountYear> const expected { { 2016, 1, 2, 300, 0, 0, 0 }, { 2018, 0, 1, -50, 1, 2, 300 } };
        CPPUNIT_ASSERT(account_years({ bill(1, "R1", 1000, 20161231) },
                           { { 1, "invoice", "R1", 20161231, 1000 }, { 2, "payment", "R1", 20160101, -700 }, { 3, "payment", "R1", 20180101, -50 } })
            == expected);
    }
    void nobody_without_rows_has_a_ledger()
    {
        CPPUNIT_ASSERT(account_years({}, {}).empty());
        CPPUNIT_ASSERT(standing({}, {}).empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LedgerRulesTest);

}
