// tests/support/smtp_server.py as an object: a real SMTP server on a random port, ended with it.
#pragma once

#include "base/secret.h"
#include "support/temporary_folder.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace portal::tests {

class SmtpServer {
public:
    explicit SmtpServer(std::vector<std::string> const& options = {})
    {
        auto const* const source = std::getenv("PORTAL_SOURCE");
        if (!source)
            throw std::runtime_error("PORTAL_SOURCE is not set; run the tests by ./dev test or ctest");
        Poco::Process::Args arguments { std::string { source } + "/tests/support/smtp_server.py", m_folder.path() };
        arguments.insert(arguments.end(), options.begin(), options.end());
        m_process = std::make_unique<Poco::ProcessHandle>(Poco::Process::launch("/usr/bin/python3", arguments, &m_input, &m_output, nullptr));
        Poco::PipeInputStream output { m_output };
        std::string line;
        if (!std::getline(output, line))
            throw std::runtime_error("the test's SMTP server did not start");
        m_facts = parsed(line);
    }
    ~SmtpServer()
    {
        m_input.close();
        m_process->wait();
    }

    std::uint16_t port() const { return m_facts->getValue<std::uint16_t>("port"); }
    std::string ca_file() const { return m_facts->optValue<std::string>("ca", ""); }
    std::string user() const { return m_facts->getValue<std::string>("user"); }
    Secret password() const { return Secret { m_facts->getValue<std::string>("password") }; }

    // What was taken so far, as Python's mail parser read it; complete as soon as the sender has its 250.
    std::vector<Poco::JSON::Object::Ptr> mails() const
    {
        std::vector<Poco::JSON::Object::Ptr> found;
        std::ifstream file { m_facts->getValue<std::string>("mails") };
        for (std::string line; std::getline(file, line);)
            found.push_back(parsed(line));
        return found;
    }

private:
    static Poco::JSON::Object::Ptr parsed(std::string const& line) { return Poco::JSON::Parser {}.parse(line).extract<Poco::JSON::Object::Ptr>(); }

    TemporaryFolder m_folder;
    Poco::Pipe m_input;
    Poco::Pipe m_output;
    std::unique_ptr<Poco::ProcessHandle> m_process;
    Poco::JSON::Object::Ptr m_facts;
};

}
