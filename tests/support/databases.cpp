#include "support/databases.h"

#include "base/id.h"
#include "base/text.h"
#include "db/migrate.h"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>

#include <cppunit/TestAssert.h>

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <stdexcept>

#include <signal.h>

namespace portal::tests {

std::string fresh_sqlite_url(TemporaryFolder const& folder) { return "sqlite:" + (folder / (ascii_lower(id_to_text(new_id())) + ".db")); }

namespace {

std::string environment(char const* name)
{
    auto const* const value = std::getenv(name);
    if (!value)
        throw std::runtime_error(std::string { name } + " is not set; run the tests by ./dev test or ctest");
    return value;
}

// A private mariadbd; its starter ends it when we end, however we end.
class Server {
public:
    Server()
    {
        Poco::Process::Args const arguments { environment("PORTAL_SOURCE") + "/tests/support/mariadb.py", "start", m_folder.path() };
        m_process = std::make_unique<Poco::ProcessHandle>(Poco::Process::launch("/usr/bin/python3", arguments, nullptr, &m_output, nullptr));
        Poco::PipeInputStream output { m_output };
        std::string line;
        std::getline(output, line);
        std::smatch found;
        if (!std::regex_search(line, found, std::regex { "\"url\": *\"([^\"]+)/[a-z_]+\"" }))
            throw std::runtime_error("the test's MariaDB did not start: " + line);
        m_address = found[1];
    }
    ~Server()
    {
        ::kill(m_process->id(), SIGTERM);
        m_process->wait();
    }
    std::string const& address() const { return m_address; } // mysql://user:password@host:port

private:
    TemporaryFolder m_folder;
    Poco::Pipe m_output;
    std::unique_ptr<Poco::ProcessHandle> m_process;
    std::string m_address;
};

}

std::string fresh_mysql_url()
{
    static Server s_server;
    auto const name = "portal_" + ascii_lower(id_to_text(new_id()));
    db::Database administration { db::parse_location(s_server.address() + "/portal") };
    administration.transact([&](db::Transaction& transaction) { transaction.run_plain("create database " + name); });
    return s_server.address() + "/" + name;
}

namespace {

constexpr db::Sql s_tables { "test.tables",
    "select table_name from information_schema.tables where table_schema = database() and table_name <> 'schema_migrations'" };

bool has_our_schema(db::Database& database)
{
    return std::ranges::all_of(db::migration_status(database), [](auto const& migration) { return migration.state == db::MigrationState::State::done; });
}

// MariaDB needs seconds for the whole schema: the tests of one program share it and find it empty, unless one spoiled it.
std::string emptied_mysql_url()
{
    static std::string s_url;
    if (!s_url.empty()) {
        db::Database database { db::parse_location(s_url) };
        if (has_our_schema(database)) {
            database.transact([](db::Transaction& transaction) {
                for (auto const row : transaction.query(s_tables))
                    transaction.run_plain("delete from " + row.text(0));
            });
            return s_url;
        }
    }
    s_url = fresh_mysql_url();
    return s_url;
}

}

void on_each_database(std::function<void(db::Database&)> const& body)
{
    TemporaryFolder const folder;
    for (auto const& url : { fresh_sqlite_url(folder), emptied_mysql_url() }) {
        db::Database database { db::parse_location(url) };
        db::migrate(database);
        try {
            body(database);
        } catch (CppUnit::Exception const& failure) {
            throw CppUnit::Exception { CppUnit::Message {
                                           std::string { database.backend() == db::Backend::sqlite ? "on SQLite: " : "on MariaDB: " } + failure.what() },
                failure.sourceLine() };
        }
    }
}

}
