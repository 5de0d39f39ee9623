// Runs every CppUnit suite of a test program; an argument names the one suite or test to run.
#include <cppunit/BriefTestProgressListener.h>
#include <cppunit/CompilerOutputter.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/TestRunner.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <iostream>

int main(int count, char** arguments)
{
    CppUnit::TestResult result;
    CppUnit::TestResultCollector collected;
    CppUnit::BriefTestProgressListener progress;
    result.addListener(&collected);
    result.addListener(&progress);
    CppUnit::TestRunner runner;
    runner.addTest(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
    runner.run(result, count > 1 ? arguments[1] : "");
    CppUnit::CompilerOutputter { &collected, std::cerr }.write();
    // A program whose tests all vanished must not pass.
    return collected.wasSuccessful() && collected.runTests() > 0 ? 0 : 1;
}
