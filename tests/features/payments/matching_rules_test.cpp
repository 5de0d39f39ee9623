// What a payment pays: by the references it names, then by amount and payer, and when nobody can know.
#include "features/payments/matching_rules.h"
#include "features/payments/name_rules.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::payments;

namespace {

Date day(unsigned month) { return std::chrono::year { 2018 } / static_cast<int>(month) / 28; }

BankPayment payment(std::int64_t cents, std::vector<std::string> references, std::string text = {}, std::string payer = {})
{
    return { .by_details = "E1",
        .booked = day(6),
        .amount = { cents, Currency { "EUR" } },
        .payer = std::move(payer),
        .references = std::move(references),
        .text = std::move(text) };
}

Bill bill(std::string number, std::string customer, std::string reference, std::int64_t open, unsigned month = 5, std::string name = "Ana Novak")
{
    return { std::move(number), std::move(customer), std::move(name), std::move(reference), open, day(month) };
}

std::string const s_may = "SI121805000001070";
std::string const s_june = "RF18539007547034";

BillsByReference two_bills() { return { { s_may, { bill("B1", "1001", s_may, 3'410) } }, { s_june, { bill("B2", "1001", s_june, 1'000, 6) } } }; }

std::string said(Match const& match)
{
    std::string words = match.reason;
    for (auto const& share : match.shares)
        words += share.bill + "/" + share.customer + ":" + std::to_string(share.amount) + " ";
    return words;
}

std::string matched(BankPayment const& one, BillsByReference const& bills, std::vector<Bill> const& same_amount = {})
{
    return said(match(one, named_references(one), bills, same_amount));
}

std::string found_in(std::string const& text)
{
    std::string all;
    for (auto const& spellings : references_in(text))
        for (auto const& spelling : spellings)
            all += spelling + " ";
    return all;
}

class MatchingRulesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(MatchingRulesTest);
    CPPUNIT_TEST(references_are_found_in_any_spacing);
    CPPUNIT_TEST(what_has_wrong_check_digits_is_no_reference);
    CPPUNIT_TEST(a_reference_may_end_in_several_places);
    CPPUNIT_TEST(a_structured_reference_is_taken_as_it_is_meant);
    CPPUNIT_TEST(names_fold_case_accents_and_order);
    CPPUNIT_TEST(a_bill_is_found_by_its_reference);
    CPPUNIT_TEST(a_part_and_more_than_open_go_to_the_bill);
    CPPUNIT_TEST(several_references_share_a_payment);
    CPPUNIT_TEST(bills_of_one_reference_are_paid_from_the_oldest);
    CPPUNIT_TEST(a_reference_of_several_customers_is_nobodys);
    CPPUNIT_TEST(an_unknown_structured_reference_keeps_the_rest_for_the_desk);
    CPPUNIT_TEST(a_bill_may_be_named_by_its_number);
    CPPUNIT_TEST(a_number_alone_does_not_pay_a_strangers_bill);
    CPPUNIT_TEST(amount_and_payer_find_the_only_bill);
    CPPUNIT_TEST_SUITE_END();

public:
    void references_are_found_in_any_spacing()
    {
        for (auto const* text : { "SI121805000001070", "Placilo SI12 1805000001070 voda", "si12-1805000001070", "SI 12 1805 0000 0107 0", "Sl12 1805000001070.",
                 "racun:SI12 18050000 01070, hvala" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, s_may + " ", found_in(text));
        for (auto const* text : { "RF18539007547034", "rf18 5390 0754 7034 voda", "ref. RF 18 5390 0754 7034" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, s_june + " ", found_in(text));
        CPPUNIT_ASSERT_EQUAL(s_may + " " + s_june + " ", found_in("SI12 1805000001070 in RF18 5390 0754 7034"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI0519-1235-84503 " }, found_in("SI05 19-1235-84503"));
    }
    void what_has_wrong_check_digits_is_no_reference()
    {
        for (auto const* text : { "SI12 1805000001071", "RF19 5390 0754 7034", "SI56 1910 0001 0337 441", "POSI121805000001070", "voda maj 2018", "SI99",
                 "SI12", "RF", "", "\xff\xfe SI" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string {}, found_in(text));
    }
    void a_reference_may_end_in_several_places()
    {
        CPPUNIT_ASSERT_EQUAL(s_may + " ", found_in("SI12 1805000001070 5/2018"));
        CPPUNIT_ASSERT_EQUAL(std::string { "SI0020185123 SI0020185 SI002018 " }, found_in("SI00 2018 5 123"));
        // The one that there is a bill for.
        auto const one = payment(500, {}, "SI00 2018 5 123");
        CPPUNIT_ASSERT_EQUAL(std::string { "B7/1001:500 " }, matched(one, { { "SI0020185", { bill("B7", "1001", "SI0020185", 500) } } }));
    }
    void a_structured_reference_is_taken_as_it_is_meant()
    {
        CPPUNIT_ASSERT_EQUAL(s_may, spellings_of("SI12 1805000001070").front());
        CPPUNIT_ASSERT_EQUAL(std::string { "210000000003139471430009017" }, spellings_of("21 00000 00003 13947 14300 09017").front());
        CPPUNIT_ASSERT(spellings_of("NOTPROVIDED").empty());
        CPPUNIT_ASSERT(spellings_of(" ").empty());
    }
    void names_fold_case_accents_and_order()
    {
        CPPUNIT_ASSERT_EQUAL(folded_name("Ana Žnidaršič"), folded_name("ZNIDARSIC, ANA"));
        CPPUNIT_ASSERT_EQUAL(folded_name("Đurđa Kovač-Novak"), folded_name("novak  kovac DURDA"));
        CPPUNIT_ASSERT(folded_name("Ana Novak") != folded_name("Anja Novak"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, folded_name(" ,. "));
        CPPUNIT_ASSERT(folded_name("\xff\xfe Ana").ends_with("ana"));
    }
    void a_bill_is_found_by_its_reference()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 " }, matched(payment(3'410, { "SI12 1805000001070" }), two_bills()));
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 " }, matched(payment(3'410, {}, "voda SI12 1805000001070"), two_bills()));
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 " }, matched(payment(3'410, { "SI99" }, "SI12 1805000001070"), two_bills()));
    }
    void a_part_and_more_than_open_go_to_the_bill()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:1000 " }, matched(payment(1'000, { s_may }), two_bills()));
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:5000 " }, matched(payment(5'000, { s_may }), two_bills()));
        auto paid = two_bills();
        paid[s_may].front().open = 0;
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 " }, matched(payment(3'410, { s_may }), paid));
    }
    void several_references_share_a_payment()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 B2/1001:1000 " }, matched(payment(4'410, { s_may, s_june }), two_bills()));
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 B2/1001:90 " }, matched(payment(3'500, { s_may, s_june }), two_bills()));
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 B2/1001:1590 " }, matched(payment(5'000, { s_may }, s_june), two_bills()));
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 " }, matched(payment(3'410, { s_may }, s_may), two_bills()));
    }
    void bills_of_one_reference_are_paid_from_the_oldest()
    {
        BillsByReference const bills { { s_may, { bill("B3", "1001", s_may, 500, 6), bill("B1", "1001", s_may, 300, 4), bill("B2", "1001", s_may, 0, 5) } } };
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:300 B3/1001:400 " }, matched(payment(700, { s_may }), bills));
    }
    void a_reference_of_several_customers_is_nobodys()
    {
        BillsByReference const bills { { s_may, { bill("B1", "1001", s_may, 300), bill("B2", "1002", s_may, 300) } } };
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.several_customers" }, matched(payment(300, { s_may }), bills));
    }
    void an_unknown_structured_reference_keeps_the_rest_for_the_desk()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.unknown_reference" }, matched(payment(5'000, { s_may, "RF471234567890" }), two_bills()));
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 " }, matched(payment(3'410, { s_may, "RF471234567890" }), two_bills()));
    }
    void a_bill_may_be_named_by_its_number()
    {
        auto const bills
            = BillsByReference { { spelling_of_number("B1"), { bill("B1", "1001", s_may, 3'410) } }, { s_june, { bill("B2", "1001", s_june, 1'000) } } };
        auto const paid = [&](std::int64_t cents, std::vector<std::string> references, std::vector<std::string> const& invoices) {
            auto one = payment(cents, std::move(references));
            one.invoices = invoices;
            auto named = named_references(one);
            for (std::size_t at = 0; at < invoices.size(); ++at)
                named.invoices[at].insert(named.invoices[at].begin(), spelling_of_number(invoices[at]));
            return said(match(one, named, bills, {}));
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "B1/1001:3410 " }, paid(3'410, {}, { "B1" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "B2/1001:1000 B1/1001:3410 " }, paid(4'410, { s_june }, { "B1" }));
        // A reference that stands there.
        CPPUNIT_ASSERT_EQUAL(std::string { "B2/1001:1000 " }, paid(1'000, {}, { "RF18 5390 0754 7034" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.unknown_reference" }, paid(4'000, {}, { "B1", "B9" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "B2/1001:1001 " }, paid(1'001, { s_june }, { "an order of his own" }));
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.no_bill" }, paid(1'000, {}, { "B9", "NOTPROVIDED" }));
    }
    void a_number_alone_does_not_pay_a_strangers_bill()
    {
        auto const bills = BillsByReference { { spelling_of_number("2024-17"), { bill("2024-17", "1002", s_may, 9'000, 5, "Bojan Kranjc") } },
            { s_june, { bill("B2", "1001", s_june, 8'000) } } };
        auto const paid = [&](std::int64_t cents, std::vector<std::string> references, std::string payer) {
            auto one = payment(cents, std::move(references), {}, std::move(payer));
            one.invoices = { "2024-17" };
            auto named = named_references(one);
            named.invoices[0].insert(named.invoices[0].begin(), spelling_of_number("2024-17"));
            return said(match(one, named, bills, {}));
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "B2/1001:10000 " }, paid(10'000, { s_june }, "Ana Novak"));
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.no_bill" }, paid(5'000, {}, "Ana Novak"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2024-17/1002:5000 " }, paid(5'000, {}, "Kranjc Bojan"));
        CPPUNIT_ASSERT_EQUAL(std::string { "2024-17/1002:9000 " }, paid(9'000, {}, "Ana Novak"));
    }
    void amount_and_payer_find_the_only_bill()
    {
        std::vector<Bill> same { bill("B1", "1001", s_may, 3'410), bill("B9", "1009", "", 3'410, 5, "Bojan Kranjc") };
        CPPUNIT_ASSERT_EQUAL(std::string { "B9/1009:3410 " }, matched(payment(3'410, {}, "voda", "KRANJC BOJAN"), {}, same));
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.no_bill" }, matched(payment(3'410, {}, "voda", "Cene Vidmar"), {}, same));
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.no_bill" }, matched(payment(3'410, {}), {}, same));
        same.push_back(bill("B8", "1008", "", 3'410, 6, "Bojan Kranjc"));
        CPPUNIT_ASSERT_EQUAL(std::string { "payment.several_bills" }, matched(payment(3'410, {}, "voda", "Kranjc Bojan"), {}, same));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MatchingRulesTest);

}
