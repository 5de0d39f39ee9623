// portalctl db: the schema.
#include "app/commands/context.h"

#include "db/migrate.h"

#include <iostream>

namespace portal::app {

namespace {

std::string_view name(db::MigrationState::State state)
{
    switch (state) {
    case db::MigrationState::State::pending: return "pending";
    case db::MigrationState::State::done: return "done";
    case db::MigrationState::State::half_done: return "half done: restore the backup made before it";
    case db::MigrationState::State::unknown: return "unknown: the database is newer than this program";
    case db::MigrationState::State::changed: return "not the one that was run here";
    }
    return "";
}

void migrate(Context& context)
{
    auto const run = db::migrate(context.platform().database());
    for (auto const& migration : run)
        std::cout << "ran " << migration << '\n';
    if (run.empty())
        std::cout << "the schema is up to date\n";
    // Every tenant gets its number now, so that imports and portald find it.
    context.platform().tenants();
}

void status(Context& context, bool json)
{
    std::vector<std::vector<std::string>> rows { { "migration", "state" } };
    bool is_current = true;
    std::string objects;
    for (auto const& state : db::migration_status(context.platform().database())) {
        rows.push_back({ state.name, std::string { name(state.state) } });
        objects
            += (objects.empty() ? "" : ",") + std::string { "{\"migration\":\"" } + state.name + "\",\"state\":\"" + std::string { name(state.state) } + "\"}";
        is_current = is_current && state.state == db::MigrationState::State::done;
    }
    std::cout << (json ? "[" + objects + "]\n" : table(rows));
    context.exit_code = is_current ? done : problems_in_data;
}

}

void add_db(CLI::App& program, Context& context)
{
    auto* const db = program.add_subcommand("db", "The database's schema")->require_subcommand(1);
    db->add_subcommand("migrate", "Brings the schema to this program's version; make a backup first")->callback([&context] { migrate(context); });
    auto* const status_verb = db->add_subcommand("status", "Shows which migrations were run; exit code 1 when some are not");
    auto const json = std::make_shared<bool>(false);
    status_verb->add_flag("--json", *json, "for scripts");
    status_verb->callback([&context, json] { status(context, *json); });
}

}
