// The simulation's tenant in memory decides as the service does on a database, try by try.
#include "features/claims/claim_world.h"
#include "features/claims/memory_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <random>

using namespace portal;
using namespace portal::claims;
using tests::Attempt;
using tests::ClaimWorld;

namespace {

using namespace std::chrono_literals;

class AgreementTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(AgreementTest);
    CPPUNIT_TEST(memory_and_database_decide_alike);
    CPPUNIT_TEST_SUITE_END();

public:
    void memory_and_database_decide_alike()
    {
        tests::on_each_database([](db::Database& database) {
            ClaimWorld world { database };
            tests::MemoryTenant memory;
            constexpr int s_customers = 20, s_on_record = 3, s_tries = 600;
            int month = 4;
            auto const deliver_bills = [&] {
                ++month;
                for (int customer = 0; customer < s_customers; ++customer) {
                    auto const number = std::to_string(customer);
                    auto const bill = std::to_string(1800 + month);
                    world.deliver(world.water(), { number, bill + "/" + number, "R" + bill + "-" + number, "6473", 1000 + customer, month });
                }
            };
            for (int customer = 0; customer < s_customers; ++customer)
                world.deliver_customer(world.water(), std::to_string(customer), customer < s_on_record ? "m" + std::to_string(customer) + "@example.com" : "");
            std::map<Outcome, int> seen;
            std::mt19937 random { 20180602 };
            for (int i = 0; i < s_tries; ++i) {
                // Mostly one after the other, now and then a day later; and now and then new bills come.
                if (i % 100 == 0) {
                    deliver_bills();
                    world.clock.advance(24h * 21);
                }
                world.clock.advance(random() % 40 == 0 ? 24h : 2min);
                int const customer = static_cast<int>(random() % s_customers);
                int const mailbox = static_cast<int>(random() % 15);
                Attempt const attempt { .customer = customer,
                    .bill = month,
                    .mailbox = mailbox,
                    .block = static_cast<int>(random() % 4),
                    .is_right = random() % 8 == 0,
                    .brings_total = random() % 3 != 0,
                    .is_on_record = mailbox == customer && customer < s_on_record };
                auto const expected = memory.attempt(attempt, world.clock.now());
                auto const judged = world.claims.judge(world.water(),
                    world.claimant("m" + std::to_string(mailbox) + "@example.com", "10.0." + std::to_string(attempt.block) + ".0/24"),
                    { "R" + std::to_string(1800 + month) + "-" + std::to_string(customer), Secret { attempt.is_right ? "6473" : "0000" },
                        attempt.brings_total ? std::optional { Money { 1000 + customer, Currency { "EUR" } } } : std::nullopt });
                // Who holds the customer is no matter of the rules.
                auto const outcome = judged.outcome == Outcome::holder_asked ? Outcome::claimed : judged.outcome;
                CPPUNIT_ASSERT_EQUAL_MESSAGE("try " + std::to_string(i), static_cast<int>(expected.outcome), static_cast<int>(outcome));
                ++seen[outcome];
            }
            for (auto const outcome : { Outcome::claimed, Outcome::wrong, Outcome::needs_total, Outcome::needs_letter, Outcome::letter_today })
                CPPUNIT_ASSERT_MESSAGE(std::to_string(static_cast<int>(outcome)), seen[outcome] > 5); // or it would say little
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AgreementTest);

}
