// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

/// The process of the bridge dies at every third place where it uses its store; another one takes
/// the run when the lease has ended. No record is lost or doubled.
class CrashTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CrashTest);
  CPPUNIT_TEST(a_first_run_that_dies_anywhere_is_finished_by_another);
  CPPUNIT_TEST(a_run_of_changes_that_dies_anywhere_is_finished_by_another);
  CPPUNIT_TEST(a_store_that_fails_once_is_asked_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_first_run_that_dies_anywhere_is_finished_by_another() {
    bool fired = true;
    for (std::uint64_t call = 1; fired; call += 3) {
      Pair pair;
      pair.here.import("A", pair.clock.now());
      pair.there.import("B", pair.clock.now());
      fired = die_at(pair, call, store::AfterFault::Dead);
      check(pair, "A B ");
    }
  }

  void a_run_of_changes_that_dies_anywhere_is_finished_by_another() {
    bool fired = true;
    for (std::uint64_t call = 1; fired; call += 3) {
      Pair pair;
      pair.here.import("A", pair.clock.now());
      pair.there.import("B", pair.clock.now());
      pair.sync();
      pair.clock.time += 10;
      pair.here.remove("B", pair.clock.now());
      pair.here.import("C", pair.clock.now());
      pair.there.import("D", pair.clock.now());
      fired = die_at(pair, call, store::AfterFault::Dead);
      check(pair, "A C D ");
    }
  }

  void a_store_that_fails_once_is_asked_again() {
    bool fired = true;
    for (std::uint64_t call = 1; fired; call += 3) {
      Pair pair;
      pair.here.import("A", pair.clock.now());
      pair.there.import("B", pair.clock.now());
      fired = die_at(pair, call, store::AfterFault::Recovers);
      check(pair, "A B ");
    }
  }

 private:
  /// One run, whose store fails at this call; then another process.
  static bool die_at(Pair& pair, std::uint64_t call, store::AfterFault after) {
    pair.ask();
    const auto claim = pair.claim_one("one");
    pair.here.store.arm({.call = call, .after = after});
    for (bool more = true; more;) {
      const auto step = pair.step(claim);
      more = step && *step == Step::Again;
    }
    const bool fired = !pair.here.store.fired_at().empty();
    pair.here.store.disarm();
    pair.clock.time += 120;
    for (const store::RunClaim& each : pair.claim("two")) {
      pair.go_on(each);
    }
    return fired;
  }

  static void check(Pair& pair, const std::string& names) {
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);  // whatever the first came to
    CPPUNIT_ASSERT_EQUAL(names, pair.here.names());
    CPPUNIT_ASSERT_EQUAL(names, pair.there.names());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CrashTest);

}  // namespace pim::bridge::test
