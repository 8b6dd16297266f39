// SPDX-License-Identifier: Apache-2.0
#include "tests/store/conformance.h"

#include <cppunit/TestCase.h>
#include <cppunit/TestSuite.h>

#include <memory>
#include <utility>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

class ConformanceTest : public CppUnit::TestCase {
 public:
  ConformanceTest(const Case& what, StoreMaker maker)
      : CppUnit::TestCase(what.name), run_(what.run), maker_(std::move(maker)) {}
  void runTest() override {
    World world(maker_);
    run_(world);
  }

 private:
  void (*run_)(World&);
  StoreMaker maker_;
};

}  // namespace

CppUnit::Test* conformance_suite(const std::string& name, StoreMaker maker) {
  auto suite = std::make_unique<CppUnit::TestSuite>(name + "Conformance");
  for (const auto& cases :
       {transaction_cases(), collection_cases(), item_cases(),    version_cases(),
        feed_cases(),        page_cases(),       key_cases(),     pairing_cases(),
        map_cases(),         open_map_cases(),   part_cases(),    stage_cases(),
        held_cases(),        conflict_cases(),   session_cases(), connection_cases(),
        device_cases(),      run_cases(),        portal_cases(),  claim_cases(),
        purge_cases(),       isolation_cases(),  thread_cases()}) {
    for (const Case& each : cases) {
      suite->addTest(std::make_unique<ConformanceTest>(each, maker).release());
    }
  }
  return suite.release();
}

}  // namespace pim::store::testing
