// SPDX-License-Identifier: Apache-2.0
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/extensions/HelperMacros.h>

#include "common/store/faulty_store.h"
#include "common/store/memory_store.h"
#include "tests/store/conformance.h"

namespace pim::store::testing {

/// Two memory stores: the comparison runs, and the store is deterministic.
struct MemoryStoreComparison {
  static CppUnit::Test* suite() {
    return comparison_suite(
        "MemoryStore", [] { return std::make_unique<MemoryStore>(HashKey{}); }, 20, 1'000);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MemoryStoreComparison);

/// The tests for stores are tested: they must find what is wrong.
class ComparisonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ComparisonTest);
  CPPUNIT_TEST(a_store_that_fails_once_is_found);
  CPPUNIT_TEST(a_store_whose_commit_is_lost_fails_the_conformance);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_store_that_fails_once_is_found() {
    MemoryStore behind(HashKey{});
    const std::unique_ptr<CppUnit::Test> suite(comparison_suite(
        "Faulty",
        [&] {
          auto store = std::make_unique<FaultyStore>(behind);
          store->arm({.call = 200});
          return store;
        },
        1, 1'000));
    CPPUNIT_ASSERT(!succeeds(*suite));
  }

  void a_store_whose_commit_is_lost_fails_the_conformance() {
    std::vector<std::unique_ptr<MemoryStore>> behind;
    const std::unique_ptr<CppUnit::Test> suite(conformance_suite("Faulty", [&] {
      behind.push_back(std::make_unique<MemoryStore>(HashKey{}));
      auto store = std::make_unique<FaultyStore>(*behind.back());
      store->arm({.call = 5});
      return store;
    }));
    CPPUNIT_ASSERT(!succeeds(*suite));
  }

 private:
  static bool succeeds(CppUnit::Test& test) {
    CppUnit::TestResult controller;
    CppUnit::TestResultCollector collector;
    controller.addListener(&collector);
    test.run(&controller);
    return collector.wasSuccessful();
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ComparisonTest);

}  // namespace pim::store::testing
