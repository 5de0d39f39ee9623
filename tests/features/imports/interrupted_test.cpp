// An import that dies at any statement, readers and writers beside it, and two imports at once.
#include "portal_with_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <condition_variable>
#include <thread>

using namespace portal;
using namespace portal::tests;
using imports::State;

namespace {

struct Death : std::runtime_error {
    Death()
        : std::runtime_error("died")
    {
    }
};

// Throws at the n-th statement, and at all later ones when it is to look like a process that is gone.
class DeathAt final : public db::Observer {
public:
    DeathAt(int statement, bool for_good)
        : m_left(statement)
        , m_for_good(for_good)
    {
    }
    void before(std::string_view) override
    {
        auto const left = --m_left;
        if (left == 0 || (left < 0 && m_for_good))
            throw Death {};
    }
    bool has_struck() const { return m_left <= 0; }

private:
    std::atomic<int> m_left;
    bool const m_for_good;
};

// Calls back after every commit.
class AfterCommit final : public db::Observer {
public:
    explicit AfterCommit(std::function<void()> act)
        : m_act(std::move(act))
    {
    }
    void before(std::string_view statement) override
    {
        if (statement == "committed")
            m_act();
    }

private:
    std::function<void()> m_act;
};

// A database that goes away with the commit behind a statement; its answer is lost.
class AwayWithCommit final : public db::Observer {
public:
    explicit AwayWithCommit(std::string_view statement)
        : m_statement(statement)
    {
    }
    void before(std::string_view statement) override
    {
        if (m_is_away)
            throw db::Unavailable("away");
        m_is_near = m_is_near || statement == m_statement;
        if (m_is_near && statement == "committed") {
            m_is_away = true;
            throw db::CommitUnknown("commit: lost");
        }
    }

private:
    std::string_view m_statement;
    std::atomic<bool> m_is_near = false, m_is_away = false; // the ledger is stored in a thread of its own
};

SampleDelivery town_with_documents() { return small_town().document("B1", "<Racun>34,10</Racun>").document("B2", "<Racun>10,95</Racun>"); }

SampleDelivery small_changes()
{
    SampleDelivery delivery;
    delivery.full().customer("1001", "Ana Kos").customer("1003").supply_point("OM1", "1001").bill("B1", "1001").line("B1", "1", 3'114).bill("B9", "nobody");
    delivery.document("B1", "<Racun>31,14</Racun>").document("B9", "<Racun>nikogar</Racun>");
    return delivery;
}

class InterruptedTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(InterruptedTest);
    CPPUNIT_TEST(an_import_that_fails_at_any_statement_leaves_nothing);
    CPPUNIT_TEST(an_import_that_dies_at_any_statement_is_cleared_and_done_by_the_next);
    CPPUNIT_TEST(a_first_import_that_dies_at_any_statement_is_cleared_and_done_by_the_next);
    CPPUNIT_TEST(readers_never_see_a_half_of_it);
    CPPUNIT_TEST(another_writer_waits_for_a_batch_and_not_for_the_import);
    CPPUNIT_TEST(a_second_import_of_the_tenant_is_told_to_wait);
    CPPUNIT_TEST(an_import_that_lost_its_lease_writes_nothing_more);
    CPPUNIT_TEST(an_import_whose_database_goes_away_says_what_follows);
    CPPUNIT_TEST(a_stopped_import_leaves_nothing);
    CPPUNIT_TEST(a_source_that_fails_leaves_nothing);
    CPPUNIT_TEST_SUITE_END();

    // Every statement in turn; each death must leave the one or the other state, and the next try must finish.
    static void die_everywhere(db::Database& database, bool for_good, bool is_first)
    {
        auto const expected = [&] {
            PortalWithTenant portal { database };
            if (!is_first)
                portal.import(town_with_documents());
            portal.import(small_changes());
            return portal.comparable();
        }();
        for (int statement = 1;; ++statement) {
            PortalWithTenant portal { database };
            if (!is_first)
                portal.import(town_with_documents());
            auto const before = portal.comparable();
            DeathAt death { statement, for_good };
            database.observe(&death);
            try {
                portal.import(small_changes(), "digest");
            } catch (Death const&) {
            } catch (...) {
                database.observe(nullptr);
                throw;
            }
            database.observe(nullptr);
            auto const after = portal.comparable();
            CPPUNIT_ASSERT_MESSAGE("half a delivery is seen after statement " + std::to_string(statement), after == before || after == expected);
            if (!for_good)
                assert_same({}, portal.left_behind());
            portal.clock().advance(std::chrono::minutes { 2 }); // the dead one's lease is over
            auto const report = portal.import(small_changes(), "digest");
            CPPUNIT_ASSERT_MESSAGE(report.message, report.state == State::published || report.state == State::unchanged);
            assert_same(expected, portal.comparable());
            assert_same({}, portal.left_behind());
            if (!death.has_struck()) {
                CPPUNIT_ASSERT(statement > 30);
                return;
            }
        }
    }

public:
    void an_import_that_fails_at_any_statement_leaves_nothing()
    {
        on_both([](db::Database& database) { die_everywhere(database, false, false); });
    }
    void an_import_that_dies_at_any_statement_is_cleared_and_done_by_the_next()
    {
        on_both([](db::Database& database) { die_everywhere(database, true, false); });
    }
    void a_first_import_that_dies_at_any_statement_is_cleared_and_done_by_the_next()
    {
        on_both([](db::Database& database) { die_everywhere(database, true, true); });
    }
    void readers_never_see_a_half_of_it()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            portal.import(small_town());
            auto const before = portal.visible();
            std::vector<std::vector<std::string>> seen;
            // Asks between the batches; the statements of asking are no commits.
            AfterCommit observer { [&] { seen.push_back(portal.visible()); } };
            database.observe(&observer);
            portal.import(small_changes());
            database.observe(nullptr);
            auto const after = portal.visible();
            CPPUNIT_ASSERT(seen.size() > 5 && before != after);
            std::size_t changes = 0;
            for (auto const& one : seen) {
                CPPUNIT_ASSERT(one == before || one == after);
                changes += one == after ? 1 : 0;
            }
            CPPUNIT_ASSERT(changes >= 1);
        });
    }
    void another_writer_waits_for_a_batch_and_not_for_the_import()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            // Another pool, as another process has: on SQLite the two meet at the file only.
            db::Database elsewhere { database.location() };
            std::atomic<int> batches { 0 };
            std::atomic<bool> is_over { false };
            int most_batches = 0, writes = 0;
            AfterCommit observer { [&] { ++batches; } };
            database.observe(&observer);
            std::thread writer { [&] {
                while (!is_over) {
                    int const before = batches;
                    elsewhere.transact([&](db::Transaction& transaction) {
                        transaction.execute(
                            db::Sql { "test.write", "insert into limit_failures (id, kind, subject, happened_at) values (?, 'test', '', 0)" }, new_id());
                    });
                    most_batches = std::max(most_batches, batches - before);
                    ++writes;
                }
            } };
            SampleDelivery delivery;
            for (int i = 0; i < 30'000; ++i)
                delivery.customer(std::to_string(i));
            portal.import(delivery);
            is_over = true;
            writer.join();
            database.observe(nullptr);
            CPPUNIT_ASSERT(batches > 5 && writes > 3);
            // On a machine that is busy with other work the waiting process may sleep through some gaps, never through all.
            CPPUNIT_ASSERT_MESSAGE(
                std::to_string(most_batches) + " of " + std::to_string(batches) + " batches went by while one write waited", most_batches * 4 <= batches * 3);
        });
    }
    void a_second_import_of_the_tenant_is_told_to_wait()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database }, other { database };
            imports::ImportReport meanwhile, elsewhere;
            portal.import(small_town().with([&](plugins::RowSink&) {
                meanwhile = portal.import(small_changes());
                elsewhere = other.import(small_town());
            }));
            CPPUNIT_ASSERT(meanwhile.state == State::busy && meanwhile.reason == "import.running");
            CPPUNIT_ASSERT(elsewhere.state == State::published);
            CPPUNIT_ASSERT(portal.import(small_changes()).state == State::published);
        });
    }
    void an_import_that_lost_its_lease_writes_nothing_more()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            imports::ImportReport second;
            CPPUNIT_ASSERT_THROW(portal.import(small_town().with([&](plugins::RowSink&) {
                // This process sleeps for two minutes, and another one takes over.
                portal.clock().advance(std::chrono::minutes { 2 });
                second = portal.import(SampleDelivery {}.customer("1"));
            })),
                std::runtime_error);
            CPPUNIT_ASSERT(second.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, portal.visible().size());
            assert_same({}, portal.left_behind());
        });
    }
    void an_import_whose_database_goes_away_says_what_follows()
    {
        on_both([](db::Database& database) {
            auto const words = [&](std::string_view statement) {
                PortalWithTenant portal { database };
                AwayWithCommit away { statement };
                database.observe(&away);
                std::string said;
                try {
                    portal.import(small_town());
                } catch (db::Unavailable const& fault) {
                    said = fault.what();
                }
                database.observe(nullptr);
                return said;
            };
            CPPUNIT_ASSERT_EQUAL(
                std::string { "commit: lost. Nothing of the delivery counts; import it again when this is mended." }, words("imports.begin_delivery"));
            CPPUNIT_ASSERT_EQUAL(
                std::string { "away. Whether the delivery is published is not known; import it again when this is mended, which does no harm." },
                words("imports.publish"));
        });
    }
    void a_stopped_import_leaves_nothing()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            std::stop_source stop;
            auto const report = portal.service().run(portal.target(), small_town().with([&](plugins::RowSink&) { stop.request_stop(); }).source(),
                { "a", "b", 0 }, {}, {}, audit::Actor::portalctl, stop.get_token());
            CPPUNIT_ASSERT(report.state == State::failed && report.reason == "import.stopped");
            assert_same({}, portal.visible());
            assert_same({}, portal.left_behind());
        });
    }
    void a_source_that_fails_leaves_nothing()
    {
        on_both([](db::Database& database) {
            PortalWithTenant portal { database };
            CPPUNIT_ASSERT_THROW(portal.import(small_town().with([](plugins::RowSink&) { throw Death {}; })), Death);
            auto const report = portal.import(small_town().with([](plugins::RowSink&) { throw plugins::PluginUnavailable { "crashed" }; }));
            CPPUNIT_ASSERT(report.state == State::failed && report.reason == "import.plugin_unavailable" && report.message == "crashed");
            assert_same({}, portal.left_behind());
            CPPUNIT_ASSERT_EQUAL(std::string { "failed" }, portal.deliveries().back().state);
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(InterruptedTest);

}
