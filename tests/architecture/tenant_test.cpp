// What keeps one utility's rows from another's: scopes are made in few places, tables and statements name the tenant.
#include "source_tree.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

using namespace portal;
using namespace portal::tests;

namespace {

// Who may say "I act for this tenant (customer, platform)". A new line here is a decision, not a formality.
std::map<std::string, std::set<std::string>> const scope_makers {
    { "CustomerScope",
        {
            "core/web/sessions.cpp", // what the session's account may see
        } },
    { "TenantScope",
        {
            "core/features/claims/account_closing.cpp", // of each utility in turn
            "core/features/claims/claim_service.cpp",
            "core/features/claims/handover_service.cpp",
            "core/features/claims/registration_service.cpp",
            "core/features/imports/import_run.cpp",
            "core/features/imports/dead_deliveries.cpp",
            "core/features/imports/taking_back.cpp",
            "core/app/commands/audit.cpp",
            "core/features/intake/intake_work.cpp", // of each utility in turn
            "core/features/payments/payments_service.cpp", // of the utility whose statement comes in
            "core/features/tokens/tokens_service.cpp", // whose token it is
            "core/app/commands/import.cpp",
            "core/app/commands/payments.cpp",
            "core/app/intake_watch.cpp",
            "core/app/commands/token.cpp",
            "core/app/plugin_trial.cpp",
            "core/app/commands/readings.cpp",
        } },
    { "PlatformScope", { "core/features/accounts/accounts_service.cpp", "core/features/claims/registration_service.cpp" } },
};

struct Table {
    std::string name;
    std::vector<std::string> columns; // "tenant_id INT not null"
    std::string primary_key; // "tenant_id, id"

    bool has(std::string_view column) const
    {
        return std::any_of(columns.begin(), columns.end(), [&](auto const& line) { return line.starts_with(std::string { column } + " "); });
    }
};

std::string without_comments(std::string const& sql) { return std::regex_replace(sql, std::regex { "--[^\n]*" }, ""); }

std::vector<Table> tables()
{
    std::vector<Table> found;
    std::regex const create { "create table (\\w+) \\(([^;]*)\\)" };
    for (auto const& file : files_below("core/db/migrations", { ".sql" })) {
        auto const sql = without_comments(file.content);
        for (std::sregex_iterator match { sql.begin(), sql.end(), create }, end; match != end; ++match) {
            Table table { (*match)[1], {}, {} };
            std::string const body = (*match)[2];
            for (auto line : split(body, '\n')) {
                std::string text { trimmed(line) };
                std::smatch key;
                if (std::regex_search(text, key, std::regex { "^primary key \\(([^)]*)\\)" }))
                    table.primary_key = key[1];
                else if (std::regex_search(text, key, std::regex { "^(\\w+) .*primary key" }))
                    table.primary_key = key[1];
                if (!text.empty() && !text.starts_with("primary key") && !text.starts_with("unique") && !text.starts_with("foreign key"))
                    table.columns.push_back(text);
            }
            found.push_back(table);
        }
    }
    return found;
}

// A table whose key begins with the tenant holds a utility's rows; the others are the platform's.
bool is_a_tenants(Table const& table) { return table.primary_key.starts_with("tenant_id"); }

struct Statement {
    std::string where, text;
};

std::vector<Statement> statements()
{
    std::vector<Statement> found;
    for (auto const& file : files_below("core", { "queries.sql" })) {
        std::regex const name { "-- name: *(\\w+)[^\n]*\n" };
        std::sregex_iterator match { file.content.begin(), file.content.end(), name }, end;
        while (match != end) {
            auto const label = file.path + ": " + (*match)[1].str();
            auto const begin = static_cast<std::size_t>(match->position() + match->length());
            ++match;
            auto const until = match == end ? file.content.size() : static_cast<std::size_t>(match->position());
            found.push_back({ label, without_comments(file.content.substr(begin, until - begin)) });
        }
    }
    return found;
}

bool names(std::string const& sql, std::string const& word) { return std::regex_search(sql, std::regex { "\\b" + word + "\\b" }); }

class TenantTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(TenantTest);
    CPPUNIT_TEST(scopes_are_made_only_where_it_is_written_down);
    CPPUNIT_TEST(sql_stands_in_sql_files);
    CPPUNIT_TEST(tables_use_only_the_column_types_that_both_databases_share);
    CPPUNIT_TEST(every_statement_on_a_utilitys_table_names_the_tenant);
    CPPUNIT_TEST_SUITE_END();

public:
    void scopes_are_made_only_where_it_is_written_down()
    {
        Complaints complaints;
        for (auto const& file : files_below("core", { ".h", ".cpp" })) {
            for (auto const& [scope, makers] : scope_makers) {
                auto const made = file.content.find(scope + "::assume(") != std::string::npos;
                if (made && !makers.contains(file.path) && file.path != "core/base/scope.h")
                    complaints.add(file.path + " makes a " + scope);
            }
        }
        complaints.require_none("only the listed files may make a scope");
    }
    void sql_stands_in_sql_files()
    {
        Complaints complaints;
        std::regex const sql {
            R"re("\s*(select\s+[\w.*,() ]+\s+from\s|insert\s+(or\s+ignore\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+table\s))re",
            std::regex::icase
        };
        for (auto const& file : files_below("core", { ".h", ".cpp" })) {
            if (file.path.starts_with("core/db/") || file.path == "core/features/imports/tables.cpp")
                continue; // speaks to the databases about themselves; says the same for each table of a delivery
            for (auto const& line : file.lines()) {
                if (std::regex_search(line, sql))
                    complaints.add(line);
            }
        }
        complaints.require_none("statements stand in queries.sql, where an admin can read them");
    }
    void tables_use_only_the_column_types_that_both_databases_share()
    {
        Complaints complaints;
        std::regex const column { "^\\w+ (BIGINT|INT|CHAR\\(\\d\\)|VARCHAR\\(\\d+\\)|TEXT|BLOB)( not null)?( primary key| unique)*,?$" };
        for (auto const& table : tables()) {
            CPPUNIT_ASSERT_MESSAGE(table.name + " has no primary key", !table.primary_key.empty());
            for (auto const& line : table.columns) {
                if (!std::regex_match(line, column))
                    complaints.add(table.name + ": " + line);
            }
        }
        complaints.require_none("BIGINT, INT, CHAR(3), VARCHAR, TEXT and BLOB survive both databases");
    }
    void every_statement_on_a_utilitys_table_names_the_tenant()
    {
        Complaints complaints;
        auto const all = tables();
        CPPUNIT_ASSERT(std::count_if(all.begin(), all.end(), is_a_tenants) > 5);
        for (auto const& statement : statements()) {
            for (auto const& table : all) {
                if (is_a_tenants(table) && names(statement.text, table.name) && !names(statement.text, "tenant_id"))
                    complaints.add(statement.where + " reads or writes " + table.name);
            }
        }
        complaints.require_none("a statement on a utility's table has tenant_id = ?");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TenantTest);

}
