// Whether the holder of a lease is still there.
#include "jobs/process_name.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <sys/wait.h>
#include <unistd.h>

using namespace portal;

namespace {

class ProcessNameTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ProcessNameTest);
    CPPUNIT_TEST(a_process_is_gone_when_it_has_ended);
    CPPUNIT_TEST(of_processes_elsewhere_nothing_is_known);
    CPPUNIT_TEST_SUITE_END();

public:
    void a_process_is_gone_when_it_has_ended()
    {
        CPPUNIT_ASSERT(!jobs::is_gone(jobs::this_process()));
        CPPUNIT_ASSERT(jobs::this_process().size() <= 64);
        int to_parent[2], to_child[2];
        CPPUNIT_ASSERT(::pipe(to_parent) == 0 && ::pipe(to_child) == 0);
        auto const child = ::fork();
        if (child == 0) {
            auto const name = jobs::this_process();
            [[maybe_unused]] auto const written = ::write(to_parent[1], name.data(), name.size());
            char wait = 0;
            [[maybe_unused]] auto const got = ::read(to_child[0], &wait, 1);
            ::_exit(0);
        }
        char buffer[64];
        auto const size = ::read(to_parent[0], buffer, sizeof buffer);
        CPPUNIT_ASSERT(size > 0);
        std::string_view const name { buffer, static_cast<std::size_t>(size) };
        CPPUNIT_ASSERT(!jobs::is_gone(name));
        CPPUNIT_ASSERT(::write(to_child[1], "x", 1) == 1);
        siginfo_t ended {};
        CPPUNIT_ASSERT(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
        CPPUNIT_ASSERT(jobs::is_gone(name)); // not yet collected by its parent
        ::waitpid(child, nullptr, 0);
        CPPUNIT_ASSERT(jobs::is_gone(name));
        for (int const end : { to_parent[0], to_parent[1], to_child[0], to_child[1] })
            ::close(end);
    }
    void of_processes_elsewhere_nothing_is_known()
    {
        auto const me = jobs::this_process();
        auto const boot = std::string { split(me, '/')[1] };
        CPPUNIT_ASSERT(!jobs::is_gone(replaced(me, boot, "01234567") + "9"));
        for (auto const* text : { "", "host:17", "a/b/c/d/e", "a//c/1/2", "////" })
            CPPUNIT_ASSERT(!jobs::is_gone(text));
        CPPUNIT_ASSERT(jobs::is_gone(me + "9")); // the number is another process's now
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProcessNameTest);

}
