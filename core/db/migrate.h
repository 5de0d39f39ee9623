// Numbered schema changes. portald runs only on exactly the schema that it knows.
#pragma once

#include "db/database.h"

namespace portal::db {

struct Migration {
    int number;
    std::string_view name; // "0001_first"
    std::string_view sql; // statements, each ending at a semicolon at a line's end
};

std::vector<Migration> const& migrations(); // generated from migrations/*.sql

struct MigrationState {
    int number;
    std::string name;
    enum class State { pending, done, half_done, unknown, changed } state;
};

// One entry a known migration and one for each that the database has and we do not. Writes nothing.
std::vector<MigrationState> migration_status(Database& database);

// Runs what is pending, in order. On SQLite each is all or nothing; on MariaDB, whose schema changes commit by themselves, a
// broken one stays marked half done. Throws Error with words for an admin when the schema is newer, half done or changed.
// Gives the names that were run. Several callers at once are safe.
std::vector<std::string> migrate(Database& database);

// Throws Error with what to do unless the schema is exactly ours.
void require_current_schema(Database& database);

}
