// SPDX-License-Identifier: Apache-2.0
// The kinds of sync (sync rule 40): what each does to both sides, and what it leaves alone.
#include <cppunit/extensions/HelperMacros.h>

#include "common/bridge/mode.h"
#include "common/sync/relation.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

class ModeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ModeTest);
  CPPUNIT_TEST(a_mode_that_is_none_is_named_with_those_that_are);
  CPPUNIT_TEST(receiving_brings_theirs_and_sends_nothing);
  CPPUNIT_TEST(what_was_only_received_goes_out_with_the_next_two_way_run);
  CPPUNIT_TEST(sending_brings_ours_there_and_changes_nothing_here);
  CPPUNIT_TEST(what_sending_kept_back_comes_with_the_next_two_way_run);
  CPPUNIT_TEST(sending_does_not_overwrite_what_they_edited_too);
  CPPUNIT_TEST(sending_does_not_overwrite_what_it_would_join);
  CPPUNIT_TEST(what_waited_for_a_join_is_sent_when_theirs_is_gone);
  CPPUNIT_TEST(sending_doubles_nothing_that_both_hold);
  CPPUNIT_TEST(a_mirror_of_theirs_is_exact);
  CPPUNIT_TEST(a_mirror_of_theirs_asks_before_it_deletes_many);
  CPPUNIT_TEST(a_mirror_of_an_empty_side_deletes_nothing_unasked);
  CPPUNIT_TEST(a_mirror_of_theirs_that_is_only_looked_at_changes_nothing);
  CPPUNIT_TEST(a_mirror_of_theirs_revives_what_was_deleted_here);
  CPPUNIT_TEST(a_mirror_of_theirs_keeps_what_was_entered_since_it_began);
  CPPUNIT_TEST(a_mirror_of_theirs_deletes_nothing_after_a_slow_sync_of_the_other_side);
  CPPUNIT_TEST(a_mirror_of_theirs_that_was_overtaken_says_so);
  CPPUNIT_TEST(a_mirror_of_theirs_that_was_overtaken_is_made_by_the_next_run);
  CPPUNIT_TEST(a_mirror_of_ours_is_exact);
  CPPUNIT_TEST(a_mirror_of_ours_deletes_what_was_deleted_here);
  CPPUNIT_TEST(a_mirror_of_ours_keeps_what_it_deletes_there);
  CPPUNIT_TEST(a_mirror_of_ours_that_is_stopped_deletes_nothing_there_later);
  CPPUNIT_TEST(after_a_stopped_mirror_a_two_way_run_moves_nothing_back);
  CPPUNIT_TEST(a_mirror_of_ours_is_asked_for_once);
  CPPUNIT_TEST(a_mirror_of_nothing_is_refused);
  CPPUNIT_TEST(after_a_mirror_a_two_way_run_moves_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  Pair pair;

  void here(const std::string& name, const std::string& note = "") {
    pair.clock.time += 10;
    pair.here.import(name, pair.clock.now(), note);
  }
  void there(const std::string& name, const std::string& note = "") {
    pair.clock.time += 10;
    pair.there.import(name, pair.clock.now(), note);
  }
  /// Both hold A and B; then A is edited on both sides, C comes here and D there.
  void differ() {
    here("A");
    here("B");
    pair.sync();
    here("A", "ours");
    there("A", "theirs");
    here("C");
    there("D");
  }
  bool is_done(const std::string& mode) {
    pair.clock.time += 10;
    return pair.sync(mode).outcome == "done";
  }
  void expect(const std::string& names_here, const std::string& names_there) {
    CPPUNIT_ASSERT_EQUAL(names_here, pair.here.names());
    CPPUNIT_ASSERT_EQUAL(names_there, pair.there.names());
  }
  static bool says(Side& side, const std::string& name, const std::string& note) {
    return side.content(name).find("NOTE:" + note + "\r\n") != std::string::npos;
  }

  void a_mode_that_is_none_is_named_with_those_that_are() {
    const Status known = check_mode("sideways");
    CPPUNIT_ASSERT(!known && known.error().message.find("refresh-from-peer") != std::string::npos);
  }

  void receiving_brings_theirs_and_sends_nothing() {
    differ();
    CPPUNIT_ASSERT(is_done("from-peer"));
    expect("A B C D ", "A B D ");
    CPPUNIT_ASSERT(says(pair.there, "A", "theirs"));
  }

  void what_was_only_received_goes_out_with_the_next_two_way_run() {
    differ();
    is_done("from-peer");
    CPPUNIT_ASSERT(is_done("two-way"));
    expect("A B C D ", "A B C D ");
    CPPUNIT_ASSERT_EQUAL(pair.here.content("A"), pair.there.content("A"));
  }

  void sending_brings_ours_there_and_changes_nothing_here() {
    differ();
    CPPUNIT_ASSERT(is_done("to-peer"));
    expect("A B C ", "A B C D ");
    CPPUNIT_ASSERT(says(pair.here, "A", "ours"));
  }

  void what_sending_kept_back_comes_with_the_next_two_way_run() {
    differ();
    pair.clock.time += 10;
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2},
                         pair.result(pair.sync("to-peer").number).collections.at(0).kept_back);
    CPPUNIT_ASSERT(is_done("two-way"));
    expect("A B C D ", "A B C D ");
    CPPUNIT_ASSERT_EQUAL(pair.here.content("A"), pair.there.content("A"));
  }

  void sending_does_not_overwrite_what_they_edited_too() {
    differ();
    is_done("to-peer");
    CPPUNIT_ASSERT(says(pair.there, "A", "theirs"));
  }

  void sending_does_not_overwrite_what_it_would_join() {
    here("A", "ours");
    there("A", "theirs");
    is_done("to-peer");
    CPPUNIT_ASSERT(says(pair.there, "A", "theirs"));
    CPPUNIT_ASSERT(says(pair.here, "A", "ours"));
    CPPUNIT_ASSERT(is_done("two-way"));
    CPPUNIT_ASSERT_EQUAL(pair.here.content("A"), pair.there.content("A"));
  }

  void what_waited_for_a_join_is_sent_when_theirs_is_gone() {
    here("B");
    pair.sync();
    here("A", "ours");
    there("A", "theirs");
    CPPUNIT_ASSERT(is_done("to-peer"));
    CPPUNIT_ASSERT(says(pair.there, "A", "theirs"));
    pair.there.remove("A", pair.clock.time += 10);
    CPPUNIT_ASSERT(is_done("to-peer"));
    CPPUNIT_ASSERT(is_done("two-way"));
    expect("A B ", "A B ");
    CPPUNIT_ASSERT(says(pair.there, "A", "ours"));
  }

  void sending_doubles_nothing_that_both_hold() {
    here("A");
    there("A");
    CPPUNIT_ASSERT(is_done("to-peer"));
    expect("A ", "A ");
  }

  void a_mirror_of_theirs_is_exact() {
    differ();
    CPPUNIT_ASSERT(is_done("refresh-from-peer"));
    expect("A B D ", "A B D ");
    CPPUNIT_ASSERT_EQUAL(pair.there.content("A"), pair.here.content("A"));
    CPPUNIT_ASSERT(says(pair.here, "A", "theirs"));
  }

  void a_mirror_of_theirs_asks_before_it_deletes_many() {
    for (int i = 0; i < 15; ++i) {
      here("h" + std::to_string(100 + i));
    }
    there("D");
    pair.clock.time += 10;
    const store::Run run = pair.sync("refresh-from-peer");
    CPPUNIT_ASSERT(run.state == store::RunState::Waiting);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{15}, pair.result(run.number).collections.at(0).held);
  }

  void a_mirror_of_an_empty_side_deletes_nothing_unasked() {
    here("A");
    here("B");
    pair.clock.time += 10;
    CPPUNIT_ASSERT(pair.sync("refresh-from-peer").state == store::RunState::Waiting);
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.here.names());
  }

  void a_mirror_of_theirs_that_is_only_looked_at_changes_nothing() {
    differ();
    pair.clock.time += 10;
    std::string said;
    for (const store::RunItem& line : pair.lines(pair.sync("refresh-from-peer", true).number)) {
      said += line.direction + " " + line.op + " " + line.label + "\n";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("here update A\nhere add D\nhere delete C\n"), said);
    expect("A B C ", "A B D ");
  }

  void a_mirror_of_theirs_revives_what_was_deleted_here() {
    differ();
    pair.here.remove("B", pair.clock.now());
    CPPUNIT_ASSERT(is_done("refresh-from-peer"));
    expect("A B D ", "A B D ");
  }

  void a_mirror_of_theirs_keeps_what_was_entered_since_it_began() {
    differ();
    pair.ask("refresh-from-peer");
    const store::RunClaim claim = pair.claim_one();
    must(pair.step(claim));
    here("during");
    pair.go_to(claim, "apply");
    here("then");
    pair.go_on(claim);
    expect("A B D during then ", "A B D ");
  }

  /// The first message of a slow sync that the other side begins while a mirror of it is taken in;
  /// how the mirror ends.
  store::Run overtaken() {
    differ();
    const std::int64_t number = pair.ask("refresh-from-peer");
    const store::RunClaim claim = pair.claim_one();
    pair.go_to(claim, "apply");
    CPPUNIT_ASSERT(must(pair.step(claim)) == Step::Again);
    const auto work = pair.here.begin(store::Access::Write);
    store::Pairing pairing = must(work->pairings()).at(0);
    sync::open_as_server(pairing, true, "", "next", pair.clock.now());
    must(work->put_pairing(pairing));
    must(work->commit());
    pair.go_on(claim);
    return pair.run(number);
  }

  void a_mirror_of_theirs_deletes_nothing_after_a_slow_sync_of_the_other_side() {
    overtaken();
    expect("A B C D ", "A B D ");
  }

  void a_mirror_of_theirs_that_was_overtaken_says_so() {
    const store::Run run = overtaken();
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT(run.sentence.find("run it again") != std::string::npos);
  }

  void a_mirror_of_theirs_that_was_overtaken_is_made_by_the_next_run() {
    overtaken();
    CPPUNIT_ASSERT(is_done("refresh-from-peer"));
    expect("A B D ", "A B D ");
  }

  void a_mirror_of_ours_is_exact() {
    differ();
    CPPUNIT_ASSERT(is_done("refresh-to-peer"));
    expect("A B C ", "A B C ");
    CPPUNIT_ASSERT(says(pair.there, "A", "ours"));
    CPPUNIT_ASSERT(says(pair.here, "A", "ours"));
  }

  void a_mirror_of_ours_deletes_what_was_deleted_here() {
    differ();
    there("B", "edited");
    pair.here.remove("B", pair.clock.now());
    CPPUNIT_ASSERT(is_done("refresh-to-peer"));
    expect("A C ", "A C ");
  }

  /// Both hold A, D is there only; a mirror of ours is stopped before it has sent anything.
  void stop_a_mirror_of_ours() {
    here("A");
    pair.sync();
    there("D");
    const std::int64_t number = pair.ask("refresh-to-peer");
    const store::RunClaim claim = pair.claim_one();
    pair.go_to(claim, "send");
    pair.cancel(number);
    pair.go_on(claim);
    pair.clock.time += 10;
  }

  void a_mirror_of_ours_that_is_stopped_deletes_nothing_there_later() {
    stop_a_mirror_of_ours();
    CPPUNIT_ASSERT(is_done("two-way"));
    expect("A D ", "A D ");
  }

  void after_a_stopped_mirror_a_two_way_run_moves_nothing_back() {
    stop_a_mirror_of_ours();
    const std::int64_t number = pair.sync().number;
    for (const CollectionResult& one : pair.result(number).collections) {
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{0},
                           one.there.added + one.there.updated + one.there.deleted);
    }
  }

  void a_mirror_of_ours_keeps_what_it_deletes_there() {
    differ();
    is_done("refresh-to-peer");
    const auto work = pair.here.begin(store::Access::Read);
    store::FeedQuery all;
    all.collection = "contacts";
    all.upto = INT64_MAX;
    std::size_t kept = 0;
    for (const store::FeedRow& row : must(work->feed(all))) {
      const store::ItemId id = row.id;
      const bool is_d = must(work->items({&id, 1})).at(0).label == "D";
      kept += row.deleted && is_d ? 1U : 0U;
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, kept);
  }

  void a_mirror_of_ours_is_asked_for_once() {
    for (int i = 0; i < 15; ++i) {
      there("t" + std::to_string(100 + i));
    }
    here("A");
    CPPUNIT_ASSERT(is_done("refresh-to-peer"));
    expect("A ", "A ");
  }

  void a_mirror_of_nothing_is_refused() {
    there("A");
    pair.clock.time += 10;
    CPPUNIT_ASSERT(pair.sync("refresh-to-peer").state == store::RunState::Failed);
    expect("", "A ");
  }

  void after_a_mirror_a_two_way_run_moves_nothing() {
    differ();
    is_done("refresh-to-peer");
    pair.clock.time += 10;
    const RunResult result = pair.result(pair.sync().number);
    CPPUNIT_ASSERT(result.collections.at(0).here == Counts{} &&
                   result.collections.at(0).there == Counts{});
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ModeTest);

}  // namespace pim::bridge::test
