// SPDX-License-Identifier: Apache-2.0
// Histories that once broke a promise, kept as scripts: tests/simulation/cases/*.case.
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/simulation/world.h"

namespace pim::sim {

class CasesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CasesTest);
  CPPUNIT_TEST(every_case_keeps_all_promises);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_case_keeps_all_promises() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(SIMULATION_CASES)) {
      paths.push_back(entry.path());
    }
    CPPUNIT_ASSERT(!paths.empty());
    std::sort(paths.begin(), paths.end());
    std::string broken;
    for (const auto& path : paths) {
      for (const StoreKind store : {StoreKind::Memory, StoreKind::Sqlite}) {
        broken += play(path, store);
      }
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), broken);
  }

 private:
  /// The promise that the case breaks, as a line.
  static std::string play(const std::filesystem::path& path, StoreKind store) {
    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto script = Script::parse(text);
    const std::string name = path.filename().string();
    CPPUNIT_ASSERT_MESSAGE(name, script.has_value());
    const Outcome outcome = World(*script, store, false).run();
    return outcome.violation.empty()
               ? std::string()
               : name + ": " + outcome.violation + " (" + outcome.detail + ")\n";
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CasesTest);

}  // namespace pim::sim
