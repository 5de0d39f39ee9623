// Leases and the runner on both databases; two nodes are two runners on one of them.
#include "jobs/runner.h"

#include "support/databases.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <latch>
#include <stdexcept>

using namespace portal;
using namespace std::chrono_literals;

namespace {

class JobsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(JobsTest);
    CPPUNIT_TEST(a_job_runs_once_an_interval_over_all_nodes);
    CPPUNIT_TEST(a_woken_job_runs_before_its_time);
    CPPUNIT_TEST(a_job_woken_during_its_run_runs_again);
    CPPUNIT_TEST(a_lease_keeps_others_out_until_it_runs_out);
    CPPUNIT_TEST(a_renewed_lease_does_not_run_out);
    CPPUNIT_TEST(who_lost_his_lease_cannot_write);
    CPPUNIT_TEST(who_lost_his_lease_does_not_give_back_the_new_ones);
    CPPUNIT_TEST(a_keeper_renews_without_being_asked);
    CPPUNIT_TEST(a_job_that_throws_is_tried_again_later_and_later);
    CPPUNIT_TEST(many_threads_that_take_at_once_get_one_lease);
    CPPUNIT_TEST(a_started_runner_is_woken_and_stops_after_its_job);
    CPPUNIT_TEST_SUITE_END();

