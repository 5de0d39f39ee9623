// Claims on both databases: who gets the customer, who is asked for more, and what stands in the rows.
#include "features/claims/claim_world.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <latch>
#include <thread>

using namespace portal;
using namespace portal::claims;
using tests::ClaimWorld;
using tests::in_each_world;

namespace {

using namespace std::chrono_literals;

class ClaimServiceTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ClaimServiceTest);
    CPPUNIT_TEST(the_right_pair_gives_the_customer);
    CPPUNIT_TEST(the_bill_before_the_newest_counts_as_well);
    CPPUNIT_TEST(an_older_bill_does_not_count);
    CPPUNIT_TEST(a_bill_that_is_not_published_does_not_count);
    CPPUNIT_TEST(a_reminder_does_not_push_a_bill_out);
    CPPUNIT_TEST(a_wrong_pair_stays_open_and_can_be_mended);
    CPPUNIT_TEST(a_customer_that_does_not_exist_is_counted_like_one_that_does);
    CPPUNIT_TEST(a_document_number_needs_the_total_from_the_first_try);
    CPPUNIT_TEST(a_reference_that_names_nobody_is_looked_up_by_its_bill);
    CPPUNIT_TEST(a_letter_opens_what_is_locked);
    CPPUNIT_TEST(a_letter_works_once_and_for_thirty_days);
    CPPUNIT_TEST(a_new_letter_ends_the_old_one);
    CPPUNIT_TEST(no_letter_is_issued_for_nobody);
    CPPUNIT_TEST(a_customer_that_is_held_is_not_handed_over);
    CPPUNIT_TEST(claiming_ones_own_customer_again_changes_nothing);
    CPPUNIT_TEST(twenty_claims_at_once_have_one_holder);
    CPPUNIT_TEST(no_row_holds_a_code_or_an_address_in_the_clear);
    CPPUNIT_TEST_SUITE_END();

