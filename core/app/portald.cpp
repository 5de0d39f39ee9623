// The portal's server: pages and jobs in one process, as many of them side by side as one database carries.
#include "app/website.h"

#include "base/log.h"

#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionCallback.h>
#include <Poco/Util/OptionSet.h>
#include <Poco/Util/ServerApplication.h>

#include <iostream>

#include <signal.h>
#include <unistd.h>

namespace portal::app {

namespace {

constexpr int s_wrong_usage = 2; // the same as portalctl's
constexpr int s_environment_is_wrong = 3;
constexpr std::chrono::seconds s_longest_answer { 7 }; // then the customer is told that the database is away

class Portald final : public Poco::Util::ServerApplication {
protected:
    void defineOptions(Poco::Util::OptionSet& options) override
    {
        using Poco::Util::Option;
        using Poco::Util::OptionCallback;
        ServerApplication::defineOptions(options);
        options.addOption(Option { "help", "h", "shows this" }.callback(OptionCallback<Portald> { this, &Portald::ask_for_help }));
        options.addOption(Option { "config", "c", "settings" }.argument("FILE").callback(OptionCallback<Portald> { this, &Portald::keep_file }));
        options.addOption(Option { "define", "D", "one setting, before environment and file" }
                              .argument("KEY=VALUE")
                              .repeatable(true)
                              .callback(OptionCallback<Portald> { this, &Portald::keep_definition }));
    }

    // Poco's own files (portald.properties beside the program) are not read: there is one way to give settings.
    void initialize(Poco::Util::Application&) override { }

    int main(ArgVec const& arguments) override
    {
        if (m_wants_help) {
            Poco::Util::HelpFormatter help { options() };
            help.setCommand("portald");
            help.setUsage("[--config FILE] [-D KEY=VALUE]...");
            help.setHeader("Serves the portal. Settings: config/portal.properties, PORTAL_... in the environment, -D; docs/run-it.md.");
            help.format(std::cout);
            return EXIT_OK;
        }
        if (!arguments.empty()) {
            std::cerr << "portald: unexpected argument " << arguments.front() << "; see portald --help\n";
            return s_wrong_usage;
        }
        return serve();
    }

private:
    void ask_for_help(std::string const&, std::string const&)
    {
        m_wants_help = true;
        stopOptionsProcessing();
    }
    void keep_file(std::string const&, std::string const& value) { m_file = value; }
    void keep_definition(std::string const&, std::string const& value) { m_definitions.push_back(value); }

    int serve()
    {
        try {
            Platform platform { load_settings(m_file, m_definitions), s_longest_answer };
            Website website { platform };
            website.start();
            waitForTerminationRequest();
            log::info("portald.stopping", {});
            if (!website.stop()) {
                // Requests that outlived the drain hold threads that cannot be ended; what they have not committed rolls back.
                log::warning("portald.drain_incomplete", {});
                ::_exit(EXIT_OK);
            }
            log::info("portald.stopped", {});
            return EXIT_OK;
        } catch (SettingsError const& error) {
            std::cerr << "portald: " << error.what() << '\n';
            return s_wrong_usage;
        } catch (std::exception const& error) {
            std::cerr << "portald: " << error.what() << '\n';
            return s_environment_is_wrong;
        }
    }

    bool m_wants_help = false;
    std::optional<std::string> m_file;
    std::vector<std::string> m_definitions;
};

}

}

int main(int count, char** arguments)
{
    // Blocked before the first thread starts, so that every thread inherits it and only waitForTerminationRequest() takes them.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGQUIT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    portal::app::Portald portald;
    // Poco names a wrong option by itself, but with a status of its own.
    auto const status = portald.run(count, arguments);
    return status == portal::app::Portald::EXIT_CONFIG ? portal::app::s_wrong_usage : status;
}
