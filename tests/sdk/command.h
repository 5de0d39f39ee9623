// What somebody types in a shell, and what he reads.
#pragma once

#include <cppunit/TestAssert.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/wait.h>

namespace portal::tests {

inline std::string content(std::string const& path)
{
    std::ifstream file { path };
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

struct Said {
    int exit_code;
    std::string text; // standard output and error
};

inline Said say(std::string const& command)
{
    auto* const pipe = ::popen(("(" + command + ") 2>&1").c_str(), "r");
    CPPUNIT_ASSERT_MESSAGE(command, pipe != nullptr);
    Said said {};
    std::array<char, 4096> part {};
    for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
        said.text.append(part.data(), got);
    auto const status = ::pclose(pipe);
    said.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
}

// For `cmake` in a folder of the test's own: compilers answer from ccache what they answered for the last test's folder, and do not optimise.
inline std::string quick_builds(std::string const& folder)
{
    return "export CMAKE_GENERATOR=Ninja CMAKE_BUILD_TYPE=None CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_NOHASHDIR=1 "
           "CCACHE_BASEDIR="
        + folder + " && ";
}

// Must succeed.
inline std::string run(std::string const& command)
{
    auto said = say(command);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(command + "\n" + said.text, 0, said.exit_code);
    return said.text;
}

}
