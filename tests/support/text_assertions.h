// Asserts what a page or mail says, and names the text that was looked for.
#pragma once

#include <cppunit/TestAssert.h>

#include <string>
#include <vector>

namespace portal::tests {

inline void assert_holds(std::string const& whole, std::vector<std::string> const& texts)
{
    for (auto const& text : texts)
        CPPUNIT_ASSERT_MESSAGE("no »" + text + "« in: " + whole, whole.find(text) != std::string::npos);
}

inline void assert_lacks(std::string const& whole, std::vector<std::string> const& texts)
{
    for (auto const& text : texts)
        CPPUNIT_ASSERT_MESSAGE("»" + text + "« in: " + whole, whole.find(text) == std::string::npos);
}

}
