// What attackers can get out of the claim's rules in a year, and what they can spoil for honest customers. A clock that is
// passed in; the bounds are those of the issue: a takeover with at most 1 % a year and tenant.
#include "features/claims/memory_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cmath>
#include <cstdio>
#include <random>
#include <string>

using namespace portal;
using namespace portal::claims;
using tests::Attempt;
using tests::MemoryTenant;

namespace {

using namespace std::chrono_literals;

constexpr int s_customers = 100'000;
constexpr int s_days = 365;
constexpr int s_days_of_a_bill = 30;
// What one guess is worth. A reference names its bill, so one code of 10,000 fits. A total that more than one bill in 500
// has is never taken (is_common), so 1/500 is the most that an attacker can make of knowing all totals but whose they are.
constexpr double s_code = 1.0 / 10'000;
constexpr double s_total = 1.0 / 500;
constexpr double s_most_a_year = 0.01;
Instant const s_start { std::chrono::sys_days { std::chrono::year { 2026 } / 1 / 1 } };

struct Guesses {
    int free = 0; // judged by reference and code
    int with_total = 0;
    double expected(double code, double total) const { return free * code + with_total * code * total; }
};

double probability(double expected) { return 1 - std::exp(-expected); }

// Seeded: the share of years in which at least one guess hits.
double monte_carlo(Guesses const& guesses, double code, double total)
{
    constexpr int s_years = 200'000;
    std::mt19937_64 random { 20180602 };
    // Tries until the first hit, drawn at once instead of one by one.
    std::geometric_distribution<std::int64_t> free { code };
    std::geometric_distribution<std::int64_t> with_total { code * total };
    int taken = 0;
    for (int year = 0; year < s_years; ++year)
        taken += free(random) < guesses.free || with_total(random) < guesses.with_total;
    return static_cast<double>(taken) / s_years;
}

// Says how much it guesses: an attempt of the attacker is always wrong here, for what it would win is computed from how often
// it was judged.
class Attack {
public:
    explicit Attack(bool total_always = false)
        : m_total_always(total_always)
    {
    }

    // Tries until it is not judged any more, at most `most` times; gives how often it was judged.
    int guess(int most)
    {
        int judged = 0;
        for (; judged < most; ++judged)
            if (!guess_at(target(), fresh_mailbox(), fresh_block()))
                break;
        return judged;
    }

    bool guess_at(int customer, int mailbox, int block)
    {
        Attempt const attempt {
            .customer = customer, .bill = bill(), .mailbox = mailbox, .block = block, .brings_total = m_brings_total, .total_always = m_total_always
        };
        auto const answer = m_tenant.attempt(attempt, m_clock.now());
        if (answer.is_judged())
            ++(answer.demanded == Demand::total ? m_guesses.with_total : m_guesses.free);
        return answer.is_judged();
    }

    // Uses up the tries of one customer after the other; gives how many customers were locked.
    int lock_customers()
    {
        for (int locked = 0;; ++locked) {
            int const customer = target();
            for (int tries = 0; tries < limit::customer; ++tries)
                if (!guess_at(customer, fresh_mailbox(), fresh_block()))
                    return locked;
        }
    }

