// The database layer on SQLite and on MariaDB: what is promised to every store.
#include "support/databases.h"

#include "db/migrate.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace portal;
using db::Sql;

namespace {

constexpr Sql s_put { "test.put", "insert into jobs (name, owner, lease_until, fence, due_at) values (?, ?, ?, ?, ?)" };
constexpr Sql s_put_once { "test.put_once", "insert or ignore into jobs (name, owner, lease_until, fence, due_at) values (?, '', 0, 0, 0)" };
constexpr Sql s_upsert { "test.upsert",
    "insert into jobs (name, owner, lease_until, fence, due_at) values (?, '', 0, ?, 0) on conflict (name) do update set fence = excluded.fence" };
constexpr Sql s_find { "test.find", "select owner, fence, due_at from jobs where name = ?" };
constexpr Sql s_find_locked { "test.find_locked", "select fence from jobs where name = ? for update" };
constexpr Sql s_set { "test.set", "update jobs set fence = ? where name = ?" };
constexpr Sql s_count { "test.count", "select count(*), sum(fence) from jobs" };
constexpr Sql s_link { "test.link",
    "insert into account_links (token_hash, kind, account_id, sent_to, created_at, expires_at, used_at) values (?, 'reset', 1, ?, 0, 0, ?)" };
constexpr Sql s_links { "test.links", "select sent_to, used_at from account_links order by token_hash" };
constexpr Sql s_mail { "test.mail",
    "insert into outbox (id, tenant_id, kind, message_id, sealed, state, attempts, due_at, created_at, done_at, problem) values (?, 1, '', '', ?, '', 0, 0, 0, "
    "null, '')" };
constexpr Sql s_mails { "test.mails", "select sealed from outbox" };
constexpr Sql s_my_connection { "test.my_connection", "select connection_id()" };

struct Out {
    std::string why;
};

class DatabaseTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(DatabaseTest);
    CPPUNIT_TEST(a_committed_row_is_there_and_a_refused_one_is_not);
    CPPUNIT_TEST(an_exception_rolls_back);
    CPPUNIT_TEST(autocommit_stays_on_after_a_transaction);
    CPPUNIT_TEST(only_work_that_may_be_lost_in_a_power_failure_does_not_wait_for_the_disk);
    CPPUNIT_TEST(texts_bytes_and_nulls_come_back_as_they_went);
    CPPUNIT_TEST(texts_compare_by_bytes_and_without_padding);
    CPPUNIT_TEST(a_duplicate_key_is_told_apart);
    CPPUNIT_TEST(the_dialect_covers_upsert_and_ignore);
    CPPUNIT_TEST(a_text_too_long_for_its_column_is_never_cut_on_mariadb);
    CPPUNIT_TEST(fifty_threads_lose_no_update);
    CPPUNIT_TEST(a_killed_session_is_not_handed_out_again);
    CPPUNIT_TEST(bulk_stores_every_character);
    CPPUNIT_TEST(bulk_refuses_a_duplicate);
    CPPUNIT_TEST(migrating_twice_changes_nothing);
    CPPUNIT_TEST(to_look_at_an_empty_database_writes_nothing);
    CPPUNIT_TEST(a_newer_schema_is_refused);
    CPPUNIT_TEST(a_half_done_migration_is_refused);
    CPPUNIT_TEST(a_file_that_is_no_database_is_named);
    CPPUNIT_TEST(a_full_disk_is_told_apart_and_not_tried_again);
    CPPUNIT_TEST(another_process_sees_that_the_file_is_in_use_however_many_sessions_come);
    CPPUNIT_TEST(a_wrong_url_is_explained_without_the_password);
    CPPUNIT_TEST_SUITE_END();

