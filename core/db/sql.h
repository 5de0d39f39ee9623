// A named statement. Made only from queries.sql files (and by core/db itself), so that every statement of the portal can be
// listed, prepared and checked by a test.
#pragma once

#include <string_view>

namespace portal::db {

struct Sql {
    std::string_view name; // "meters.latest_reading"
    std::string_view text; // one statement in the dialect of core/db/README.md; must live as long as the program
};

}
