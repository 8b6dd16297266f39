// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

/// What a run does to both sides, and what it says about it.
class SyncTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SyncTest);
  CPPUNIT_TEST(both_sides_hold_the_same_afterwards);
  CPPUNIT_TEST(the_result_counts_both_directions);
  CPPUNIT_TEST(a_run_without_changes_sends_and_receives_nothing);
  CPPUNIT_TEST(a_deletion_there_is_done_here);
  CPPUNIT_TEST(a_deletion_here_is_done_there);
  CPPUNIT_TEST(a_record_brought_back_lives_on_both_sides_again);
  CPPUNIT_TEST(many_deletions_wait_for_a_person);
  CPPUNIT_TEST(a_plan_changes_no_record);
  CPPUNIT_TEST(a_plan_names_what_a_run_would_do);
  CPPUNIT_TEST(the_run_after_a_plan_does_it);
  CPPUNIT_TEST(the_run_after_a_plan_joins_what_the_plan_has_joined);
  CPPUNIT_TEST(a_plan_counts_what_the_run_does);
  CPPUNIT_TEST(a_join_that_changes_ours_is_counted_as_a_change);
  CPPUNIT_TEST(equal_records_are_joined_without_a_change);
  CPPUNIT_TEST(a_run_after_a_cancelled_one_compares_as_that_one_did);
  CPPUNIT_TEST(many_records_are_applied_page_by_page);
  CPPUNIT_TEST(a_slow_run_doubles_nothing);
  CPPUNIT_TEST(the_peer_is_recognised_as_a_portal);
  CPPUNIT_TEST_SUITE_END();

 public:
  static void import(Pair& pair, Side& side, const std::string& stem, int count) {
    for (int i = 0; i < count; ++i) {
      side.import(stem + std::to_string(100 + i), pair.clock.now());
    }
  }

  void both_sides_hold_the_same_afterwards() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.there.import("B", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.here.names());
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.there.names());
  }

  void the_result_counts_both_directions() {
    Pair pair;
    import(pair, pair.here, "h", 2);
    import(pair, pair.there, "t", 3);
    const RunResult result = pair.result(pair.sync().number);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, result.collections.size());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, result.collections[0].here.added);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, result.collections[0].there.added);
    CPPUNIT_ASSERT_EQUAL(static_cast<std::uint64_t>(pair.exchanges), result.messages);
  }

  void a_run_without_changes_sends_and_receives_nothing() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.sync();
    const RunResult result = pair.result(pair.sync().number);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, result.sessions);
    for (const CollectionResult& one : result.collections) {
      CPPUNIT_ASSERT(one.here == Counts{});
      CPPUNIT_ASSERT(one.there == Counts{});
    }
  }

  void a_deletion_there_is_done_here() {
    Pair pair;
    import(pair, pair.there, "t", 2);
    pair.sync();
    pair.clock.time += 10;
    pair.there.remove("t100", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("t101 "), pair.here.names());
  }

  void a_deletion_here_is_done_there() {
    Pair pair;
    import(pair, pair.there, "t", 2);
    pair.sync();
    pair.clock.time += 10;
    pair.here.remove("t100", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("t101 "), pair.there.names());
  }

  void a_record_brought_back_lives_on_both_sides_again() {
    for (const bool told : {true, false}) {
      for (const bool here : {true, false}) {
        Pair pair;
        import(pair, pair.there, "t", 2);
        pair.sync();
        pair.clock.time += 10;
        Side& side = here ? pair.here : pair.there;
        side.remove("t100", pair.clock.now());
        if (told) {
          pair.sync();
        }
        pair.clock.time += 10;
        side.bring_back("t100", pair.clock.now());
        for (int runs = 0; runs < 2; ++runs) {
          CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
          CPPUNIT_ASSERT_EQUAL(std::string("t100 t101 "), pair.here.names());
          CPPUNIT_ASSERT_EQUAL(std::string("t100 t101 "), pair.there.names());
        }
      }
    }
  }

  void many_deletions_wait_for_a_person() {
    Pair pair;
    import(pair, pair.there, "t", 30);
    pair.sync();
    pair.clock.time += 10;
    for (int i = 0; i < 25; ++i) {
      pair.there.remove("t" + std::to_string(100 + i), pair.clock.now());
    }
    const std::string before = pair.here.names();
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("waiting"), run.outcome);
    CPPUNIT_ASSERT(run.state == store::RunState::Waiting);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{25}, pair.result(run.number).collections.at(0).held);
    CPPUNIT_ASSERT_EQUAL(before, pair.here.names());
  }

  void a_plan_changes_no_record() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.there.import("B", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("planned"), pair.sync("two-way", true).outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
    CPPUNIT_ASSERT_EQUAL(std::string("B "), pair.there.names());
  }

  void a_plan_names_what_a_run_would_do() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.there.import("B", pair.clock.now());
    std::string said;
    for (const store::RunItem& line : pair.lines(pair.sync("two-way", true).number)) {
      said += line.direction + " " + line.op + " " + line.label + "\n";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("here add B\nthere add A\n"), said);
  }

  void the_run_after_a_plan_does_it() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.there.import("B", pair.clock.now());
    pair.sync("two-way", true);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.here.names());
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.there.names());
  }

  /// One person under two UIDs, with a field more on one side: alike, not equal.
  static void import_one_person_twice(Pair& pair) {
    const std::string body =
        "\r\nN:Berg;Anna;;;\r\nFN:Anna Berg\r\nTEL:+49 30 1234567\r\nEMAIL:anna@example.org";
    pair.here.import_text("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:here-1" + body + "\r\nEND:VCARD\r\n",
                          pair.clock.now());
    pair.there.import_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:there-9" + body + "\r\nTITLE:Baker\r\nEND:VCARD\r\n",
        pair.clock.now());
  }

  static std::string without_a_look_first() {
    Pair pair;
    import_one_person_twice(pair);
    pair.sync();
    return pair.here.names() + "| " + pair.there.names();
  }

  /// The plan's session was slow and has filled the stage; the run's own is fast.
  void the_run_after_a_plan_joins_what_the_plan_has_joined() {
    Pair pair;
    import_one_person_twice(pair);
    pair.sync("two-way", true);
    pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("Anna Berg | Anna Berg "), without_a_look_first());
    CPPUNIT_ASSERT_EQUAL(without_a_look_first(), pair.here.names() + "| " + pair.there.names());
  }

  static std::string known(const std::string& uid, const std::string& name,
                           const std::string& more) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + uid + "\r\nN:" + name + ";;;;\r\nFN:" + name +
           "\r\nEMAIL:" + name + "@example.net\r\n" + more + "END:VCARD\r\n";
  }
  /// Omar by UID and Lena by what she has: each side lacks something. Mary is the same, Zoe new.
  static void import_people_of_both(Pair& pair) {
    const Seconds now = pair.clock.now();
    pair.there.import_text(known("o", "Omar", "BDAY:1984-11-02\r\n"), now);
    pair.here.import_text(known("o", "Omar", "TITLE:Chief\r\n"), now);
    pair.there.import_text(known("l1", "Lena", "NOTE:alto\r\n"), now);
    pair.here.import_text(known("l2", "Lena", ""), now);
    pair.there.import_text(known("m", "Mary", ""), now);
    pair.here.import_text(known("m", "Mary", ""), now);
    pair.there.import_text(known("z", "Zoe", ""), now);
  }

  void a_plan_counts_what_the_run_does() {
    Pair pair;
    import_people_of_both(pair);
    const auto plan = pair.result(pair.sync("two-way", true).number).collections;
    const auto done = pair.result(pair.sync().number).collections;
    CPPUNIT_ASSERT(plan.at(0).here == done.at(0).here);
    CPPUNIT_ASSERT(plan.at(0).there == done.at(0).there);
    CPPUNIT_ASSERT_EQUAL(done.at(0).joined, plan.at(0).joined);
  }

  void a_join_that_changes_ours_is_counted_as_a_change() {
    Pair pair;
    import_people_of_both(pair);
    const auto done = pair.result(pair.sync().number).collections.at(0);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, done.joined);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, done.here.updated);
    CPPUNIT_ASSERT(done.there.updated >= 1);
  }

  void equal_records_are_joined_without_a_change() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.there.import("A", pair.clock.now());
    const std::int64_t plan = pair.sync("two-way", true).number;
    CPPUNIT_ASSERT_EQUAL(std::string("join"), pair.lines(plan).at(0).op);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, pair.result(plan).collections.at(0).here.updated);
  }

  void a_run_after_a_cancelled_one_compares_as_that_one_did() {
    Pair pair;
    import_one_person_twice(pair);
    const std::int64_t run = pair.ask();
    const auto claim = pair.claim_one();
    pair.go_to(claim, "plan");
    pair.cancel(run);
    pair.go_on(claim);
    pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("Anna Berg | Anna Berg "),
                         pair.here.names() + "| " + pair.there.names());
  }

  /// Others can write between two pages.
  void many_records_are_applied_page_by_page() {
    Pair pair;
    import(pair, pair.there, "t", 250);
    pair.ask();
    const auto claim = pair.claim_one();
    pair.go_to(claim, "apply");
    std::vector<std::int64_t> live;
    do {
      const auto contacts = must(pair.here.begin(store::Access::Read)->collection("contacts"));
      live.push_back(contacts->live);
    } while (live.back() < 250 && must(pair.step(claim)) == Step::Again);
    CPPUNIT_ASSERT(live == (std::vector<std::int64_t>{0, 100, 200, 250}));
  }

  void a_slow_run_doubles_nothing() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.there.import("B", pair.clock.now());
    pair.sync();
    const store::Run run = pair.sync("slow");
    CPPUNIT_ASSERT_EQUAL(std::string("done"), run.outcome);
    CPPUNIT_ASSERT(pair.result(run.number).slow);
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.here.names());
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.there.names());
  }

  void the_peer_is_recognised_as_a_portal() {
    Pair pair;
    pair.sync();
    const auto connections = must(pair.here.begin(store::Access::Read)->connections());
    CPPUNIT_ASSERT(!connections.at(0).side.empty());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SyncTest);

}  // namespace pim::bridge::test
