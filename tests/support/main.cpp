// SPDX-License-Identifier: Apache-2.0
// Runs every registered CppUnit suite, or those whose name holds the first argument.
#include <cppunit/BriefTestProgressListener.h>
#include <cppunit/CompilerOutputter.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/TestRunner.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <iostream>
#include <string>

#if defined(__SANITIZE_THREAD__)
/// It sees no lock in one that says EOWNERDEAD: the writers' gate after its holder was killed.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "mutex:pim::sql::Gate::unlock\n";
}
#endif

int main(int argc, char** argv) {
  CppUnit::TestResult controller;
  CppUnit::TestResultCollector collector;
  controller.addListener(&collector);
  CppUnit::BriefTestProgressListener progress;
  const std::string only = argc > 1 ? argv[1] : "";
  if (!only.empty()) {
    controller.addListener(&progress);
  }
  CppUnit::Test* all = CppUnit::TestFactoryRegistry::getRegistry().makeTest();
  CppUnit::TestRunner runner;
  runner.addTest(all);
  runner.run(controller, only);
  CppUnit::CompilerOutputter outputter(&collector, std::cerr);
  outputter.write();
  if (collector.runTests() == 0) {
    std::cerr << "no test was run\n";
    return 1;
  }
  return collector.wasSuccessful() ? 0 : 1;
}