    static void put(db::Session& session, std::string_view name, std::string_view owner = "", int fence = 0)
    {
        session.execute(s_put, name, owner, 0, fence, 0);
    }
    static std::int64_t count(db::Database& database)
    {
        return database.read([](db::Session& session) { return session.one(s_count)->integer(0); });
    }

public:
    void a_committed_row_is_there_and_a_refused_one_is_not()
    {
        tests::on_each_database([](db::Database& database) {
            auto const store = [&](bool refused) {
                return database.transact([&](db::Transaction& transaction) -> Result<int, Out> {
                    put(transaction, refused ? "refused" : "kept");
                    if (refused)
                        return refuse(Out { "no" });
                    return 1;
                });
            };
            CPPUNIT_ASSERT(store(false) && !store(true));
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, count(database));
        });
    }
    void an_exception_rolls_back()
    {
        tests::on_each_database([](db::Database& database) {
            CPPUNIT_ASSERT_THROW(database.transact([](db::Transaction& transaction) {
                put(transaction, "a");
                throw std::runtime_error("fault");
            }),
                std::runtime_error);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, count(database));
        });
    }
    void autocommit_stays_on_after_a_transaction()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact([](db::Transaction& transaction) { put(transaction, "a"); });
            database.read([](db::Session& session) { put(session, "b"); });
            db::Database other { database.location() };
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, count(other));
        });
    }
    void only_work_that_may_be_lost_in_a_power_failure_does_not_wait_for_the_disk()
    {
        static constexpr db::Sql s_synchronous { "test.synchronous", "pragma synchronous" };
        static constexpr std::int64_t normal = 1, full = 2;
        tests::on_each_database([](db::Database& database) {
            if (database.backend() != db::Backend::sqlite)
                return;
            auto const synchronous = [](db::Session& session) { return session.one(s_synchronous)->integer(0); };
            using Durability = db::Database::Durability;
            CPPUNIT_ASSERT_EQUAL(full, database.transact(synchronous));
            CPPUNIT_ASSERT_EQUAL(normal, database.transact(synchronous, Durability::with_the_next));
            CPPUNIT_ASSERT_THROW(database.transact([](db::Transaction&) { throw std::runtime_error("fault"); }, Durability::with_the_next), std::runtime_error);
            CPPUNIT_ASSERT_EQUAL(full, database.transact(synchronous));
            CPPUNIT_ASSERT_EQUAL(full, database.read(synchronous));
        });
    }
    void texts_bytes_and_nulls_come_back_as_they_went()
    {
        tests::on_each_database([](db::Database& database) {
            std::string long_text;
            for (int i = 0; i < 60; ++i)
                long_text += "Čšž€";
            std::string const bytes { "\0\xff\n\\'\t", 6 };
            std::string const many(60'000, '\x81');
            database.transact([&](db::Transaction& transaction) {
                transaction.execute(s_link, "a", long_text, std::nullopt);
                transaction.execute(s_link, "b", "", 7);
                transaction.execute(s_mail, 1, db::Bytes { bytes });
                transaction.execute(s_mail, 2, db::Bytes { many });
            });
            database.read([&](db::Session& session) {
                auto const links = session.query(s_links);
                CPPUNIT_ASSERT_EQUAL(std::size_t { 2 }, links.size());
                CPPUNIT_ASSERT_EQUAL(long_text, links[0].text(0));
                CPPUNIT_ASSERT(links[0].is_null(1) && !links[1].is_null(1));
                CPPUNIT_ASSERT_EQUAL(std::string {}, links[1].text(0));
                CPPUNIT_ASSERT(!session.one(s_find, "nobody"));
                auto const mails = session.query(s_mails);
                CPPUNIT_ASSERT(mails[0].bytes(0) == bytes && mails[1].bytes(0) == many);
            });
        });
    }
    void texts_compare_by_bytes_and_without_padding()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact([](db::Transaction& transaction) {
                for (auto const* name : { "a", "A", "a ", "á" })
                    put(transaction, name);
            });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 4 }, count(database));
        });
    }
    void a_duplicate_key_is_told_apart()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact([](db::Transaction& transaction) {
                put(transaction, "a");
                CPPUNIT_ASSERT_THROW(put(transaction, "a"), db::Duplicate);
                put(transaction, "b");
            });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 2 }, count(database));
        });
    }
    void the_dialect_covers_upsert_and_ignore()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact([](db::Transaction& transaction) {
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, transaction.execute(s_put_once, "a"));
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, transaction.execute(s_put_once, "a"));
                transaction.execute(s_upsert, "a", 5);
                transaction.execute(s_upsert, "b", 6);
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 5 }, transaction.one(s_find_locked, "a")->integer(0));
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 11 }, transaction.one(s_count)->integer(1));
            });
        });
    }
    void a_text_too_long_for_its_column_is_never_cut_on_mariadb()
    {
        tests::on_each_database([](db::Database& database) {
            if (database.backend() == db::Backend::sqlite)
                return; // SQLite keeps the whole text
            std::string const name(200, 'x');
            CPPUNIT_ASSERT_THROW(database.transact([&](db::Transaction& transaction) { put(transaction, name); }), db::Error);
            CPPUNIT_ASSERT_THROW(database.transact([&](db::Transaction& transaction) {
                db::Bulk bulk { transaction, "jobs", { "name", "owner", "lease_until", "fence", "due_at" } };
                bulk.add(name, "", 0, 0, 0);
                bulk.flush();
            }),
                db::Error);
        });
    }
    void fifty_threads_lose_no_update()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact([](db::Transaction& transaction) { put(transaction, "counter"); });
            std::vector<std::thread> threads;
            std::atomic<int> done { 0 };
            for (int i = 0; i < 10; ++i)
                threads.emplace_back([&] {
                    for (int k = 0; k < 5; ++k)
                        database.transact([&](db::Transaction& transaction) {
                            auto const fence = transaction.one(s_find_locked, "counter")->integer(0);
                            transaction.execute(s_set, fence + 1, "counter");
                            return ++done;
                        });
                });
            for (auto& thread : threads)
                thread.join();
            auto const fence = database.read([](db::Session& session) { return session.one(s_find, "counter")->integer(1); });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 50 }, fence);
        });
    }
    void a_killed_session_is_not_handed_out_again()
    {
        tests::on_each_database([](db::Database& database) {
            if (database.backend() == db::Backend::sqlite)
                return;
            auto const connection = database.read([](db::Session& session) { return session.one(s_my_connection)->integer(0); });
            db::Database other { database.location() };
            other.transact([&](db::Transaction& transaction) { transaction.run_plain("kill " + std::to_string(connection)); });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, count(database));
            database.transact([](db::Transaction& transaction) { put(transaction, "a"); });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, count(database));
        });
    }
    void bulk_stores_every_character()
    {
        tests::on_each_database([](db::Database& database) {
            std::string const odd = "tab\tline\nback\\slash quote' \"č€💧 \\N";
            database.transact([&](db::Transaction& transaction) {
                db::Bulk bulk { transaction, "account_links", { "token_hash", "kind", "account_id", "sent_to", "created_at", "expires_at", "used_at" } };
                bulk.add("a", "reset", 1, odd, 0, 0, std::nullopt);
                bulk.add("b", "reset", 1, "", 0, 0, -5);
                for (int i = 0; i < 20'000; ++i)
                    bulk.add("c" + std::to_string(i), "reset", 1, "x", 0, 0, 0);
                bulk.flush();
            });
            auto const links = database.read([](db::Session& session) { return session.query(s_links); });
            CPPUNIT_ASSERT_EQUAL(std::size_t { 20'002 }, links.size());
            CPPUNIT_ASSERT_EQUAL(odd, links[0].text(0));
            CPPUNIT_ASSERT(links[0].is_null(1) && links[1].integer(1) == -5 && links[1].text(0).empty());
        });
    }
    void bulk_refuses_a_duplicate()
    {
        tests::on_each_database([](db::Database& database) {
            CPPUNIT_ASSERT_THROW(database.transact([&](db::Transaction& transaction) {
                db::Bulk bulk { transaction, "jobs", { "name", "owner", "lease_until", "fence", "due_at" } };
                bulk.add("a", "", 0, 0, 0);
                bulk.add("a", "", 0, 0, 0);
                bulk.flush();
            }),
                db::Error);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, count(database));
        });
    }
    void migrating_twice_changes_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            CPPUNIT_ASSERT(db::migrate(database).empty());
            db::require_current_schema(database);
        });
    }
    void to_look_at_an_empty_database_writes_nothing()
    {
        tests::on_each_database([](db::Database& database) {
            auto const rename = [&](char const* from, char const* to) {
                database.transact([&](db::Transaction& transaction) { transaction.run_plain(std::string { "alter table " } + from + " rename to " + to); });
            };
            rename("schema_migrations", "laid_aside");
            for (auto const& state : db::migration_status(database))
                CPPUNIT_ASSERT(state.state == db::MigrationState::State::pending);
            CPPUNIT_ASSERT_THROW(db::require_current_schema(database), db::Error);
            rename("laid_aside", "schema_migrations"); // which fails if looking made one
        });
    }
    void a_newer_schema_is_refused()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact(
                [](db::Transaction& transaction) { transaction.run_plain("insert into schema_migrations values (9999, '9999_later', '1', 'done')"); });
            CPPUNIT_ASSERT_THROW(db::require_current_schema(database), db::Error);
        });
    }
    void a_half_done_migration_is_refused()
    {
        tests::on_each_database([](db::Database& database) {
            database.transact([](db::Transaction& transaction) { transaction.run_plain("update schema_migrations set state = 'running'"); });
            CPPUNIT_ASSERT_THROW(db::require_current_schema(database), db::Error);
            CPPUNIT_ASSERT_THROW(db::migrate(database), db::Error);
        });
    }
    // Else it would take itself for the last user when it closes, and remove the log with our commits.
    void another_process_sees_that_the_file_is_in_use_however_many_sessions_come()
    {
        tests::TemporaryFolder const folder;
        db::Database database { db::parse_location("sqlite:" + (folder / "portal.db")) };
        db::migrate(database);
        auto const is_locked = [path = folder / "portal.db"] {
            auto const child = ::fork();
            if (child == 0) {
                struct flock whole { };
                whole.l_type = F_WRLCK;
                int const file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
                ::_exit(::fcntl(file, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK ? 1 : 0);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            return WEXITSTATUS(status) == 1;
        };
        database.read([&](db::Session& first) {
            first.query(s_count);
            CPPUNIT_ASSERT(is_locked());
            database.read([](db::Session& second) { second.query(s_count); });
            CPPUNIT_ASSERT(is_locked());
        });
    }
    void a_file_that_is_no_database_is_named()
    {
        tests::TemporaryFolder const folder;
        db::Database missing { db::parse_location("sqlite:" + folder.path() + "/none/portal.db") };
        CPPUNIT_ASSERT_THROW(count(missing), db::Unavailable);
        db::Database other { db::parse_location("sqlite:/etc/passwd") };
        CPPUNIT_ASSERT_THROW(count(other), db::Unavailable);
    }
    // SQLite answers the same when its file may not grow. MariaDB's full disk is tests/faults/import_faults_test.py's.
    void a_full_disk_is_told_apart_and_not_tried_again()
    {
        tests::TemporaryFolder const folder;
        db::Database database { db::parse_location(tests::fresh_sqlite_url(folder)) };
        db::migrate(database);
        int tries = 0;
        CPPUNIT_ASSERT_THROW(database.transact([&](db::Transaction& transaction) {
            ++tries;
            transaction.run_plain("pragma max_page_count = 1");
            for (int i = 0; i < 1'000; ++i)
                put(transaction, "job " + std::to_string(i), std::string(200, 'x'));
        }),
            db::Full);
        CPPUNIT_ASSERT_EQUAL(1, tries);
        CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, count(database));
    }
    void a_wrong_url_is_explained_without_the_password()
    {
        for (auto const* url : { "", "sqlite:", "postgres://x", "mysql://secret", "mysql://u:secret@h", "mysql://u:secret@h:99999/n", "mysql://u:sec;ret@h/n" })
            try {
                db::parse_location(url);
                CPPUNIT_FAIL(url);
            } catch (std::invalid_argument const& error) {
                CPPUNIT_ASSERT(std::string_view { error.what() }.find("sec") == std::string_view::npos);
            }
        auto const location = db::parse_location("mysql://portal:p%40ss@db.example:3307/logatec");
        CPPUNIT_ASSERT(location.password == "p@ss" && location.port == 3307 && location.name == "logatec" && location.host == "db.example");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DatabaseTest);

}
