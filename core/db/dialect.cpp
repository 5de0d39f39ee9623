// The one seam between the two dialects.
#include "db/connection.h"

#include "base/text.h"

#include <regex>

namespace portal::db {

std::string in_dialect(std::string_view sql, Backend backend)
{
    if (backend == Backend::sqlite)
        return replaced(std::string { sql }, " for update", "");
    auto translated = replaced(std::string { sql }, "insert or ignore into", "insert ignore into");
    static std::regex const s_conflict { R"(on conflict *\([^)]*\) *do update set)" };
    static std::regex const s_excluded { R"(excluded\.([a-z_]+))" };
    translated = std::regex_replace(translated, s_conflict, "on duplicate key update");
    return std::regex_replace(translated, s_excluded, "values($1)");
}

}
