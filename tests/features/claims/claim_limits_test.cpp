// How often a claim may go wrong, and what helps then, on both databases.
#include "features/claims/claim_world.h"

#include <cppunit/extensions/HelperMacros.h>

#include <latch>
#include <thread>

using namespace portal;
using namespace portal::claims;
using tests::ClaimWorld;
using tests::in_each_world;

namespace {

using namespace std::chrono_literals;

// Wrong tries of mailboxes that nobody else uses, at customers that nobody else claims.
void fail_often(ClaimWorld& world, int times)
{
    static int s_stranger = 0;
    for (int i = 0; i < times; ++i) {
        auto const n = std::to_string(++s_stranger);
        auto const claimant = world.claimant("stranger" + n + "@example.com", "198.51." + n + ".0/24");
        CPPUNIT_ASSERT(
            world.claims.judge(world.water(), claimant, { "R1805-9" + n, Secret { "0000" }, Money { 1, Currency { "EUR" } } }).outcome == Outcome::wrong);
    }
}

class ClaimLimitsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ClaimLimitsTest);
    CPPUNIT_TEST(five_wrong_tries_lock_a_customer_until_its_next_bill);
    CPPUNIT_TEST(a_new_bill_gives_new_tries);
    CPPUNIT_TEST(a_try_that_was_made_good_no_longer_counts);
    CPPUNIT_TEST(a_right_try_forgives_its_own_customer_only);
    CPPUNIT_TEST(after_six_orphan_failures_the_total_is_asked_for);
    CPPUNIT_TEST(orphan_failures_are_forgotten_after_a_month);
    CPPUNIT_TEST(a_mailbox_on_record_is_not_asked_for_the_total);
    CPPUNIT_TEST(after_fifty_wrong_tries_a_day_only_letters_help);
    CPPUNIT_TEST(a_mailbox_waits_after_five_wrong_tries_a_day);
    CPPUNIT_TEST(an_address_block_waits_after_twenty_wrong_tries_a_day);
    CPPUNIT_TEST(limits_of_one_utility_do_not_touch_another);
    CPPUNIT_TEST(a_try_that_nobody_judged_counts_as_wrong);
    CPPUNIT_TEST(twenty_wrong_tries_at_once_are_judged_five_times);
    CPPUNIT_TEST(letters_cannot_be_guessed_at_leisure);
    CPPUNIT_TEST(a_total_that_many_share_proves_nothing);
    CPPUNIT_TEST_SUITE_END();

