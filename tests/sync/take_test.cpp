// SPDX-License-Identifier: Apache-2.0
// Batches: a plan writes nothing, one bad record stops nobody, the stage page by page (design rules
// 1, 5, 10; sync rule 27).
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "common/store/faulty_store.h"
#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;

class TakeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TakeTest);
  CPPUNIT_TEST(a_plan_writes_nothing);
  CPPUNIT_TEST(a_plan_says_what_its_execution_does);
  CPPUNIT_TEST(a_refused_record_fails_its_batch_whole);
  CPPUNIT_TEST(taken_one_by_one_a_refused_record_fails_alone);
  CPPUNIT_TEST(a_store_that_is_away_ends_a_batch_taken_one_by_one);
  CPPUNIT_TEST(what_a_batch_wrote_is_left_out_of_its_sides_feed);
  CPPUNIT_TEST(batches_that_follow_each_other_are_one_range);
  CPPUNIT_TEST(ranges_are_remembered_up_to_a_limit);
  CPPUNIT_TEST(a_batch_without_effect_leaves_no_range);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;
  store::FaultyStore faulty{world.memory};

  std::vector<Incoming> three() {
    return {world.incoming(ChangeOp::Add, "1", card("Anna")),
            world.incoming(ChangeOp::Add, "2", card("Bert")),
            world.incoming(ChangeOp::Add, "3", card("Clara"))};
  }
  std::vector<Result<Outcome>> look(const std::vector<Incoming>& batch) {
    return world.in_unit([&](store::UnitOfWork& unit) {
      return need(look_at_batch(world.scope(unit), world.pairing, world.ability, world.is, batch));
    });
  }
  /// The second write of items, or the first, fails with `code`; what could be done is committed.
  Result<std::vector<Result<Outcome>>> take_with_fault(Care care, std::uint64_t nth,
                                                       ErrorCode code) {
    const auto batch = three();
    auto unit = need(faulty.begin(world.owner, store::Access::Write));
    faulty.arm({.call = nth, .code = code, .at = "write_items"});
    auto taken =
        take_batch(world.scope(*unit), world.pairing, world.ability, world.is, batch, care);
    if (taken) {
      need(unit->commit());
    }
    return taken;
  }

  void a_plan_writes_nothing() {  // design rule 5
    const auto batch = three();
    look(batch);
    CPPUNIT_ASSERT(world.live().empty());
    CPPUNIT_ASSERT(world.pairing.skip.empty());
  }

  void a_plan_says_what_its_execution_does() {  // design rule 5
    world.shared("1", card("Anna", "TITLE:one"));
    world.enter(card("Bert"));
    const auto planned = look(three());
    const auto done = world.take_all(three());
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, planned.size());
    CPPUNIT_ASSERT_EQUAL(planned.size(), done.size());
    for (std::size_t i = 0; i < done.size(); ++i) {
      CPPUNIT_ASSERT(planned[i]->effect == done[i].effect);
      CPPUNIT_ASSERT_EQUAL(planned[i]->conflicts, done[i].conflicts);
    }
  }

  void a_refused_record_fails_its_batch_whole() {  // design rule 10
    const auto taken = take_with_fault(Care::Batch, 1, ErrorCode::Refused);
    CPPUNIT_ASSERT(!taken && taken.error().code == ErrorCode::Refused);
    CPPUNIT_ASSERT(world.live().empty());
  }

  void taken_one_by_one_a_refused_record_fails_alone() {  // design rule 10
    const auto taken = need(take_with_fault(Care::EachAlone, 2, ErrorCode::Refused));
    CPPUNIT_ASSERT(taken[0] && !taken[1] && taken[2]);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_store_that_is_away_ends_a_batch_taken_one_by_one() {  // design rule 1
    const auto taken = take_with_fault(Care::EachAlone, 2, ErrorCode::Unavailable);
    CPPUNIT_ASSERT(!taken && taken.error().code == ErrorCode::Unavailable);
    CPPUNIT_ASSERT(world.live().empty());
  }

  void what_a_batch_wrote_is_left_out_of_its_sides_feed() {  // sync rule 27
    world.take_all(three());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.pairing.skip.size());
    CPPUNIT_ASSERT((first(world.pairing.skip) == store::RevisionRange{1, 3}));
  }

  void batches_that_follow_each_other_are_one_range() {  // sync rule 27
    world.add("1", card("Anna"));
    world.add("2", card("Bert"));
    CPPUNIT_ASSERT((first(world.pairing.skip) == store::RevisionRange{1, 2}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.pairing.skip.size());
  }

  void ranges_are_remembered_up_to_a_limit() {
    for (store::Revision rev = 1; rev < 4 * store::Revision{limits::MaxSkipRanges}; rev += 2) {
      skip_own(world.pairing, {rev, rev});
    }
    CPPUNIT_ASSERT_EQUAL(limits::MaxSkipRanges, world.pairing.skip.size());
  }

  void a_batch_without_effect_leaves_no_range() {
    skip_own(world.pairing, {});
    world.erase("1");
    CPPUNIT_ASSERT(world.pairing.skip.empty());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TakeTest);

class StagePageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StagePageTest);
  CPPUNIT_TEST(deletes_are_applied_before_what_replaces_them);
  CPPUNIT_TEST(an_unreadable_record_stays_with_its_reason);
  CPPUNIT_TEST(an_unreadable_record_does_not_stop_the_others);
  CPPUNIT_TEST(pages_of_one_apply_the_whole_stage);
  CPPUNIT_TEST(a_page_looked_at_before_does_not_hide_what_changed_since);
  CPPUNIT_TEST(what_was_applied_is_counted);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  void stage(const std::string& their_name, const std::string& record) {
    world.stage(world.change(ChangeOp::Add, their_name, "", record));
  }
  void stage_unreadable() {
    auto change = world.change(ChangeOp::Add, "s1", "", card("Anna"));
    change.content = "no contact";
    world.stage(change);
  }

  void deletes_are_applied_before_what_replaces_them() {  // sync rule 32
    const ItemId item = world.shared("s9", card("Anna", "TEL:123456789"));
    stage("s1", card("Anna", "TEL:123456789"));
    world.stage(world.change(ChangeOp::Delete, "s9", ""));
    world.apply();
    world.decide();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT_EQUAL(item, first(world.live()).id);
  }

  void an_unreadable_record_stays_with_its_reason() {  // design rule 10
    stage_unreadable();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, world.apply().failed);
    CPPUNIT_ASSERT(!first(world.staged()).reason.empty());
  }

  void an_unreadable_record_does_not_stop_the_others() {  // design rule 10
    stage_unreadable();
    stage("s2", card("Bert"));
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.staged().size());
  }

  void pages_of_one_apply_the_whole_stage() {
    stage("s1", card("Anna"));
    stage_unreadable();
    stage("s2", card("Bert"));
    stage("s3", card("Clara"));
    world.apply(1);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.staged().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_page_looked_at_before_does_not_hide_what_changed_since() {  // sync rule 37
    stage("s1", card("Anna", "TITLE:one"));
    stage("s2", card("Bert"));
    world.in_unit([&](store::UnitOfWork& unit) {
      const Scope scope = world.scope(unit);
      StagePage looked_at = need(stage_page(scope, world.pairing, {}, 10));
      looked_at.rows.front().content = "what it was then";
      looked_at.incoming.front().entry.stored = "what it was then";
      const StagePage page = need(stage_page(scope, world.pairing, {}, 10, std::move(looked_at)));
      CPPUNIT_ASSERT(page.incoming[0].entry.stored.find("TITLE:one") != std::string::npos);
      CPPUNIT_ASSERT(page.incoming[1].entry.stored.find("FN:Bert") != std::string::npos);
      return true;
    });
  }

  void what_was_applied_is_counted() {
    world.shared("s1", card("Anna", "TITLE:one"));
    world.enter(card("Bert", "TEL:123456789"));
    stage("s1", card("Anna", "TITLE:two"));
    stage("s2", card("Bert", "TEL:123456789"));
    stage("s3", card("Clara"));
    const TakeCounts counts = world.apply();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, counts.updated);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, counts.joined);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, counts.added);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StagePageTest);

}  // namespace pim::sync::testing
