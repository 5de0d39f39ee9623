#include "db/migrate.h"

#include "base/text.h"

#include <functional>

namespace portal::db {

namespace {

constexpr Sql s_create { "migrate.create",
    "create table if not exists schema_migrations (number INT not null primary key, name VARCHAR(100) not null, digest VARCHAR(24) not null, state VARCHAR(10) "
    "not null)" };
// Asked first: to look must not write, and a health check looks often.
constexpr Sql s_table_sqlite { "migrate.table", "select 1 from sqlite_master where type = 'table' and name = 'schema_migrations'" };
constexpr Sql s_table_mysql { "migrate.table", "select 1 from information_schema.tables where table_schema = database() and table_name = 'schema_migrations'" };
constexpr Sql s_all { "migrate.all", "select number, name, digest, state from schema_migrations order by number" };
constexpr Sql s_mark { "migrate.mark",
    "insert into schema_migrations (number, name, digest, state) values (?, ?, ?, ?) on conflict (number) do update set state = excluded.state, digest = "
    "excluded.digest" };
constexpr Sql s_lock { "migrate.lock", "select get_lock('portal.migrate', 60)" };
constexpr Sql s_unlock { "migrate.unlock", "select release_lock('portal.migrate')" };
constexpr Sql s_collation { "migrate.collation", "select default_collation_name from information_schema.schemata where schema_name = database()" };

std::vector<std::string> statements(std::string_view sql)
{
    std::vector<std::string> all;
    std::string pending;
    for (auto const raw : split(sql, '\n')) {
        auto line = raw.substr(0, raw.find("--"));
        line = trimmed(line);
        if (line.empty())
            continue;
        pending += (pending.empty() ? "" : "\n") + std::string { line };
        if (line.ends_with(";")) {
            pending.pop_back();
            all.push_back(std::move(pending));
            pending.clear();
        }
    }
    return all;
}

// FNV-1a: tells a changed file from the one that was run; no more is asked of it.
std::string digest(std::string_view sql)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (auto const& statement : statements(sql))
        for (char const c : statement)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return std::to_string(hash);
}

std::vector<MigrationState> status_of(Session& session)
{
    using State = MigrationState::State;
    std::vector<MigrationState> states;
    for (auto const& migration : migrations())
        states.push_back({ migration.number, std::string { migration.name }, State::pending });
    if (session.query(session.backend() == Backend::sqlite ? s_table_sqlite : s_table_mysql).empty())
        return states; // an empty database
    for (auto const row : session.query(s_all)) {
        auto const number = static_cast<int>(row.integer(0));
        auto const known = std::find_if(states.begin(), states.end(), [&](auto const& state) { return state.number == number; });
        if (known == states.end())
            states.push_back({ number, row.text(1), State::unknown });
        else if (row.text(3) != "done")
            known->state = State::half_done;
        else {
            auto const& migration = migrations()[static_cast<std::size_t>(known - states.begin())];
            known->state = row.text(2) == digest(migration.sql) ? State::done : State::changed;
        }
    }
    return states;
}

void require_sound(std::vector<MigrationState> const& states)
{
    for (auto const& state : states) {
        if (state.state == MigrationState::State::unknown)
            throw Error("the database's schema is newer than this program: it has migration " + state.name + "; install the newer portal");
        if (state.state == MigrationState::State::half_done)
            throw Error("migration " + state.name + " stopped half-way; restore the backup that was made before it, then run portalctl db migrate again");
        if (state.state == MigrationState::State::changed)
            throw Error("migration " + state.name + " is not the one that was run here; this program does not fit the database");
    }
}

// Texts compare by bytes and without padding on both databases.
void choose_collation(Transaction& transaction)
{
    constexpr std::string_view wanted = "utf8mb4_nopad_bin";
    auto const row = transaction.one(s_collation);
    if (row && row->text(0) != wanted)
        transaction.run_plain("alter database character set utf8mb4 collate " + std::string { wanted });
}

void run_sqlite(Database& database, Migration const& migration)
{
    database.transact([&](Transaction& transaction) {
        // Somebody else may have run it while we waited.
        for (auto const& state : status_of(transaction))
            if (state.number == migration.number && state.state == MigrationState::State::done)
                return;
        for (auto const& statement : statements(migration.sql))
            transaction.run_plain(statement);
        transaction.execute(s_mark, migration.number, migration.name, digest(migration.sql), "done");
    });
}

void run_mysql(Database& database, Migration const& migration)
{
    auto const mark = [&](std::string_view state) {
        database.transact([&](Transaction& transaction) { transaction.execute(s_mark, migration.number, migration.name, digest(migration.sql), state); });
    };
    mark("running");
    database.transact([&](Transaction& transaction) {
        for (auto const& statement : statements(migration.sql))
            transaction.run_plain(statement);
    });
    mark("done");
}

}

std::vector<MigrationState> migration_status(Database& database)
{
    return database.read([](Session& session) { return status_of(session); });
}

std::vector<std::string> migrate(Database& database)
{
    bool const is_mysql = database.backend() == Backend::mysql;
    // MariaDB's named lock belongs to its connection, so that one is held for the whole run.
    std::vector<std::string> run;
    auto const run_all = [&] {
        database.transact([](Transaction& transaction) { transaction.run_plain(std::string { s_create.text }); });
        auto const states = migration_status(database);
        require_sound(states);
        for (auto const& migration : migrations())
            for (auto const& state : states)
                if (state.number == migration.number && state.state == MigrationState::State::pending) {
                    is_mysql ? run_mysql(database, migration) : run_sqlite(database, migration);
                    run.emplace_back(migration.name);
                }
    };
    if (!is_mysql) {
        run_all();
        return run;
    }
    database.transact([&](Transaction& transaction) { choose_collation(transaction); });
    database.read([&](Session& holder) {
        auto const locked = holder.one(s_lock);
        if (!locked || locked->optional_integer(0) != 1)
            throw Busy("another portalctl db migrate is running");
        try {
            run_all();
        } catch (...) {
            holder.query(s_unlock);
            throw;
        }
        holder.query(s_unlock);
    });
    return run;
}

void require_current_schema(Database& database)
{
    auto const states = migration_status(database);
    require_sound(states);
    for (auto const& state : states)
        if (state.state == MigrationState::State::pending)
            throw Error("the database's schema is older than this program; run portalctl db migrate");
}

}
