// SPDX-License-Identifier: Apache-2.0
// A note that most records get at once waits for a person, on whichever side it arrives (design
// rule 8), and is asked about once.
#include <cppunit/extensions/HelperMacros.h>

#include "common/sync/local.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

class MassChangeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MassChangeTest);
  CPPUNIT_TEST(what_comes_by_a_run_changes_nothing_unasked);
  CPPUNIT_TEST(what_a_client_sends_changes_nothing_unasked);
  CPPUNIT_TEST(a_check_tells_what_would_wait);
  CPPUNIT_TEST(it_is_asked_about_once);
  CPPUNIT_TEST(ours_kept_goes_there_and_is_not_asked_about_there);
  CPPUNIT_TEST(theirs_kept_goes_back_and_is_not_asked_about_here);
  CPPUNIT_TEST(a_change_accepted_makes_both_sides_the_same);
  CPPUNIT_TEST(less_than_half_comes_with_the_run);
  CPPUNIT_TEST(a_question_outlives_a_slow_sync);
  CPPUNIT_TEST_SUITE_END();

 public:
  Pair pair;

  static std::string name(int number) { return "Name" + std::to_string(100 + number); }
  void fill() {
    for (int i = 0; i < 30; ++i) {
      pair.here.import(name(i), pair.clock.now());
    }
    sync();
  }
  void spoil(Side& side, int count = 30) {
    pair.clock.time += 10;
    for (int i = 0; i < count; ++i) {
      side.import(name(i), pair.clock.now(), "spam");
    }
  }
  store::Run sync(const std::string& mode = "two-way") {
    pair.clock.time += 10;
    return pair.sync(mode);
  }
  static int spoilt(Side& side) {
    int count = 0;
    for (int i = 0; i < 30; ++i) {
      count += side.content(name(i)).find("NOTE:spam") == std::string::npos ? 0 : 1;
    }
    return count;
  }
  static std::vector<std::int64_t> held(Side& side) {
    std::vector<std::int64_t> numbers;
    for (const store::Held& row : must(side.begin(store::Access::Read)->all_held(0, 100))) {
      numbers.push_back(row.number);
    }
    return numbers;
  }
  void answer(Side& side, sync::HeldDecision decision) {
    pair.clock.time += 10;
    const auto numbers = held(side);
    const auto unit = side.begin(store::Access::Write);
    must(sync::decide_held(side.store, *unit, numbers, decision, "alice", pair.clock.now()));
    must(unit->commit());
  }

  void what_comes_by_a_run_changes_nothing_unasked() {
    fill();
    spoil(pair.there);
    const store::Run run = sync();
    CPPUNIT_ASSERT_EQUAL(std::string("waiting"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("30 changes wait for your decision. Everything else is done."),
                         run.sentence);
    CPPUNIT_ASSERT_EQUAL(0, spoilt(pair.here));
    CPPUNIT_ASSERT_EQUAL(30, spoilt(pair.there));
  }

  void what_a_client_sends_changes_nothing_unasked() {
    fill();
    spoil(pair.here);
    sync();
    CPPUNIT_ASSERT_EQUAL(0, spoilt(pair.there));
    CPPUNIT_ASSERT_EQUAL(std::size_t{30}, held(pair.there).size());
  }

  void a_check_tells_what_would_wait() {
    fill();
    spoil(pair.there);
    pair.clock.time += 10;
    const RunResult result = pair.result(pair.sync("two-way", true).number);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{30}, result.collections.at(0).held_changes);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, result.collections.at(0).here.updated);
    CPPUNIT_ASSERT(held(pair.here).empty());
  }

  void it_is_asked_about_once() {
    fill();
    spoil(pair.there);
    sync();
    const auto asked = held(pair.here);
    sync();
    sync();
    CPPUNIT_ASSERT(asked == held(pair.here));
    CPPUNIT_ASSERT(held(pair.there).empty());
  }

  void ours_kept_goes_there_and_is_not_asked_about_there() {
    fill();
    spoil(pair.there);
    sync();
    answer(pair.here, sync::HeldDecision::Keep);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), sync().outcome);
    CPPUNIT_ASSERT_EQUAL(0, spoilt(pair.there));
    CPPUNIT_ASSERT(held(pair.here).empty() && held(pair.there).empty());
  }

  void theirs_kept_goes_back_and_is_not_asked_about_here() {
    fill();
    spoil(pair.here);
    sync();
    answer(pair.there, sync::HeldDecision::Keep);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), sync().outcome);
    CPPUNIT_ASSERT_EQUAL(0, spoilt(pair.here));
    CPPUNIT_ASSERT(held(pair.here).empty() && held(pair.there).empty());
  }

  void a_change_accepted_makes_both_sides_the_same() {
    fill();
    spoil(pair.there);
    sync();
    answer(pair.here, sync::HeldDecision::Change);
    CPPUNIT_ASSERT_EQUAL(30, spoilt(pair.here));
    CPPUNIT_ASSERT_EQUAL(std::string("done"), sync().outcome);
    CPPUNIT_ASSERT_EQUAL(30, spoilt(pair.there));
  }

  void less_than_half_comes_with_the_run() {
    fill();
    spoil(pair.there, 15);
    const store::Run run = sync();
    CPPUNIT_ASSERT_EQUAL(std::string("done"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{15}, pair.result(run.number).collections.at(0).here.updated);
    CPPUNIT_ASSERT_EQUAL(15, spoilt(pair.here));
  }

  void a_question_outlives_a_slow_sync() {
    fill();
    spoil(pair.there);
    sync();
    const auto asked = held(pair.here);
    sync("slow");
    CPPUNIT_ASSERT(asked == held(pair.here));
    CPPUNIT_ASSERT_EQUAL(0, spoilt(pair.here));
    CPPUNIT_ASSERT_EQUAL(30, spoilt(pair.there));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MassChangeTest);

}  // namespace pim::bridge::test