    int bill() const { return static_cast<int>((m_clock.now() - s_start) / (24h * s_days_of_a_bill)); }
    int target() { return m_next_target = (m_next_target + 1) % s_customers; }
    int fresh_mailbox() { return ++m_mailboxes; }
    int fresh_block() { return ++m_blocks; }
    void without_total() { m_brings_total = false; }
    ManualClock& clock() { return m_clock; }
    MemoryTenant& tenant() { return m_tenant; }
    Guesses const& guesses() const { return m_guesses; }
    bool year_is_over() const { return m_clock.now() >= s_start + 24h * s_days; }

private:
    ManualClock m_clock { s_start };
    MemoryTenant m_tenant;
    Guesses m_guesses;
    bool m_total_always;
    bool m_brings_total = true;
    int m_next_target = 0, m_mailboxes = 1'000'000, m_blocks = 1'000'000;
};

void print(char const* name, Guesses const& guesses, double code, double total)
{
    std::printf("\n  %-44s %8d %8d   %7.4f %%   %7.4f %%", name, guesses.free, guesses.with_total, 100 * probability(guesses.expected(code, total)),
        100 * monte_carlo(guesses, code, total));
}

void check(char const* name, Attack const& attack, double code = s_code, double total = s_total)
{
    print(name, attack.guesses(), code, total);
    CPPUNIT_ASSERT_MESSAGE(name, probability(attack.guesses().expected(code, total)) <= s_most_a_year);
    CPPUNIT_ASSERT_MESSAGE(name, monte_carlo(attack.guesses(), code, total) <= s_most_a_year * 1.1); // the draw's own spread
}

class AttackerSimulationTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(AttackerSimulationTest);
    CPPUNIT_TEST(a_botnet_takes_nothing_over);
    CPPUNIT_TEST(who_guesses_slowly_takes_nothing_over);
    CPPUNIT_TEST(bursts_and_rests_take_nothing_over);
    CPPUNIT_TEST(one_place_takes_nothing_over);
    CPPUNIT_TEST(one_customer_cannot_be_aimed_at);
    CPPUNIT_TEST(a_customer_of_the_utility_has_no_better_chance);
    CPPUNIT_TEST(document_numbers_that_cannot_be_foretold_suffice_with_the_total);
    CPPUNIT_TEST(lock_out_abuse_reaches_few);
    CPPUNIT_TEST_SUITE_END();

public:
    // Every hour as many guesses as it is let, from fresh mailboxes and addresses, with a total when one is asked for.
    void a_botnet_takes_nothing_over()
    {
        std::printf("\n  %-44s %8s %8s   %9s   %9s", "a year, 100,000 customers", "free", "w. total", "computed", "drawn");
        Attack attack;
        for (; !attack.year_is_over(); attack.clock().advance(1h))
            attack.guess(1000);
        CPPUNIT_ASSERT(attack.guesses().with_total > 17'000); // or it was no attack
        check("botnet, all day", attack);
    }

    // Stops before the total is asked for; every 30 days again, to the minute.
    void who_guesses_slowly_takes_nothing_over()
    {
        Attack attack;
        attack.without_total();
        for (; !attack.year_is_over(); attack.clock().advance(1min))
            attack.guess(1000);
        CPPUNIT_ASSERT(attack.guesses().free >= 73);
        check("slow roll", attack);
    }

    void bursts_and_rests_take_nothing_over()
    {
        for (int const days : { 1, 3, 7, 30 }) {
            Attack attack;
            while (!attack.year_is_over()) {
                for (int day = 0; day < days && !attack.year_is_over(); ++day, attack.clock().advance(24h + 1s))
                    attack.guess(1000);
                attack.clock().advance(30 * 24h);
            }
            check(("bursts of " + std::to_string(days) + " days, 30 days rest").c_str(), attack);
        }
    }

    void one_place_takes_nothing_over()
    {
        Attack attack;
        int const home = attack.fresh_block();
        for (; !attack.year_is_over(); attack.clock().advance(1h))
            while (attack.guess_at(attack.target(), attack.fresh_mailbox(), home)) { }
        CPPUNIT_ASSERT(attack.guesses().with_total <= 366 * limit::block);
        check("one address block, many mailboxes", attack);

        Attack lazy;
        int const mailbox = lazy.fresh_mailbox();
        for (; !lazy.year_is_over(); lazy.clock().advance(1h))
            while (lazy.guess_at(lazy.target(), mailbox, home)) { }
        CPPUNIT_ASSERT(lazy.guesses().with_total <= 366 * limit::mailbox);
        check("one mailbox", lazy);
    }

    void one_customer_cannot_be_aimed_at()
    {
        Attack attack;
        for (; !attack.year_is_over(); attack.clock().advance(1h))
            while (attack.guess_at(7, attack.fresh_mailbox(), attack.fresh_block())) { }
        CPPUNIT_ASSERT_EQUAL(5 * (s_days / s_days_of_a_bill + 1), attack.guesses().free + attack.guesses().with_total);
        check("one customer, every bill", attack);
    }

    // Has proved a customer of his own before every guess at somebody else's: a right try forgives only its own customer.
    void a_customer_of_the_utility_has_no_better_chance()
    {
        Attack attack;
        for (; !attack.year_is_over(); attack.clock().advance(1h))
            for (;;) {
                int const mailbox = attack.fresh_mailbox();
                attack.tenant().attempt(
                    { .customer = s_customers + 1, .bill = attack.bill(), .mailbox = mailbox, .is_right = true, .is_on_record = true }, attack.clock().now());
                if (!attack.guess_at(attack.target(), mailbox, attack.fresh_block()))
                    break;
            }
        check("customer with claims of his own", attack);
    }

    // Two bills of 100,000 a month carry the payer's number, and nobody knows which numbers they have.
    void document_numbers_that_cannot_be_foretold_suffice_with_the_total()
    {
        Attack attack { true };
        for (; !attack.year_is_over(); attack.clock().advance(1h))
            attack.guess(1000);
        CPPUNIT_ASSERT_EQUAL(0, attack.guesses().free);
        check("code is a bill number, botnet", attack, 2.0 / s_customers);
        // For the reader: numbers given in the order of the customers can be foretold from one's own bill.
        print("  the same, 1 in 10 foretold (not covered)", attack.guesses(), 0.1, s_total);
    }

    // Somebody burns all tries as soon as there are any. Meanwhile an honest person comes every five minutes; four in ten
    // with the mailbox that the utility has on file, one in ten mistypes the code once.
    void lock_out_abuse_reaches_few()
    {
        auto const calm = sixty_days(false);
        auto const stormy = sixty_days(true);
        std::printf("\n  %-44s %9s %9s", "honest people a day", "calm", "attacked");
        auto const line = [&](char const* what, double calmly, double under_attack) { std::printf("\n  %-44s %9.1f %9.1f", what, calmly, under_attack); };
        line("registered", calm.registered, stormy.registered);
        line("asked for the total as well", calm.asked_total, stormy.asked_total);
        line("sent for a letter or to the next day", calm.sent_for_letter, stormy.sent_for_letter);
        line("customers locked until their next bill", calm.locked, stormy.locked);
        CPPUNIT_ASSERT_EQUAL(0.0, calm.asked_total + calm.sent_for_letter + calm.locked);
        CPPUNIT_ASSERT(stormy.locked <= static_cast<double>(limit::tenant) / limit::customer);
    }

private:
    struct HonestDay {
        double registered = 0, asked_total = 0, sent_for_letter = 0, locked = 0;
    };

    static HonestDay sixty_days(bool is_attacked)
    {
        constexpr int s_sixty = 60;
        Attack attack;
        std::mt19937 random { 7 };
        HonestDay sum;
        int honest_customer = s_customers / 2;
        for (; attack.clock().now() < s_start + s_sixty * 24h; attack.clock().advance(5min)) {
            if (is_attacked)
                sum.locked += attack.lock_customers();
            Attempt person { .customer = ++honest_customer,
                .bill = attack.bill(),
                .mailbox = attack.fresh_mailbox(),
                .block = attack.fresh_block(),
                .is_right = random() % 10 != 0,
                .is_on_record = random() % 10 < 4 };
            auto answer = attack.tenant().attempt(person, attack.clock().now());
            if (answer.outcome == Outcome::needs_total) {
                sum.asked_total += 1;
                person.brings_total = true;
                answer = attack.tenant().attempt(person, attack.clock().now());
            }
            if (answer.outcome == Outcome::wrong) {
                person.is_right = true;
                answer = attack.tenant().attempt(person, attack.clock().now());
            }
            sum.registered += 1;
            sum.sent_for_letter += answer.outcome == Outcome::letter_today || answer.outcome == Outcome::needs_letter;
            if (person.is_on_record)
                CPPUNIT_ASSERT(answer.outcome == Outcome::claimed); // nobody can spoil it for them
        }
        for (auto* count : { &sum.registered, &sum.asked_total, &sum.sent_for_letter, &sum.locked })
            *count /= s_sixty;
        return sum;
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AttackerSimulationTest);

}