public:
    void the_right_pair_gives_the_customer()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            auto const judged = world.claim("ana@example.com", "R1805-107", "6473");
            CPPUNIT_ASSERT(judged.outcome == Outcome::claimed);
            CPPUNIT_ASSERT_EQUAL(std::string { "107" }, judged.customer_number);
            CPPUNIT_ASSERT(world.sees("ana@example.com", world.water(), "107"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.tries("right"));
            CPPUNIT_ASSERT(!world.claims.find_open(world.water().id, world.account("ana@example.com")));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from audit_log where event = 'claim.granted' and subject = '107'"));
        });
    }
    void the_bill_before_the_newest_counts_as_well()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1804-107", "6473").outcome == Outcome::wrong);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1804-107", "1111").outcome == Outcome::claimed);
        });
    }
    void an_older_bill_does_not_count()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.deliver(world.water(), { "107", "1803107", "R1803-107", "2222", 1, 3 });
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1803-107", "2222").outcome == Outcome::wrong);
        });
    }
    void a_bill_that_is_not_published_does_not_count()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.database.transact([](db::Transaction& transaction) { transaction.run_plain("update tenants set published = 0"); });
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::wrong);
            world.database.transact([](db::Transaction& transaction) {
                transaction.run_plain("update tenants set published = 2");
                transaction.run_plain("update bill_proofs set removed_in = 2");
            });
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::wrong);
        });
    }
    void a_reminder_does_not_push_a_bill_out()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            for (auto const* number : { "O1", "O2" })
                world.deliver(world.water(), { "107", number, "R1806-107", "", 1, 6 });
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1804-107", "1111").outcome == Outcome::claimed);
        });
    }
    void a_wrong_pair_stays_open_and_can_be_mended()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            auto const judged = world.claim("ana@example.com", "R1805-107", "6474");
            CPPUNIT_ASSERT(judged.outcome == Outcome::wrong && judged.next == Needs::pair);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 4 }, judged.tries_left);
            auto const open = world.claims.find_open(world.water().id, world.account("ana@example.com"));
            CPPUNIT_ASSERT(open && open->reference == "R1805-107" && open->needs == Needs::pair);
            CPPUNIT_ASSERT(!world.sees("ana@example.com", world.water(), "107"));
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::claimed);
        });
    }
    void a_customer_that_does_not_exist_is_counted_like_one_that_does()
    {
        in_each_world([](ClaimWorld& world) {
            auto const judged = world.claim("ana@example.com", "R1805-404", "6473");
            CPPUNIT_ASSERT(judged.outcome == Outcome::wrong && judged.next == Needs::pair);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 4 }, judged.tries_left);
            for (int i = 0; i < 4; ++i)
                CPPUNIT_ASSERT(world.claim("bor@example.com", "R1805-404", "6473").outcome == Outcome::wrong);
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-404", "6473").outcome == Outcome::needs_letter);
        });
    }
    void a_document_number_needs_the_total_from_the_first_try()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver(world.heat(), { "77", "5001", "P77", "5001", 8050, 5 });
            world.deliver(world.heat(), { "77", "4001", "P77", "4001", 9000, 4 });
            auto const claim = [&](std::string const& code, std::optional<std::int64_t> total) {
                return world.claims
                    .judge(world.heat(), world.claimant("ana@example.com"),
                        { "P77", Secret { code }, total ? std::optional { Money { *total, Currency { "EUR" } } } : std::nullopt })
                    .outcome;
            };
            CPPUNIT_ASSERT(claim("5001", std::nullopt) == Outcome::needs_total);
            CPPUNIT_ASSERT(claim("5001", 9000) == Outcome::wrong);
            CPPUNIT_ASSERT(claim("4001", 9000) == Outcome::claimed);
        });
    }
    void a_reference_that_names_nobody_is_looked_up_by_its_bill()
    {
        in_each_world([](ClaimWorld& world) {
            world.paper.names_customers = false;
            world.deliver(world.water(), { "501", "A1", "R0001", "6473", 1, 5 });
            CPPUNIT_ASSERT(world.claim("ana@example.com", "R0002", "6473").outcome == Outcome::wrong);
            auto const judged = world.claim("ana@example.com", "R0001", "6473");
            CPPUNIT_ASSERT(judged.outcome == Outcome::claimed);
            CPPUNIT_ASSERT_EQUAL(std::string { "501" }, judged.customer_number);
        });
    }

    void a_letter_opens_what_is_locked()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.deliver_customer(world.water(), "107");
            for (int i = 0; i < 5; ++i)
                world.claim("mallory@example.com", "R1805-107", "0000");
            auto const code = world.claims.issue_letter(world.water().id, "107").value();
            auto const ana = world.claimant("ana@example.com");
            CPPUNIT_ASSERT(world.claims.judge_letter(world.water(), ana, "R1805-107", make_letter_code("wrong!!!")).outcome == Outcome::wrong);
            auto const judged = world.claims.judge_letter(world.water(), ana, "R1805-107", code);
            CPPUNIT_ASSERT(judged.outcome == Outcome::claimed && judged.customer_number == "107");
            CPPUNIT_ASSERT(world.sees("ana@example.com", world.water(), "107"));
        });
    }
    void a_letter_works_once_and_for_thirty_days()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_customer(world.water(), "107");
            world.deliver_customer(world.water(), "108");
            auto const use = [&](std::string const& email, std::string const& customer, Secret const& code) {
                return world.claims.judge_letter(world.water(), world.claimant(email), "R1805-" + customer, code).outcome;
            };
            auto const once = world.claims.issue_letter(world.water().id, "107").value();
            CPPUNIT_ASSERT(use("ana@example.com", "108", once) == Outcome::wrong); // another customer's
            CPPUNIT_ASSERT(use("ana@example.com", "107", once) == Outcome::claimed);
            CPPUNIT_ASSERT(use("bor@example.com", "107", once) == Outcome::wrong);
            auto const late = world.claims.issue_letter(world.water().id, "108").value();
            world.clock.advance(30 * 24h);
            CPPUNIT_ASSERT(use("ana@example.com", "108", late) == Outcome::wrong);
        });
    }
    void a_new_letter_ends_the_old_one()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_customer(world.water(), "107");
            auto const old = world.claims.issue_letter(world.water().id, "107").value();
            auto const fresh = world.claims.issue_letter(world.water().id, "107").value();
            auto const ana = world.claimant("ana@example.com");
            CPPUNIT_ASSERT(world.claims.judge_letter(world.water(), ana, "R1805-107", old).outcome == Outcome::wrong);
            CPPUNIT_ASSERT(world.claims.judge_letter(world.water(), ana, "R1805-107", fresh).outcome == Outcome::claimed);
        });
    }
    void no_letter_is_issued_for_nobody()
    {
        in_each_world([](ClaimWorld& world) { CPPUNIT_ASSERT(!world.claims.issue_letter(world.water().id, "404")); });
    }

    void a_customer_that_is_held_is_not_handed_over()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.claim("ana@example.com", "R1805-107", "6473");
            CPPUNIT_ASSERT_EQUAL(0, world.mail_wakes.load());
            CPPUNIT_ASSERT(world.claim("bor@example.com", "R1805-107", "6473").outcome == Outcome::holder_asked);
            CPPUNIT_ASSERT(!world.sees("bor@example.com", world.water(), "107"));
            CPPUNIT_ASSERT(world.claims.find_open(world.water().id, world.account("bor@example.com"))->needs == Needs::holder);
            CPPUNIT_ASSERT_EQUAL(1, world.mail_wakes.load());
            // Once a week, however often the claim comes.
            CPPUNIT_ASSERT(world.claim("bor@example.com", "R1805-107", "6473").outcome == Outcome::holder_asked);
            auto const mails = world.mails();
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, mails.size());
            CPPUNIT_ASSERT_EQUAL(std::string { "claim_holder_asked" }, mails[0].kind);
            CPPUNIT_ASSERT_EQUAL(std::string { "ana@example.com" }, mails[0].to);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from outbox where tenant_id = " + std::to_string(world.water().id.value())));
            CPPUNIT_ASSERT(!mails[0].after("https://portal.example/handover/").empty());
            world.clock.advance(7 * 24h);
            world.claim("bor@example.com", "R1805-107", "6473");
            CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, world.mails().size());
        });
    }
    void claiming_ones_own_customer_again_changes_nothing()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            for (int i = 0; i < 2; ++i)
                CPPUNIT_ASSERT(world.claim("ana@example.com", "R1805-107", "6473").outcome == Outcome::claimed);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from access"));
            CPPUNIT_ASSERT(world.mails().empty());
        });
    }
    void twenty_claims_at_once_have_one_holder()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            std::vector<Claimant> claimants;
            for (int i = 0; i < 20; ++i)
                claimants.push_back(world.claimant("ana" + std::to_string(i) + "@example.com"));
            std::atomic<int> claimed = 0, asked = 0;
            std::latch start { 20 };
            std::vector<std::jthread> threads;
            for (auto const& claimant : claimants)
                threads.emplace_back([&] {
                    start.arrive_and_wait();
                    auto const outcome = world.claims.judge(world.water(), claimant, { "R1805-107", Secret { "6473" }, std::nullopt }).outcome;
                    claimed += outcome == Outcome::claimed;
                    asked += outcome == Outcome::holder_asked;
                });
            threads.clear();
            CPPUNIT_ASSERT_EQUAL(1, claimed.load());
            CPPUNIT_ASSERT_EQUAL(19, asked.load());
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from access where holder = 1"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, world.count("select count(*) from access"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 19 }, world.mails().size());
        });
    }
    void no_row_holds_a_code_or_an_address_in_the_clear()
    {
        in_each_world([](ClaimWorld& world) {
            world.deliver_usual("107");
            world.claim("ana@example.com", "R1805-107", "6474");
            CPPUNIT_ASSERT_EQUAL(
                std::int64_t { 0 }, world.count("select count(*) from claim_tries where mailbox_key like '%ana%' or length(mailbox_key) <> 64"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from bill_proofs where length(code_hash) <> 64"));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, world.count("select count(*) from audit_log where detail like '%6474%' or detail like '%@%'"));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClaimServiceTest);

}
