// Which payment it was that went back.
#include "features/payments/return_rules.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::payments;

namespace {

Date day(unsigned number) { return std::chrono::year { 2018 } / 6 / static_cast<int>(number); }

struct Said {
    std::int64_t cents = 1'095;
    std::string end_to_end = {}, payer_account = {}, payer = {}, reference = {};

    Telling telling() const
    {
        BankPayment payment { .account = "SI56191000010337441",
            .amount = { cents, Currency { "EUR" } },
            .end_to_end_id = end_to_end,
            .payer = payer,
            .payer_account = payer_account };
        if (!reference.empty())
            payment.references.push_back(reference);
        return Telling::of(payment);
    }
};

PaidBefore paid(std::string id, Said const& said, unsigned booked = 1, std::string customer = "1001", std::string bill = "B1")
{
    return { std::move(id), said.telling(), day(booked), { { std::move(bill), std::move(customer), "", said.cents } } };
}

std::string found(Said const& returned, std::vector<PaidBefore> const& all, unsigned booked = 5)
{
    auto const* const original = original_of(returned.telling(), day(booked), all);
    return original ? original->id : "";
}

class ReturnRulesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReturnRulesTest);
    CPPUNIT_TEST(finds_the_payment_under_its_name_from_its_account_or_with_its_reference);
    CPPUNIT_TEST(never_takes_another_payers_payment);
    CPPUNIT_TEST(an_amount_alone_says_nothing);
    CPPUNIT_TEST(takes_the_payment_that_it_names_best);
    CPPUNIT_TEST(takes_the_newest_of_one_payer_for_one_customer);
    CPPUNIT_TEST(leaves_what_nobody_can_tell_apart_to_the_desk);
    CPPUNIT_TEST(undoes_the_last_share_first);
    CPPUNIT_TEST_SUITE_END();

    static void assert_is(std::string const& expected, std::string const& actual) { CPPUNIT_ASSERT_EQUAL(expected, actual); }

public:
    void finds_the_payment_under_its_name_from_its_account_or_with_its_reference()
    {
        auto const ana = paid("a", { .end_to_end = "E1", .payer_account = "SI1", .payer = "Ana Novak", .reference = "SI12 1805000001070" });
        assert_is("a", found({ .end_to_end = "E1" }, { ana }));
        assert_is("a", found({ .payer_account = "SI1" }, { ana }));
        assert_is("a", found({ .payer_account = "SI1", .payer = "NOVAK A." }, { ana }));
        assert_is("a", found({ .reference = "SI121805000001070" }, { ana }));
    }
    void never_takes_another_payers_payment()
    {
        auto const ana = paid("a", { .end_to_end = "E1", .payer_account = "SI1", .payer = "Ana Novak", .reference = "SI12 1805000001070" });
        assert_is("", found({ .cents = 1'096, .end_to_end = "E1" }, { ana }));
        assert_is("", found({ .end_to_end = "E1", .payer_account = "SI2" }, { ana }));
        assert_is("", found({ .end_to_end = "E1", .payer = "Bojan Kranjc" }, { ana }));
        assert_is("", found({ .end_to_end = "E1", .reference = "SI99B2" }, { ana }));
        assert_is("", found({ .end_to_end = "E2", .payer_account = "SI1" }, { ana }));
        assert_is("", found({ .end_to_end = "E1" }, { paid("late", { .end_to_end = "E1" }, 6) }));
    }
    void an_amount_alone_says_nothing()
    {
        assert_is("", found({}, { paid("a", {}) }));
        assert_is("", found({ .payer = "Ana Novak" }, { paid("a", { .payer = "Ana Novak" }) }));
    }
    void takes_the_payment_that_it_names_best()
    {
        Said const returned { .end_to_end = "E1", .payer_account = "SI1" };
        assert_is("b",
            found(returned,
                { paid("a", { .payer_account = "SI1" }, 2), paid("b", { .end_to_end = "E1", .payer_account = "SI1" }, 1),
                    paid("c", { .end_to_end = "E1" }, 3) }));
    }
    void takes_the_newest_of_one_payer_for_one_customer()
    {
        Said const ana { .payer_account = "SI1" };
        assert_is("b", found(ana, { paid("a", ana, 1, "1001", "B1"), paid("b", ana, 3, "1001", "B2"), paid("c", ana, 2, "1001", "B3") }));
    }
    void leaves_what_nobody_can_tell_apart_to_the_desk()
    {
        Said const rent { .end_to_end = "RENT" };
        assert_is("", found(rent, { paid("a", rent), paid("b", rent, 2, "1002", "B2") }));
        assert_is("", found(rent, { paid("a", rent), paid("b", rent, 2, "1001", "B2") }));
        assert_is("b", found(rent, { paid("a", rent), paid("b", rent, 2) })); // whichever it is, the same comes out
        Said const ana { .payer_account = "SI1" };
        assert_is("", found(ana, { paid("a", ana), paid("b", ana, 2, "1002", "B2") })); // for her mother, too
    }
    void undoes_the_last_share_first()
    {
        std::vector<Share> const shares { { "B1", "1001", "", 3'410 }, { "B2", "1001", "", 1'000 } };
        CPPUNIT_ASSERT((std::vector<Share> { { "B2", "1001", "", -1'000 }, { "B1", "1001", "", -3'410 } }) == undone(shares));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReturnRulesTest);

}
