// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

/// Runs as rows: how they are made, joined and cancelled, without a peer.
class RunsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RunsTest);
  CPPUNIT_TEST(a_new_run_is_due_at_once);
  CPPUNIT_TEST(asking_twice_gives_the_live_run);
  CPPUNIT_TEST(another_mode_is_another_run);
  CPPUNIT_TEST(a_plan_is_another_run);
  CPPUNIT_TEST(a_run_that_is_to_stop_is_not_joined);
  CPPUNIT_TEST(an_ended_run_is_not_joined);
  CPPUNIT_TEST(an_unknown_mode_is_unsupported);
  CPPUNIT_TEST(an_unknown_connection_is_not_found);
  CPPUNIT_TEST(a_due_run_is_cancelled_at_once);
  CPPUNIT_TEST(a_running_run_is_asked_to_stop);
  CPPUNIT_TEST(an_ended_run_cannot_be_cancelled);
  CPPUNIT_TEST(an_unknown_run_cannot_be_cancelled);
  CPPUNIT_TEST(a_result_survives_packing);
  CPPUNIT_TEST(no_result_is_an_empty_one);
  CPPUNIT_TEST(a_result_of_another_layout_is_corrupt);
  CPPUNIT_TEST(a_cut_result_is_corrupt);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_new_run_is_due_at_once() {
    Pair pair;
    const store::Run run = pair.run(pair.ask());
    CPPUNIT_ASSERT(run.state == store::RunState::Due);
    CPPUNIT_ASSERT_EQUAL(pair.clock.now(), run.due_at);
    CPPUNIT_ASSERT_EQUAL(std::string("receive"), run.phase);
  }

  void asking_twice_gives_the_live_run() {
    Pair pair;
    const auto number = pair.ask();
    CPPUNIT_ASSERT_EQUAL(number, pair.ask());
  }

  void another_mode_is_another_run() {
    Pair pair;
    const auto number = pair.ask();
    CPPUNIT_ASSERT(number != pair.ask("slow"));
  }

  void a_plan_is_another_run() {
    Pair pair;
    const auto number = pair.ask();
    CPPUNIT_ASSERT(number != pair.ask("two-way", true));
  }

  void a_run_that_is_to_stop_is_not_joined() {
    Pair pair;
    const auto number = pair.ask();
    pair.claim_one();
    pair.cancel(number);
    CPPUNIT_ASSERT(number != pair.ask());
  }

  void an_ended_run_is_not_joined() {
    Pair pair;
    const auto number = pair.sync().number;
    CPPUNIT_ASSERT(number != pair.ask());
  }

  void an_unknown_mode_is_unsupported() {
    Pair pair;
    const auto connection = pair.connect();
    const auto work = pair.here.begin(store::Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"),
                         error_of(create_run(*work, connection, "sideways", false, 0)));
  }

  void an_unknown_connection_is_not_found() {
    Pair pair;
    const auto work = pair.here.begin(store::Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("not-found"),
                         error_of(create_run(*work, 4711, "two-way", false, 0)));
  }

  void a_due_run_is_cancelled_at_once() {
    Pair pair;
    const auto number = pair.ask();
    pair.cancel(number);
    CPPUNIT_ASSERT(pair.run(number).state == store::RunState::Cancelled);
    CPPUNIT_ASSERT(pair.claim().empty());
  }

  void a_running_run_is_asked_to_stop() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    const auto number = pair.ask();
    const auto claim = pair.claim_one();
    must(pair.step(claim));
    pair.cancel(number);
    CPPUNIT_ASSERT(pair.run(number).state == store::RunState::Running);
    pair.go_on(claim);
    CPPUNIT_ASSERT_EQUAL(std::string("cancelled"), pair.run(number).outcome);
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.there.names());
  }

  void an_ended_run_cannot_be_cancelled() {
    Pair pair;
    const auto number = pair.sync().number;
    const auto work = pair.here.begin(store::Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(cancel_run(*work, number, 0)));
  }

  void an_unknown_run_cannot_be_cancelled() {
    Pair pair;
    const auto work = pair.here.begin(store::Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("not-found"), error_of(cancel_run(*work, 4711, 0)));
  }

  static RunResult some_result() {
    RunResult result;
    result.sessions = 2;
    result.messages = 7;
    result.bytes_sent = 1'000;
    result.bytes_received = 2'000;
    result.slow = true;
    CollectionResult one;
    one.collection = "contacts";
    one.here = {1, 2, 3, 4, 5};
    one.there = {6, 7, 8, 9, 10};
    one.joined = 11;
    one.held = 12;
    one.doubtful = 13;
    result.collections.push_back(one);
    return result;
  }

  void a_result_survives_packing() {
    CPPUNIT_ASSERT(some_result() == must(RunResult::unpack(some_result().pack())));
  }

  void no_result_is_an_empty_one() { CPPUNIT_ASSERT(RunResult{} == must(RunResult::unpack(""))); }

  void a_result_of_another_layout_is_corrupt() {
    std::string octets = some_result().pack();
    octets.front() = '\x7F';
    CPPUNIT_ASSERT_EQUAL(std::string("corrupt"), error_of(RunResult::unpack(octets)));
  }

  void a_cut_result_is_corrupt() {
    const std::string octets = some_result().pack();
    for (std::size_t length = 1; length < octets.size(); ++length) {
      CPPUNIT_ASSERT_EQUAL(std::string("corrupt"),
                           error_of(RunResult::unpack(octets.substr(0, length))));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RunsTest);

}  // namespace pim::bridge::test
