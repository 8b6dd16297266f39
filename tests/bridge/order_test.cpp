// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

/// Runs of one connection go one after the other, in the order they were asked for; a run that has
/// to wait is due again by itself.
class OrderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OrderTest);
  CPPUNIT_TEST(a_later_run_waits_for_an_earlier_one);
  CPPUNIT_TEST(a_waiting_run_asks_the_peer_nothing);
  CPPUNIT_TEST(the_later_run_goes_when_the_earlier_has_ended);
  CPPUNIT_TEST(an_earlier_run_that_is_due_goes_first_too);
  CPPUNIT_TEST(a_cancelled_run_lets_the_next_one_go);
  CPPUNIT_TEST(runs_of_other_connections_do_not_wait);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_later_run_waits_for_an_earlier_one() {
    Pair pair;
    pair.ask();
    pair.claim_one();
    const auto later = pair.ask("slow");
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT(pair.run(later).state == store::RunState::Due);
    CPPUNIT_ASSERT(pair.run(later).due_at > pair.clock.now());
  }

  void a_waiting_run_asks_the_peer_nothing() {
    Pair pair;
    pair.ask();
    pair.claim_one();
    pair.ask("slow");
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT_EQUAL(0, pair.exchanges);
  }

  void the_later_run_goes_when_the_earlier_has_ended() {
    Pair pair;
    const auto earlier = pair.ask();
    const auto first = pair.claim_one();
    const auto later = pair.ask("slow");
    pair.go_on(pair.claim_one());
    pair.go_on(first);
    pair.clock.time += 5;
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.run(earlier).outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.run(later).outcome);
  }

  void an_earlier_run_that_is_due_goes_first_too() {
    Pair pair;
    const auto earlier = pair.ask();
    const auto later = pair.ask("slow");
    for (const store::RunClaim& claim : pair.claim()) {
      if (claim.number == later) {
        pair.go_on(claim);
      }
    }
    CPPUNIT_ASSERT(pair.run(later).state == store::RunState::Due);
    CPPUNIT_ASSERT(pair.run(earlier).finished_at == 0);
  }

  void a_cancelled_run_lets_the_next_one_go() {
    Pair pair;
    const auto earlier = pair.ask();
    const auto later = pair.ask("slow");
    pair.cancel(earlier);
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.run(later).outcome);
  }

  void runs_of_other_connections_do_not_wait() {
    Pair pair;
    pair.ask();
    pair.claim_one();
    const auto other = pair.ask_of(pair.connect("elsewhere"));
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.run(other).outcome);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OrderTest);

}  // namespace pim::bridge::test
