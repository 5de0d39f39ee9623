// Databases for tests: a fresh one of each kind with the whole schema, gone when the test ends.
#pragma once

#include "db/database.h"
#include "support/temporary_folder.h"

#include <functional>
#include <memory>
#include <string>

namespace portal::tests {

// The URL (as for database.url) of an empty SQLite file in that folder.
std::string fresh_sqlite_url(TemporaryFolder const& folder);
// The URL of an empty database on this test program's own MariaDB server, which is started at the first call and ends with
// the program.
std::string fresh_mysql_url();

// Runs the body on SQLite, then on MariaDB, each with the whole schema and no rows; an assertion that fails says on which it
// did.
void on_each_database(std::function<void(db::Database&)> const& body);

}
