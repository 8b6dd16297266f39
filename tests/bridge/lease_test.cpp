// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

/// A run belongs to who claimed it last: the fencing number of every commit is checked.
class LeaseTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LeaseTest);
  CPPUNIT_TEST(a_claimed_run_is_not_claimed_again);
  CPPUNIT_TEST(a_run_whose_lease_ended_is_claimed);
  CPPUNIT_TEST(a_renewed_lease_holds);
  CPPUNIT_TEST(the_runs_of_a_process_that_is_gone_are_claimed);
  CPPUNIT_TEST(each_claim_raises_the_fencing_number);
  CPPUNIT_TEST(the_step_of_an_older_claim_is_a_conflict);
  CPPUNIT_TEST(a_reply_to_an_older_claim_changes_nothing);
  CPPUNIT_TEST(the_new_claim_goes_on_at_the_same_message);
  CPPUNIT_TEST(an_ended_run_takes_no_step);
  CPPUNIT_TEST(an_older_claim_renews_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_claimed_run_is_not_claimed_again() {
    Pair pair;
    pair.ask();
    pair.claim_one();
    CPPUNIT_ASSERT(pair.claim("two").empty());
  }

  void a_run_whose_lease_ended_is_claimed() {
    Pair pair;
    pair.ask();
    pair.claim_one();
    pair.clock.time += 61;
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pair.claim("two").size());
  }

  void a_renewed_lease_holds() {
    Pair pair;
    pair.ask();
    const auto claim = pair.claim_one();
    pair.clock.time += 50;
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         must(pair.here.store.renew_leases({&claim, 1}, pair.clock.now() + 60)));
    pair.clock.time += 50;
    CPPUNIT_ASSERT(pair.claim("two").empty());
  }

  void the_runs_of_a_process_that_is_gone_are_claimed() {
    Pair pair;
    pair.ask();
    pair.claim_one("one");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pair.claim("two", {"one"}).size());
  }

  void each_claim_raises_the_fencing_number() {
    Pair pair;
    pair.ask();
    const auto first = pair.claim_one("one");
    const auto second = pair.claim("two", {"one"}).at(0);
    CPPUNIT_ASSERT_EQUAL(first.fencing + 1, second.fencing);
  }

  void the_step_of_an_older_claim_is_a_conflict() {
    Pair pair;
    pair.ask();
    const auto old = pair.claim_one("one");
    pair.claim("two", {"one"});
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(pair.step(old)));
    CPPUNIT_ASSERT_EQUAL(0, pair.exchanges);
  }

  /// The process slept while its message was under way, and another one took the run.
  void a_reply_to_an_older_claim_changes_nothing() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    const auto number = pair.ask();
    const auto old = pair.claim_one("one");
    pair.go_to(old, "receive");
    must(pair.step(old));
    pair.disturb = [&](int) -> std::optional<Result<HttpReply>> {
      pair.claim("two", {"one"});
      return std::nullopt;
    };
    const store::Run before = pair.run(number);
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(pair.step(old)));
    CPPUNIT_ASSERT_EQUAL(before.detail, pair.run(number).detail);
    CPPUNIT_ASSERT_EQUAL(before.result, pair.run(number).result);
  }

  void the_new_claim_goes_on_at_the_same_message() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    const auto number = pair.ask();
    const auto old = pair.claim_one("one");
    must(pair.step(old));
    std::vector<store::RunClaim> taken;
    pair.disturb = [&](int) -> std::optional<Result<HttpReply>> {
      if (taken.empty()) {
        taken = pair.claim("two", {"one"});
      }
      return std::nullopt;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(pair.step(old)));
    pair.go_on(taken.at(0));
    CPPUNIT_ASSERT_EQUAL(pair.sent[0], pair.sent[1]);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.run(number).outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }

  void an_ended_run_takes_no_step() {
    Pair pair;
    pair.ask();
    const auto claim = pair.claim_one();
    pair.go_on(claim);
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(pair.step(claim)));
  }

  void an_older_claim_renews_nothing() {
    Pair pair;
    pair.ask();
    const auto old = pair.claim_one("one");
    pair.claim("two", {"one"});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0},
                         must(pair.here.store.renew_leases({&old, 1}, pair.clock.now() + 60)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LeaseTest);

}  // namespace pim::bridge::test