public:
    void five_wrong_tries_lock_a_customer_until_its_next_bill()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            for (int i = 1; i <= 5; ++i) {
                auto const judged = world.claim("mallory" + std::to_string(i) + "@example.com", "R1805-107", "000" + std::to_string(i));
                CPPUNIT_ASSERT(judged.outcome == Outcome::wrong);
                CPPUNIT_ASSERT(judged.next == (i < 5 ? Needs::pair : Needs::letter));
            }
            world.clock.advance(48h);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::needs_letter);
            CPPUNIT_ASSERT(world.claims.find_open(world.water().id, world.account("ana@example.com"))->needs == Needs::letter);
        });
    }
    void a_new_bill_gives_new_tries()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            for (int i = 0; i < 5; ++i)
                world.claim("mallory@example.com", "R1805-107", "0000");
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::needs_letter);
            world.deliver(world.water(), { "107", "1806107", "R1806-107", "7777", 1, 6 });
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::claimed);
        });
    }
    void a_try_that_was_made_good_no_longer_counts()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            for (int i = 0; i < 3; ++i)
                world.claim("ana@example.com", "R1805-107", "0000");
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::claimed);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.tries("wrong"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 3 }, world.tries("forgiven"));
            fail_often(world, 5);
            world.deliver_usual("108");
            CPPUNIT_ASSERT(world.claim("bor@example.com", "R1805-108", "6473").outcome == Outcome::claimed); // no total: 5 orphans, not 8
        });
    }
    void a_right_try_forgives_its_own_customer_only()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.claim("insider@example.com", "R1805-108", "0000");
            world.claim("insider@example.com", "R1805-107", "6473");
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.tries("wrong"));
        });
    }
    void after_six_orphan_failures_the_total_is_asked_for()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            fail_often(world, 5);
            auto const sixth = world.claim("ana@example.com", "R1805-107", "6474");
            CPPUNIT_ASSERT(sixth.outcome == Outcome::wrong && sixth.next == Needs::total);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::needs_total);
            CPPUNIT_ASSERT(world.claims.find_open(world.water().id, world.account("ana@example.com"))->needs == Needs::total);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473", 1235).outcome == Outcome::wrong);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473", 999).outcome == Outcome::wrong); // another bill's
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473", 1234).outcome == Outcome::claimed);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.tries("asked"));
        });
    }
    void orphan_failures_are_forgotten_after_a_month()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            fail_often(world, 6);
            world.clock.advance(30 * 24h - 1s);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::needs_total);
            world.clock.advance(1s);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::claimed);
        });
    }
    void a_mailbox_on_record_is_not_asked_for_the_total()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.deliver_customer(world.water(), "107", "Ana@Example.com");
            world.deliver_usual("108");
            world.deliver_customer(world.water(), "108", "bor@example.com");
            fail_often(world, 20);
            for (int i = 0; i < 5; ++i) // strangers lock the customer, not the mailbox on record
                world.claim("mallory@example.com", "R1805-107", "0000", 1);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-108", "6473").outcome == Outcome::needs_total); // not of this customer
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::claimed);
        });
    }
    void after_fifty_wrong_tries_a_day_only_letters_help()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            fail_often(world, 50);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473", 1234).outcome == Outcome::letter_today);
            world.clock.advance(24h);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473", 1234).outcome == Outcome::claimed);
        });
    }
    void a_mailbox_waits_after_five_wrong_tries_a_day()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            for (int i = 0; i < 5; ++i)
                CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-20" + std::to_string(i), "6473").outcome == Outcome::wrong);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::letter_today);
            world.clock.advance(24h);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::claimed);
        });
    }
    void an_address_block_waits_after_twenty_wrong_tries_a_day()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            for (int i = 0; i < 20; ++i)
                CPPUNIT_ASSERT(world.claim("m" + std::to_string(i) + "@example.com", "R1805-9" + std::to_string(i), "0000", 1).outcome == Outcome::wrong);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473", 1234).outcome == Outcome::letter_today);
            auto const elsewhere = world.claimant("ana@example.com", "203.0.113.0/24");
            CPPUNIT_ASSERT(world.claims.judge(world.water(), elsewhere, { "R1805-107", Secret { "6473" }, Money { 1234, Currency { "EUR" } } }).outcome
                == Outcome::claimed);
        });
    }
    void limits_of_one_utility_do_not_touch_another()
    {
        in_each_world([](ClaimWorld& world) {
            fail_often(world, 50);
            world.deliver(world.heat(), { "77", "5001", "P77", "5001", 8050, 5 });
            Claim const claim { "P77", Secret { "5001" }, Money { 8050, Currency { "EUR" } } };
            CPPUNIT_ASSERT(world.claims.judge(world.heat(), world.claimant("ana@example.com"), claim).outcome == Outcome::claimed);
        });
    }
    void a_try_that_nobody_judged_counts_as_wrong()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.database.transact([&](db::Transaction& transaction) {
                ClaimStore store { transaction, TenantScope::assume(world.water().id) };
                for (int i = 0; i < 5; ++i)
                    store.add({ .customer_number = "107", .mailbox_key = "dead", .address_block = "dead", .bill_epoch = "1805107", .at = world.clock.now() });
            });
            world.clock.advance(61s);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::needs_letter);
        });
    }
    void twenty_wrong_tries_at_once_are_judged_five_times()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            std::vector<Claimant> claimants;
            for (int i = 0; i < 20; ++i)
                claimants.push_back(world.claimant("mallory" + std::to_string(i) + "@example.com"));
            std::latch start { 20 };
            std::vector<std::jthread> threads;
            for (auto const& claimant : claimants)
                threads.emplace_back([&] {
                    start.arrive_and_wait();
                    static_cast<void>(world.claims.judge(world.water(), claimant, { "R1805-107", Secret { "0000" }, std::nullopt }));
                });
            threads.clear();
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 5 }, world.tries("wrong"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 15 }, world.tries("asked"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.tries("counted"));
        });
    }
    void letters_cannot_be_guessed_at_leisure()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_customer(world.water(), "107");
            auto const code = world.claims.issue_letter(world.water().id, "107").value();
            auto const mallory = world.claimant("mallory@example.com");
            for (int i = 0; i < 10; ++i)
                CPPUNIT_ASSERT(world.claims.judge_letter(world.water(), mallory, "R1805-107", make_letter_code("guess!!!")).outcome == Outcome::wrong);
            CPPUNIT_ASSERT(world.claims.judge_letter(world.water(), mallory, "R1805-107", code).outcome == Outcome::letter_today);
            CPPUNIT_ASSERT(world.claims.judge_letter(world.water(), world.claimant("ana@example.com"), "R1805-107", code).outcome == Outcome::claimed);
        });
    }
    void a_total_that_many_share_proves_nothing()
    {
        in_each_world([](ClaimWorld& world) {
            for (int i = 0; i < 3; ++i)
                world.deliver(world.water(), { std::to_string(107 + i), "1805" + std::to_string(i), "R1805-" + std::to_string(107 + i), "6473", 500, 5 });
            CPPUNIT_ASSERT(world.claim("bor@example.com", "R1805-108", "6473").outcome == Outcome::claimed); // no total asked for: no matter
            fail_often(world, 6);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473", 500).outcome == Outcome::wrong);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from audit_log where event = 'claim.total_too_common'"));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClaimLimitsTest);

}
