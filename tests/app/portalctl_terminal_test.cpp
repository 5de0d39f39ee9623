// What a person at a terminal sees of portalctl beside its answer: nothing of what is usual, and what is not in plain words.
#include "app/commands/context.h"
#include "app/portalctl.h"
#include "base/log.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

using namespace portal;

namespace {

class PortalctlTerminalTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PortalctlTerminalTest);
    CPPUNIT_TEST(what_is_usual_is_not_told);
    CPPUNIT_TEST(who_asks_sees_the_lines_of_the_log);
    CPPUNIT_TEST(a_warning_is_a_sentence);
    CPPUNIT_TEST(nothing_in_a_warning_steers_the_terminal);
    CPPUNIT_TEST(a_plugin_that_is_not_there_is_named_with_the_nearest_one);
    CPPUNIT_TEST(a_version_that_is_not_there_is_named_with_its_plugins_folder);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;

    // tenants/logatec, with its plugin changed.
    tests::CommandAnswer check(std::vector<std::string> options = {}, std::string const& plugin = "si.kp-logatec", std::string const& version = "1.0.0") const
    {
        auto const folder = m_folder / "tenants/logatec";
        std::filesystem::create_directories(m_folder / "tenants");
        std::filesystem::copy(std::string { std::getenv("PORTAL_SOURCE") } + "/tenants/logatec", folder, std::filesystem::copy_options::recursive);
        std::ifstream file { folder + "/tenant.properties" };
        std::string changed;
        for (std::string line; std::getline(file, line);)
            changed += (line.starts_with("plugin = ")                  ? "plugin = " + plugin
                               : line.starts_with("plugin.version = ") ? "plugin.version = " + version
                                                                       : line)
                + "\n";
        std::ofstream { folder + "/tenant.properties" } << changed;
        options.insert(options.end(),
            { "-D", "tenants.path=" + (m_folder / "tenants"), "-D", "database.url=sqlite:" + (m_folder / "portal.db"), "tenant", "check", "logatec" });
        return tests::portalctl(m_folder.path(), options);
    }
    static std::string plugins_path() { return std::string { std::getenv("PORTAL_BUILD") } + "/plugins"; }
    // What this prints on standard error, in a process of its own.
    static std::string printed(void (*work)())
    {
        int ends[2];
        CPPUNIT_ASSERT(::pipe(ends) == 0);
        auto const child = ::fork();
        if (child == 0) {
            ::dup2(ends[1], STDERR_FILENO);
            work();
            ::_exit(0);
        }
        ::close(ends[1]);
        std::string all;
        char byte;
        while (::read(ends[0], &byte, 1) == 1)
            all += byte;
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        return all;
    }

public:
    void what_is_usual_is_not_told()
    {
        auto const answer = check();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.out, 0, answer.exit_code);
        CPPUNIT_ASSERT_EQUAL(std::string {}, answer.error);
    }
    void who_asks_sees_the_lines_of_the_log()
    {
        for (auto const& options : { std::vector<std::string> { "--verbose" }, { "-D", "log.level=info" } }) {
            auto const answer = check(options);
            CPPUNIT_ASSERT_MESSAGE(answer.error, answer.error.find("\"event\":\"plugin.started\"") != std::string::npos);
            std::filesystem::remove_all(m_folder / "tenants");
        }
    }
    void a_warning_is_a_sentence()
    {
        auto const said = printed([] {
            app::log_in_words();
            log::info("plugin.started", { { "message", "host 1" } });
            log::warning("plugin.degraded", { { "tenant", "logatec" }, { "message", "this kernel has no Landlock" } });
            log::error("job.lease_lost", { { "job", "mail" } });
            log::error("plugin.crashed", { { "message", "said by the verb itself" } });
        });
        CPPUNIT_ASSERT_EQUAL(std::string { "portalctl: warning: this kernel has no Landlock (plugin.degraded, tenant logatec)\n"
                                           "portalctl: error: job.lease_lost, job mail\n" },
            said);
    }
    void nothing_in_a_warning_steers_the_terminal()
    {
        auto const said = printed([] {
            app::log_in_words();
            log::warning("plugin.log", { { "message", "\x1b[2Jgone\r\nportalctl: error: forged" } });
        });
        CPPUNIT_ASSERT_EQUAL(std::string { "portalctl: warning: ?[2Jgone??portalctl: error: forged (plugin.log)\n" }, said);
    }
    void a_plugin_that_is_not_there_is_named_with_the_nearest_one()
    {
        auto const answer = check({}, "si.kp-logatek");
        CPPUNIT_ASSERT_EQUAL(1, answer.exit_code);
        CPPUNIT_ASSERT_EQUAL(m_folder / "tenants/logatec/tenant.properties" + ": plugin: " + plugins_path()
                + ": there is no plugin si.kp-logatek here; did you mean si.kp-logatec?\n",
            answer.out);
        CPPUNIT_ASSERT_EQUAL(std::string {}, answer.error);
    }
    void a_version_that_is_not_there_is_named_with_its_plugins_folder()
    {
        auto const answer = check({}, "si.kp-logatec", "1.0.1");
        CPPUNIT_ASSERT_MESSAGE(
            answer.out, answer.out.find(plugins_path() + "/si.kp-logatec: there is no version 1.0.1 here; did you mean 1.0.0?\n") != std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PortalctlTerminalTest);

}
