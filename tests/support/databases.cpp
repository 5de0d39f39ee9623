#include "support/databases.h"

#include "base/id.h"
#include "base/text.h"
#include "db/migrate.h"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>

#include <cppunit/TestAssert.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <stdexcept>

#include <unistd.h>

namespace portal::tests {

std::string fresh_sqlite_url(TemporaryFolder const& folder)
{
    return "sqlite:" + folder.path() + "/" + ascii_lower(id_to_text(new_id())) + ".db";
}

namespace {

std::string environment(char const* name)
{
    auto const* const value = std::getenv(name);
    if (!value)
        throw std::runtime_error(std::string { name } + " is not set; run the tests by ./dev test or ctest");
    return value;
}

// A private mariadbd; its starter ends it when our end of the pipe closes, however we end.
class Server {
public:
    Server()
    {
        Poco::Process::Args const arguments { environment("PORTAL_SOURCE") + "/tests/support/mariadb.py", "start", m_folder.path() };
        m_process = std::make_unique<Poco::ProcessHandle>(Poco::Process::launch("/usr/bin/python3", arguments, &m_input, &m_output, nullptr));
        Poco::PipeInputStream output { m_output };
        std::string line;
        std::getline(output, line);
        std::smatch found;
        if (!std::regex_search(line, found, std::regex { "\"port\": *([0-9]+)" }))
            throw std::runtime_error("the test's MariaDB did not start: " + line);
        m_port = std::stoi(found[1]);
    }
    ~Server()
    {
        m_input.close();
        m_process->wait();
    }
    int port() const { return m_port; }

private:
    TemporaryFolder m_folder;
    Poco::Pipe m_input;
    Poco::Pipe m_output;
    std::unique_ptr<Poco::ProcessHandle> m_process;
    int m_port = 0;
};

}

std::string fresh_mysql_url()
{
    static Server s_server;
    auto const address = "mysql://portal:portal@127.0.0.1:" + std::to_string(s_server.port()) + "/";
    auto const name = "t_" + ascii_lower(id_to_text(new_id()));
    db::Database administration { db::parse_location(address + "mysql") };
    administration.transact([&](db::Transaction& transaction) { transaction.run_plain("create database " + name); });
    return address + name;
}

void on_each_database(std::function<void(db::Database&)> const& body)
{
    TemporaryFolder const folder;
    for (auto const& url : { fresh_sqlite_url(folder), fresh_mysql_url() }) {
        db::Database database { db::parse_location(url) };
        db::migrate(database);
        try {
            body(database);
        } catch (CppUnit::Exception const& failure) {
            throw CppUnit::Exception { CppUnit::Message { std::string { database.backend() == db::Backend::sqlite ? "on SQLite: " : "on MariaDB: " } + failure.what() },
                failure.sourceLine() };
        }
    }
}

}
