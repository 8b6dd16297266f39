// SPDX-License-Identifier: Apache-2.0
// Deletions that are proposed, held and decided (sync rules 32, 33, 34; design rule 8).
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::HeldState;
using store::ItemId;

class HeldTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HeldTest);
  CPPUNIT_TEST(the_guard_counts_the_greater_of_both_limits);
  CPPUNIT_TEST(ten_deletions_go_through_however_few_records_there_are);
  CPPUNIT_TEST(the_eleventh_deletion_makes_all_of_them_wait);
  CPPUNIT_TEST(a_fifth_of_many_records_goes_through);
  CPPUNIT_TEST(proposals_of_a_broken_package_count_with_the_next);
  CPPUNIT_TEST(proposals_of_a_broken_package_wait_when_the_next_brings_none);
  CPPUNIT_TEST(after_a_day_proposals_of_a_broken_package_count_alone);
  CPPUNIT_TEST(a_deletion_said_again_after_a_broken_package_does_not_wait);
  CPPUNIT_TEST(a_question_outlives_the_record_coming_back);
  CPPUNIT_TEST(what_a_person_decided_elsewhere_is_not_asked_again);
  CPPUNIT_TEST(decided_deletions_do_not_make_others_wait);
  CPPUNIT_TEST(a_record_edited_since_it_was_proposed_lives_and_goes_out);
  CPPUNIT_TEST(a_name_proposed_for_deletion_is_free_for_a_new_record);
  CPPUNIT_TEST(a_record_keyed_anew_in_one_session_is_not_deleted);
  CPPUNIT_TEST(a_record_keyed_anew_before_its_old_name_goes_is_not_deleted);
  CPPUNIT_TEST(taken_one_by_one_it_is_not_deleted_either);
  CPPUNIT_TEST(a_command_that_undoes_an_earlier_one_stays_behind_it);
  CPPUNIT_TEST(a_held_record_is_not_sent);
  CPPUNIT_TEST(a_held_record_is_not_sent_in_a_slow_sync);
  CPPUNIT_TEST(an_empty_slow_sync_proposes_nothing);
  CPPUNIT_TEST(a_deletion_is_not_sent_back_to_who_asked_for_it);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  /// So many records of the side, "0" and so on.
  void fill(int count) {
    std::vector<Incoming> adds;
    for (int i = 0; i < count; ++i) {
      const std::string number = std::to_string(i);
      adds.push_back(world.incoming(ChangeOp::Add, number, card("Name" + number)));
    }
    world.take_all(adds);
    world.end_session();
  }
  void erase(int first, int last, const std::string& consent = "") {
    std::vector<Incoming> deletes;
    for (int i = first; i < last; ++i) {
      deletes.push_back(world.incoming(ChangeOp::Delete, std::to_string(i)));
      deletes.back().consent = consent;
    }
    world.take_all(deletes);
  }

  void the_guard_counts_the_greater_of_both_limits() {
    const GuardLimits guard{.percent = 20, .count = 10};
    CPPUNIT_ASSERT(!guard.holds(10, 0) && guard.holds(11, 0));
    CPPUNIT_ASSERT(!guard.holds(10, 54) && guard.holds(11, 54));
    CPPUNIT_ASSERT(!guard.holds(20, 100) && guard.holds(21, 100));
    CPPUNIT_ASSERT(!guard.holds(20, 104));
  }

  void ten_deletions_go_through_however_few_records_there_are() {
    fill(10);
    erase(0, 10);
    CPPUNIT_ASSERT_EQUAL(std::size_t{10}, world.decide().deleted.size());
    CPPUNIT_ASSERT(world.live().empty());
    CPPUNIT_ASSERT(world.held().empty());
  }

  void the_eleventh_deletion_makes_all_of_them_wait() {
    fill(11);
    erase(0, 11);
    CPPUNIT_ASSERT_EQUAL(std::size_t{11}, world.decide().waiting);
    CPPUNIT_ASSERT_EQUAL(std::size_t{11}, world.live().size());
    CPPUNIT_ASSERT(first(world.held()).state == HeldState::Waiting);
  }

  void a_fifth_of_many_records_goes_through() {
    fill(60);
    erase(0, 12);
    CPPUNIT_ASSERT_EQUAL(std::size_t{12}, world.decide().deleted.size());
  }

  void proposals_of_a_broken_package_count_with_the_next() {  // sync rule 32
    fill(20);
    erase(0, 6);
    world.begin("a1", "a2");
    erase(6, 12);
    CPPUNIT_ASSERT_EQUAL(std::size_t{12}, world.decide().waiting);
  }

  void proposals_of_a_broken_package_wait_when_the_next_brings_none() {  // sync rule 32
    fill(20);
    erase(0, 6);
    world.begin("a1", "a2");
    world.decide();
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, world.live().size());
    CPPUNIT_ASSERT(first(world.held()).state == HeldState::Proposed);
  }

  void after_a_day_proposals_of_a_broken_package_count_alone() {  // sync rule 32
    fill(20);
    erase(0, 6);
    world.now += limits::BrokenProposalWait;
    world.begin("a1", "a2");
    CPPUNIT_ASSERT_EQUAL(std::size_t{6}, world.decide().deleted.size());
  }

  void a_deletion_said_again_after_a_broken_package_does_not_wait() {  // sync rules 17, 32
    fill(20);
    erase(0, 6);
    world.begin("a0", "a2");  // the older anchor: it says again what it has said
    CPPUNIT_ASSERT_EQUAL(std::size_t{6}, world.decide({}, Deletes::Brought).deleted.size());
  }

  void a_question_outlives_the_record_coming_back() {  // sync rules 32, 33
    fill(20);
    erase(0, 15);
    world.decide();
    const auto asked = world.held();
    world.begin_slow();
    for (const store::Item& item : world.live()) {
      world.add("n" + std::to_string(item.id), item.content);
    }
    CPPUNIT_ASSERT(asked == world.held());
  }

  void what_a_person_decided_elsewhere_is_not_asked_again() {  // sync rule 33
    fill(20);
    erase(0, 15, "d1-1");
    CPPUNIT_ASSERT_EQUAL(std::size_t{15}, world.decide().deleted.size());
  }

  void decided_deletions_do_not_make_others_wait() {  // sync rule 33
    fill(30);
    erase(0, 15, "d1-1");
    erase(15, 20);
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, world.decide().deleted.size());
  }

  void a_record_edited_since_it_was_proposed_lives_and_goes_out() {  // sync rules 28, 33
    const ItemId item = world.shared("7", card("Anna"));
    world.erase("7");
    world.edit(item, card("Anna", "TITLE:ours"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.decide().changed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.outgoing().size());
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
  }

  void a_name_proposed_for_deletion_is_free_for_a_new_record() {  // sync rule 32
    const ItemId item = world.shared("7", card("Anna", "TEL:123456789"));
    world.erase("7");
    const Outcome outcome = world.add("7", card("Bert", "TEL:987654321"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Added);
    world.decide();
    CPPUNIT_ASSERT(world.item(item).deleted);
    CPPUNIT_ASSERT(!world.item(outcome.item).deleted);
  }

  void a_record_keyed_anew_in_one_session_is_not_deleted() {  // sync rule 32
    const ItemId item = world.shared("7", card("Anna", "TEL:123456789"));
    const std::vector<Incoming> batch{
        world.incoming(ChangeOp::Delete, "7"),
        world.incoming(ChangeOp::Add, "8", card("Anna", "TEL:123456789"))};
    CPPUNIT_ASSERT_EQUAL(item, world.take_all(batch).back().item);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, world.decide().deleted.size());
    CPPUNIT_ASSERT_EQUAL(std::string("8"), world.row(item).peer_id.value());
  }

  /// The device says of a record with a field that it cannot hold: Add 8, Delete 7.
  void keyed_anew(Care care) {
    world.ability.declared = {{"N", {}}, {"FN", {}}, {"TEL", {}}};
    const ItemId item = world.given(card("Anna", "TEL:123456789\nNOTE:ours"), "7");
    const std::vector<Incoming> batch{
        world.incoming(ChangeOp::Add, "8", card("Anna", "TEL:123456789")),
        world.incoming(ChangeOp::Delete, "7")};
    world.in_unit([&](store::UnitOfWork& unit) {
      return need(
          take_batch(world.scope(unit), world.pairing, world.ability, world.is, batch, care));
    });
    world.decide();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:ours"));
    CPPUNIT_ASSERT_EQUAL(std::string("8"), world.row(item).peer_id.value());
  }

  void a_record_keyed_anew_before_its_old_name_goes_is_not_deleted() {  // sync rule 32
    keyed_anew(Care::Batch);
  }

  void taken_one_by_one_it_is_not_deleted_either() {  // sync rule 32
    keyed_anew(Care::EachAlone);
  }

  void a_command_that_undoes_an_earlier_one_stays_behind_it() {
    const std::vector<Incoming> batch{world.incoming(ChangeOp::Add, "8", card("Anna")),
                                      world.incoming(ChangeOp::Delete, "8")};
    world.take_all(batch);
    world.decide();
    CPPUNIT_ASSERT(world.live().empty());
  }

  void a_held_record_is_not_sent() {  // sync rule 33
    const ItemId item = world.shared("7", card("Anna"));
    world.erase("7");
    world.edit(item, card("Anna", "TITLE:ours"));
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void a_held_record_is_not_sent_in_a_slow_sync() {  // sync rule 33
    fill(11);
    erase(0, 11);
    world.decide();
    world.begin_slow();
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void an_empty_slow_sync_proposes_nothing() {  // sync rule 34
    fill(30);
    world.begin_slow();
    world.decide();
    CPPUNIT_ASSERT(world.held().empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{30}, world.outgoing().size());
  }

  void a_deletion_is_not_sent_back_to_who_asked_for_it() {  // sync rule 27
    world.shared("7", card("Anna"));
    world.erase("7");
    world.decide();
    CPPUNIT_ASSERT(world.outgoing().empty());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(HeldTest);

/// A person decides what waits.
class DecisionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DecisionTest);
  CPPUNIT_TEST(a_deletion_decided_here_is_not_asked_again_at_the_other_portal);
  CPPUNIT_TEST(what_changed_since_it_was_held_is_asked_again);
  CPPUNIT_TEST(what_was_asked_again_is_deleted_at_its_new_revision);
  CPPUNIT_TEST(a_kept_record_goes_out_as_add);
  CPPUNIT_TEST(a_kept_record_is_newer_than_its_deletion_there);
  CPPUNIT_TEST(nothing_is_decided_twice);
  CPPUNIT_TEST(what_is_only_proposed_is_not_for_a_person_yet);
  CPPUNIT_TEST(what_was_deleted_meanwhile_is_no_question_any_more);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;
  ItemId item = 0;

  /// One deletion that waits.
  std::int64_t waiting() {
    item = world.shared("7", card("Anna", "TITLE:one"));
    world.erase("7");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.decide({.percent = 0, .count = 0}).waiting);
    return first(world.held()).number;
  }
  HeldOutcome decide(std::int64_t number, HeldDecision decision) {
    return world.in_unit([&](store::UnitOfWork& unit) {
      return need(
          decide_held(world.memory, unit, std::span(&number, 1), decision, "alice", world.now));
    });
  }

  void a_deletion_decided_here_is_not_asked_again_at_the_other_portal() {  // sync rule 33
    decide(waiting(), HeldDecision::Delete);
    CPPUNIT_ASSERT(world.item(item).deleted);
    CPPUNIT_ASSERT(!world.item(item).decision.empty());
    CPPUNIT_ASSERT(world.held().empty());
  }

  void what_changed_since_it_was_held_is_asked_again() {  // sync rule 33
    const std::int64_t number = waiting();
    world.edit(item, card("Anna", "TITLE:ours"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, decide(number, HeldDecision::Delete).asked_again);
    CPPUNIT_ASSERT(!world.item(item).deleted);
    CPPUNIT_ASSERT_EQUAL(world.item(item).rev, first(world.held()).rev);
  }

  void what_was_asked_again_is_deleted_at_its_new_revision() {  // sync rule 33
    const std::int64_t number = waiting();
    world.edit(item, card("Anna", "TITLE:ours"));
    decide(number, HeldDecision::Delete);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, decide(number, HeldDecision::Delete).deleted);
  }

  void a_kept_record_goes_out_as_add() {  // sync rule 33
    decide(waiting(), HeldDecision::Keep);
    const Outgoing change = world.only();
    CPPUNIT_ASSERT(change.op == ChangeOp::Add);
  }

  void a_kept_record_is_newer_than_its_deletion_there() {  // sync rules 33, 38
    const std::int64_t number = waiting();
    const Seconds deleted_at = first(world.held()).at;
    world.now -= 3'600;
    decide(number, HeldDecision::Keep);
    CPPUNIT_ASSERT(world.item(item).changed_at > deleted_at);
  }

  void nothing_is_decided_twice() {  // sync rule 33
    const std::int64_t number = waiting();
    decide(number, HeldDecision::Keep);
    const HeldOutcome again = decide(number, HeldDecision::Delete);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, again.deleted);
    CPPUNIT_ASSERT(!world.item(item).deleted);
  }

  void what_is_only_proposed_is_not_for_a_person_yet() {  // sync rule 32
    item = world.shared("7", card("Anna"));
    world.erase("7");
    decide(first(world.held()).number, HeldDecision::Delete);
    CPPUNIT_ASSERT(!world.item(item).deleted);
  }

  void what_was_deleted_meanwhile_is_no_question_any_more() {
    const std::int64_t number = waiting();
    world.remove(item);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, decide(number, HeldDecision::Keep).kept);
    CPPUNIT_ASSERT(world.held().empty());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DecisionTest);

}  // namespace pim::sync::testing