    ManualClock m_clock { instant_from_number(1'700'000'000'000'000) };

    static bool writes(db::Database& database, jobs::Lease const& lease)
    {
        return database.transact([&](db::Transaction& transaction) { return lease.still_mine(transaction); });
    }
    std::unique_ptr<jobs::Lease> taken(db::Database& database) { return jobs::Lease::take(database, m_clock, "work", jobs::Due::at_once); }

public:
    void a_job_runs_once_an_interval_over_all_nodes()
    {
        tests::on_each_database([&](db::Database& database) {
            int runs = 0;
            jobs::Runner one { database, m_clock };
            jobs::Runner two { database, m_clock };
            for (auto* node : { &one, &two })
                node->add("work", 10s, [&](jobs::Lease&) { ++runs; });
            CPPUNIT_ASSERT_EQUAL(1, one.run_due());
            CPPUNIT_ASSERT_EQUAL(0, two.run_due());
            m_clock.advance(9s);
            CPPUNIT_ASSERT_EQUAL(0, two.run_due());
            m_clock.advance(1s);
            CPPUNIT_ASSERT_EQUAL(1, two.run_due());
            CPPUNIT_ASSERT_EQUAL(0, one.run_due());
            CPPUNIT_ASSERT_EQUAL(2, runs);
        });
    }
    void a_woken_job_runs_before_its_time()
    {
        tests::on_each_database([&](db::Database& database) {
            jobs::Runner runner { database, m_clock };
            runner.add("work", 1h, [](jobs::Lease&) {});
            runner.run_due();
            CPPUNIT_ASSERT_EQUAL(0, runner.run_due());
            runner.wake("work");
            CPPUNIT_ASSERT_EQUAL(1, runner.run_due());
            CPPUNIT_ASSERT_EQUAL(0, runner.run_due());
            CPPUNIT_ASSERT_THROW(runner.wake("other"), std::logic_error);
        });
    }
    void a_job_woken_during_its_run_runs_again()
    {
        tests::on_each_database([&](db::Database& database) {
            jobs::Runner here { database, m_clock };
            jobs::Runner elsewhere { database, m_clock };
            here.add("work", 1h, [](jobs::Lease&) {});
            elsewhere.add("work", 1h, [&](jobs::Lease&) {
                here.wake("work");
                CPPUNIT_ASSERT_EQUAL(0, here.run_due());
            });
            elsewhere.run_due();
            CPPUNIT_ASSERT_EQUAL(1, here.run_due());
        });
    }
    void a_lease_keeps_others_out_until_it_runs_out()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const mine = taken(database);
            CPPUNIT_ASSERT(mine);
            m_clock.advance(59s);
            CPPUNIT_ASSERT(!taken(database));
            m_clock.advance(1s);
            auto const theirs = taken(database);
            CPPUNIT_ASSERT(theirs);
            CPPUNIT_ASSERT(theirs->fence() > mine->fence());
        });
    }
    void a_renewed_lease_does_not_run_out()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const mine = taken(database);
            for (int i = 0; i < 5; ++i) {
                m_clock.advance(50s);
                CPPUNIT_ASSERT(mine->renew());
                CPPUNIT_ASSERT(!taken(database));
            }
        });
    }
    void who_lost_his_lease_cannot_write()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const mine = taken(database);
            CPPUNIT_ASSERT(writes(database, *mine));
            m_clock.advance(61s);
            CPPUNIT_ASSERT(writes(database, *mine)); // nobody took it yet
            auto const theirs = taken(database);
            CPPUNIT_ASSERT(!writes(database, *mine));
            CPPUNIT_ASSERT(writes(database, *theirs));
            CPPUNIT_ASSERT(!mine->should_stop());
            CPPUNIT_ASSERT(!mine->renew());
            CPPUNIT_ASSERT(mine->should_stop());
        });
    }
    void who_lost_his_lease_does_not_give_back_the_new_ones()
    {
        tests::on_each_database([&](db::Database& database) {
            auto mine = taken(database);
            m_clock.advance(61s);
            auto const theirs = taken(database);
            mine->finish(m_clock.now());
            mine.reset();
            CPPUNIT_ASSERT(!taken(database));
            CPPUNIT_ASSERT(writes(database, *theirs));
        });
    }
    void a_keeper_renews_without_being_asked()
    {
        tests::on_each_database([&](db::Database& database) {
            auto const mine = taken(database);
            {
                jobs::LeaseKeeper const keeper { *mine, 1ms };
                m_clock.advance(59s);
                // Each look lets the keeper go on; it ends when the lease reaches beyond what it had at first.
                db::Sql const until { "test.lease_until", "select lease_until from jobs where name = 'work'" };
                while (database.read([&](db::Session& session) { return session.one(until)->instant(0); }) < m_clock.now() + 60s)
                    std::this_thread::yield();
            }
            m_clock.advance(59s);
            CPPUNIT_ASSERT(!taken(database));
        });
    }
    void a_job_that_throws_is_tried_again_later_and_later()
    {
        tests::on_each_database([&](db::Database& database) {
            bool is_broken = true;
            jobs::Runner runner { database, m_clock };
            runner.add("work", 1s, [&](jobs::Lease&) {
                if (is_broken)
                    throw std::runtime_error("broken");
            });
            for (auto const pause : { 5s, 10s, 20s }) {
                CPPUNIT_ASSERT_EQUAL(1, runner.run_due());
                m_clock.advance(pause - 1s);
                CPPUNIT_ASSERT_EQUAL(0, runner.run_due());
                m_clock.advance(1s);
            }
            is_broken = false;
            CPPUNIT_ASSERT_EQUAL(1, runner.run_due());
            m_clock.advance(1s);
            CPPUNIT_ASSERT_EQUAL(1, runner.run_due());
        });
    }
    void many_threads_that_take_at_once_get_one_lease()
    {
        tests::on_each_database([&](db::Database& database) {
            std::vector<std::unique_ptr<jobs::Lease>> leases(8);
            std::vector<std::thread> nodes;
            std::latch together { 8 };
            for (auto& lease : leases)
                nodes.emplace_back([&] {
                    together.arrive_and_wait();
                    lease = taken(database);
                });
            for (auto& node : nodes)
                node.join();
            CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t { 1 }, std::count_if(leases.begin(), leases.end(), [](auto const& lease) { return lease != nullptr; }));
        });
    }
    void a_started_runner_is_woken_and_stops_after_its_job()
    {
        tests::on_each_database([&](db::Database& database) {
            std::latch began { 1 };
            bool ended = false;
            jobs::Runner runner { database, m_clock };
            // Not due by itself: the row says so.
            jobs::Lease::take(database, m_clock, "work", jobs::Due::at_once)->finish(m_clock.now() + 1h);
            runner.add("work", 1h, [&](jobs::Lease& lease) {
                began.count_down();
                while (!lease.should_stop())
                    std::this_thread::yield();
                ended = true;
            });
            runner.start();
            runner.wake("work");
            began.wait();
            runner.stop();
            CPPUNIT_ASSERT(ended);
            CPPUNIT_ASSERT(taken(database));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JobsTest);

}
