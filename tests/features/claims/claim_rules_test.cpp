// What a claim is asked for and what proves it: the rules alone.
#include "features/claims/bill_proof.h"
#include "features/claims/claim_rules.h"

#include <cppunit/extensions/HelperMacros.h>

#include <array>

using namespace portal;
using namespace portal::claims;

namespace {

Currency const s_eur { "EUR" };
auto const s_keys = crypto::KeyRing::from_key(Secret { std::string(32, 'k') });
constexpr TenantId s_tenant { 1 };

std::string hash_of(std::string const& bill, std::string const& code) { return bill_code_hash(s_keys, s_tenant, "107", bill, Secret { code }); }

Bill bill(std::string number, std::string reference, std::string const& code, std::int64_t total)
{
    auto code_hash = hash_of(number, code);
    return { std::move(number), std::move(reference), std::move(code_hash), { total, s_eur }, { std::chrono::year { 2018 } / 5 / 31 } };
}

std::string proved_by(std::string_view reference, std::string const& code, std::optional<std::int64_t> total = std::nullopt)
{
    std::array const newest_two { bill("20180500081", "SI121805000001070", "6473", 1234), bill("20180400081", "SI121804000001073", "1111", 999) };
    auto const proved = proved_bill(
        newest_two, reference, [&](std::string const& number) { return hash_of(number, code); },
        total ? std::optional { Money { *total, s_eur } } : std::nullopt);
    return proved ? proved->number : std::string { "none" };
}

Counts first_try() { return { 1, 1, 1, 1, 1 }; }

class ClaimRulesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ClaimRulesTest);
    CPPUNIT_TEST(a_first_try_needs_reference_and_code_only);
    CPPUNIT_TEST(the_sixth_wrong_try_of_a_customer_needs_a_letter);
    CPPUNIT_TEST(the_seventh_orphan_failure_of_a_month_needs_the_total);
    CPPUNIT_TEST(the_fifty_first_wrong_try_of_a_day_needs_a_letter_for_that_day);
    CPPUNIT_TEST(a_mailbox_on_record_is_never_asked_more);
    CPPUNIT_TEST(a_mailbox_on_record_suffers_from_its_own_tries_only);
    CPPUNIT_TEST(a_document_number_always_needs_the_total);
    CPPUNIT_TEST(a_mailbox_that_tried_too_often_needs_a_letter_for_the_day);
    CPPUNIT_TEST(an_address_block_that_tried_too_often_needs_a_letter_for_the_day);
    CPPUNIT_TEST(either_of_the_newest_two_bills_proves);
    CPPUNIT_TEST(a_code_proves_its_own_bill_only);
    CPPUNIT_TEST(an_older_reference_proves_nothing);
    CPPUNIT_TEST(a_demanded_total_has_to_be_that_of_the_same_bill);
    CPPUNIT_TEST(a_bill_without_a_code_is_never_proved);
    CPPUNIT_TEST(bills_of_one_reference_are_told_apart_by_their_codes);
    CPPUNIT_TEST(equal_codes_have_different_hashes);
    CPPUNIT_TEST(two_spellings_of_a_mailbox_have_one_hash);
    CPPUNIT_TEST(a_flat_charge_is_common_and_a_total_of_two_bills_is_not);
    CPPUNIT_TEST(a_letter_code_is_read_as_people_type_it);
    CPPUNIT_TEST(a_letter_code_has_sixty_bits);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_first_try_needs_reference_and_code_only() { CPPUNIT_ASSERT(demand({ first_try() }) == Demand::pair); }
    void the_sixth_wrong_try_of_a_customer_needs_a_letter()
    {
        auto counts = first_try();
        counts.customer = 5;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::pair);
        counts.customer = 6;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::letter);
    }
    void the_seventh_orphan_failure_of_a_month_needs_the_total()
    {
        auto counts = first_try();
        counts.tenant_month = 6;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::pair);
        counts.tenant_month = 7;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::total);
    }
    void the_fifty_first_wrong_try_of_a_day_needs_a_letter_for_that_day()
    {
        auto counts = first_try();
        counts.tenant_month = counts.tenant_day = 50;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::total);
        counts.tenant_month = counts.tenant_day = 51;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::letter_today);
    }
    void a_mailbox_on_record_is_never_asked_more()
    {
        Counts const stormy { 1, 1, 900, 900, 900 };
        CPPUNIT_ASSERT(demand({ stormy, true, false }) == Demand::pair);
        CPPUNIT_ASSERT(demand({ stormy, true, true }) == Demand::pair);
    }
    void a_mailbox_on_record_suffers_from_its_own_tries_only()
    {
        auto counts = first_try();
        counts.customer = 6;
        CPPUNIT_ASSERT(demand({ counts, true, false }) == Demand::letter);
        counts = first_try();
        counts.mailbox = 6;
        CPPUNIT_ASSERT(demand({ counts, true, false }) == Demand::letter_today);
    }
    void a_document_number_always_needs_the_total() { CPPUNIT_ASSERT(demand({ first_try(), false, true }) == Demand::total); }
    void a_mailbox_that_tried_too_often_needs_a_letter_for_the_day()
    {
        auto counts = first_try();
        counts.mailbox = 6;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::letter_today);
    }
    void an_address_block_that_tried_too_often_needs_a_letter_for_the_day()
    {
        auto counts = first_try();
        counts.block = 21;
        CPPUNIT_ASSERT(demand({ counts }) == Demand::letter_today);
    }

    void either_of_the_newest_two_bills_proves()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "20180500081" }, proved_by("SI121805000001070", "6473"));
        CPPUNIT_ASSERT_EQUAL(std::string { "20180400081" }, proved_by("SI121804000001073", "1111"));
    }
    void a_code_proves_its_own_bill_only()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "none" }, proved_by("SI121805000001070", "1111"));
        CPPUNIT_ASSERT_EQUAL(std::string { "none" }, proved_by("SI121805000001070", "6474"));
    }
    void an_older_reference_proves_nothing() { CPPUNIT_ASSERT_EQUAL(std::string { "none" }, proved_by("SI121803000001076", "6473")); }
    void a_demanded_total_has_to_be_that_of_the_same_bill()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "20180500081" }, proved_by("SI121805000001070", "6473", 1234));
        CPPUNIT_ASSERT_EQUAL(std::string { "none" }, proved_by("SI121805000001070", "6473", 999));
        CPPUNIT_ASSERT_EQUAL(std::string { "none" }, proved_by("SI121805000001070", "6474", 1234));
    }
    void a_bill_without_a_code_is_never_proved()
    {
        Bill without = bill("1", "R", "", 100);
        without.code_hash.clear();
        CPPUNIT_ASSERT(!proved_bill(
            std::array { without }, "R", [](std::string const&) { return std::string(64, '0'); }, std::nullopt));
    }
    void bills_of_one_reference_are_told_apart_by_their_codes()
    {
        std::array const two { bill("8001", "PAYER7", "8001", 1), bill("7001", "PAYER7", "7001", 2) };
        auto const proved = proved_bill(
            two, "PAYER7", [&](std::string const& number) { return hash_of(number, "7001"); }, std::nullopt);
        CPPUNIT_ASSERT(proved && proved->number == "7001");
    }

    void equal_codes_have_different_hashes()
    {
        Secret const code { "6473" };
        auto const hash = bill_code_hash(s_keys, s_tenant, "107", "1", code);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 64 }, hash.size());
        CPPUNIT_ASSERT(hash != bill_code_hash(s_keys, s_tenant, "107", "2", code));
        CPPUNIT_ASSERT(hash != bill_code_hash(s_keys, s_tenant, "108", "1", code));
        CPPUNIT_ASSERT(hash != bill_code_hash(s_keys, TenantId { 2 }, "107", "1", code));
    }
    void two_spellings_of_a_mailbox_have_one_hash()
    {
        CPPUNIT_ASSERT_EQUAL(mailbox_hash(s_keys, "ana@example.com"), mailbox_hash(s_keys, " Ana@EXAMPLE.com "));
        CPPUNIT_ASSERT(mailbox_hash(s_keys, "ana@example.com") != mailbox_hash(s_keys, "anna@example.com"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, mailbox_hash(s_keys, "by post"));
    }

    void a_flat_charge_is_common_and_a_total_of_two_bills_is_not()
    {
        CPPUNIT_ASSERT(is_common(201, 100'000));
        CPPUNIT_ASSERT(!is_common(200, 100'000));
        CPPUNIT_ASSERT(!is_common(2, 10));
        CPPUNIT_ASSERT(is_common(3, 10));
    }

    void a_letter_code_is_read_as_people_type_it()
    {
        auto const read = [](std::string_view typed) {
            auto const code = parse_letter_code(typed);
            return code ? code->reveal() : std::string { "none" };
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "7K3M9QXW2T40" }, read("7k3m-9qxw-2t4o"));
        CPPUNIT_ASSERT_EQUAL(std::string { "113M9QXW2T4B" }, read(" IL3M 9QXW 2T4B"));
        for (auto const* wrong : { "", "7K3M-9QXW-2T4", "7K3M-9QXW-2T4BB", "7K3M-9QXW-2T4U", "6473" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(wrong, std::string { "none" }, read(wrong));
    }
    void a_letter_code_has_sixty_bits()
    {
        auto const code = make_letter_code(std::string(8, '\xff'));
        CPPUNIT_ASSERT_EQUAL(std::string { "ZZZZ-ZZZZ-ZZZZ" }, letter_code_text(code));
        auto const read_again = parse_letter_code(letter_code_text(make_letter_code("8 bytes!")));
        CPPUNIT_ASSERT(read_again && read_again->reveal() == make_letter_code("8 bytes!").reveal());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClaimRulesTest);

}
