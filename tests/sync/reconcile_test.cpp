// SPDX-License-Identifier: Apache-2.0
// What an incoming change does to a record both know: base, merge, own writes (sync rules
// 17 to 29).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;
using store::MapState;

class ReconcileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ReconcileTest);
  CPPUNIT_TEST(a_new_record_is_not_sent_back);
  CPPUNIT_TEST(an_add_of_a_mapped_name_does_not_double_the_record);
  CPPUNIT_TEST(an_add_and_its_edit_in_one_batch_are_one_record);
  CPPUNIT_TEST(a_replace_of_an_unknown_name_is_a_new_record);
  CPPUNIT_TEST(an_equal_replace_raises_no_revision);
  CPPUNIT_TEST(a_value_removed_there_is_removed_here);
  CPPUNIT_TEST(edits_of_both_sides_both_live);
  CPPUNIT_TEST(the_result_of_a_merge_goes_back_once);
  CPPUNIT_TEST(an_edit_taken_as_it_came_is_not_sent_back);
  CPPUNIT_TEST(what_a_device_cannot_hold_is_not_removed);
  CPPUNIT_TEST(values_a_device_dropped_are_not_removed);
  CPPUNIT_TEST(values_a_device_has_sent_itself_can_be_removed_there);
  CPPUNIT_TEST(a_value_equal_to_the_base_takes_no_edit_back);
  CPPUNIT_TEST(a_value_sent_and_not_confirmed_takes_no_later_edit_back);
  CPPUNIT_TEST(a_value_of_an_earlier_version_takes_no_edit_back);
  CPPUNIT_TEST(the_later_of_two_edits_wins_and_the_other_is_kept);
  CPPUNIT_TEST(the_earlier_of_two_edits_gives_way_and_is_kept);
  CPPUNIT_TEST(both_portals_choose_the_same_of_two_edits);
  CPPUNIT_TEST(an_edit_without_time_is_later_than_what_it_changed);
  CPPUNIT_TEST(an_unconfirmed_add_answered_by_its_record_is_one_record);
  CPPUNIT_TEST(what_answers_an_unconfirmed_add_removes_nothing);
  CPPUNIT_TEST(a_near_record_with_another_uid_does_not_answer_an_add);
  CPPUNIT_TEST(colleagues_whose_adds_were_not_confirmed_are_not_taken_for_each_other);
  CPPUNIT_TEST(a_new_colleague_does_not_answer_an_add);
  CPPUNIT_TEST(an_edit_of_what_answers_an_add_is_one_record);
  CPPUNIT_TEST(a_restored_client_that_gives_a_name_anew_overwrites_nothing);
  CPPUNIT_TEST(a_restored_client_makes_the_next_session_slow);
  CPPUNIT_TEST(a_far_replace_of_a_mapped_name_stays_an_edit);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  /// One record of the side with these lines, known to both.
  ItemId anna(const std::string& lines) { return world.shared("7", card("Anna", lines)); }
  ItemId mapped(const std::string& lines) { return world.given(card("Anna", lines), "7"); }

  void a_new_record_is_not_sent_back() {  // sync rule 27
    world.add("7", card("Anna"));
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void an_add_of_a_mapped_name_does_not_double_the_record() {  // sync rule 21
    const ItemId item = anna("TEL:123");
    const Outcome outcome = world.add("7", card("Anna", "TEL:456"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Updated);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(world.item(item), "TEL:456"));
  }

  void an_add_and_its_edit_in_one_batch_are_one_record() {  // sync rule 21
    const std::vector<Incoming> batch{
        world.incoming(ChangeOp::Add, "7", card("Anna", "TEL:123")),
        world.incoming(ChangeOp::Replace, "7", card("Anna", "TEL:456"))};
    world.take_all(batch);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(first(world.live()), "TEL:456"));
  }

  void a_replace_of_an_unknown_name_is_a_new_record() {  // sync rule 22
    CPPUNIT_ASSERT(world.replace("7", card("Anna")).effect == Effect::Added);
  }

  void an_equal_replace_raises_no_revision() {  // sync rule 26
    const ItemId item = anna("TEL:123");
    const store::Revision before = world.item(item).rev;
    CPPUNIT_ASSERT(world.replace("7", card("Anna", "TEL:123")).effect == Effect::Unchanged);
    CPPUNIT_ASSERT_EQUAL(before, world.item(item).rev);
  }

  void a_value_removed_there_is_removed_here() {  // sync rule 25, the other way round
    const ItemId item = anna("TEL:123\nNOTE:old");
    world.replace("7", card("Anna", "TEL:123"));
    CPPUNIT_ASSERT(!says(world.item(item), "NOTE"));
  }

  void edits_of_both_sides_both_live() {  // sync rule 26
    const ItemId item = anna("TEL:123");
    world.edit(item, card("Anna", "TEL:123\nEMAIL:ours@example.org"));
    world.replace("7", card("Anna", "TEL:123\nNOTE:theirs"));
    CPPUNIT_ASSERT(says(world.item(item), "ours@example.org"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:theirs"));
  }

  void the_result_of_a_merge_goes_back_once() {  // sync rule 27
    edits_of_both_sides_both_live();
    const auto changes = world.send();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.size());
    CPPUNIT_ASSERT(changes.front().op == ChangeOp::Replace);
    CPPUNIT_ASSERT_EQUAL(std::string("7"), changes.front().peer_id.value());
    world.confirm(changes.front());
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void an_edit_taken_as_it_came_is_not_sent_back() {  // sync rule 27
    anna("TEL:123");
    world.replace("7", card("Anna", "TEL:456"));
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void what_a_device_cannot_hold_is_not_removed() {  // sync rule 24
    world.ability.declared = {{"N", {}}, {"FN", {}}, {"TEL", {}}};
    const ItemId item = mapped("TEL:123\nNOTE:ours");
    world.replace("7", card("Anna", "TEL:456"));
    CPPUNIT_ASSERT(says(world.item(item), "TEL:456"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:ours"));
  }

  void values_a_device_dropped_are_not_removed() {  // sync rule 24
    const ItemId item = mapped("TEL:100000001\nTEL:100000002\nTEL:100000003");
    world.replace("7", card("Annie", "TEL:100000001\nTEL:100000002"));
    CPPUNIT_ASSERT(says(world.item(item), "FN:Annie"));
    CPPUNIT_ASSERT(says(world.item(item), "TEL:100000003"));
  }

  void values_a_device_has_sent_itself_can_be_removed_there() {  // sync rule 24
    const ItemId item = anna("TEL:100000001\nTEL:100000002\nTEL:100000003");
    world.replace("7", card("Annie", "TEL:100000001\nTEL:100000002"));
    CPPUNIT_ASSERT(!says(world.item(item), "TEL:100000003"));
  }

  void a_value_equal_to_the_base_takes_no_edit_back() {  // sync rule 26
    const ItemId item = anna("TEL:123");
    world.edit(item, card("Anna", "TEL:456"));
    world.replace("7", card("Anna", "TEL:123"));
    CPPUNIT_ASSERT(says(world.item(item), "TEL:456") && !says(world.item(item), "TEL:123"));
  }

  void a_value_sent_and_not_confirmed_takes_no_later_edit_back() {  // sync rule 26
    const ItemId item = anna("TITLE:one");
    world.edit(item, card("Anna", "TITLE:two"));
    world.send();
    world.edit(item, card("Anna", "TITLE:three"));
    world.replace("7", card("Anna", "TITLE:two"), world.now + 60);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:three"));
  }

  void a_value_of_an_earlier_version_takes_no_edit_back() {  // sync rule 26
    const ItemId item = anna("TITLE:one");
    world.edit(item, card("Anna", "TITLE:two"));
    world.edit(item, card("Anna", "TITLE:three"));
    world.replace("7", card("Anna", "TITLE:two"), world.now + 60);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:three"));
  }

  void the_later_of_two_edits_wins_and_the_other_is_kept() {
    const ItemId item = anna("TITLE:one");
    world.edit(item, card("Anna", "TITLE:ours"));
    const Outcome outcome = world.replace("7", card("Anna", "TITLE:theirs"), world.now + 60);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:theirs"));
    CPPUNIT_ASSERT_EQUAL(1U, outcome.conflicts);
    CPPUNIT_ASSERT_EQUAL(std::string("ours"), first(world.conflicts()).lost);
  }

  void the_earlier_of_two_edits_gives_way_and_is_kept() {
    const ItemId item = anna("TITLE:one");
    world.edit(item, card("Anna", "TITLE:ours"));
    world.replace("7", card("Anna", "TITLE:theirs"), world.now - 60);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:ours"));
    CPPUNIT_ASSERT_EQUAL(std::string("theirs"), first(world.conflicts()).lost);
  }

  /// The title a portal ends with that has `ours` and gets `theirs`, both made at the same time.
  static std::string title_chosen(const std::string& ours, const std::string& theirs) {
    World portal(Side::Portal);
    const ItemId item = portal.shared("7", card("Anna", "UID:u-1\nTITLE:one"));
    portal.edit(item, card("Anna", "UID:u-1\nTITLE:" + ours));
    portal.replace("7", card("Anna", "UID:u-1\nTITLE:" + theirs), portal.item(item).changed_at);
    return says(portal.item(item), "TITLE:" + ours) ? ours : theirs;
  }

  void both_portals_choose_the_same_of_two_edits() {  // sync rule 4
    CPPUNIT_ASSERT_EQUAL(title_chosen("left", "right"), title_chosen("right", "left"));
  }

  void an_edit_without_time_is_later_than_what_it_changed() {  // sync rule 26
    const ItemId item = anna("TEL:123");
    const Seconds made = world.item(item).changed_at;
    world.now -= 3'600;
    world.replace("7", card("Anna", "TEL:456"));
    CPPUNIT_ASSERT(world.item(item).changed_at > made);
  }

  void an_unconfirmed_add_answered_by_its_record_is_one_record() {  // sync rule 22
    const ItemId item = world.enter(card("Anna", "TEL:123456789"));
    world.send();
    const Outcome outcome = world.add("7", card("Anna", "TEL:123456789"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Joined);
    CPPUNIT_ASSERT_EQUAL(item, outcome.item);
    CPPUNIT_ASSERT(world.row(item).state == MapState::Mapped);
  }

  void what_answers_an_unconfirmed_add_removes_nothing() {  // sync rules 22, 25
    const ItemId item = world.enter(card("Anna", "TEL:123456789\nNOTE:ours"));
    world.send();
    CPPUNIT_ASSERT_EQUAL(item, world.add("7", card("Anna", "TEL:123456789")).item);
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:ours"));
  }

  void a_near_record_with_another_uid_does_not_answer_an_add() {  // sync rule 22
    world.enter(card("Anna", "UID:u-1\nTEL:123456789"));
    world.send();
    world.add("7", card("Anna", "UID:u-2\nTEL:123456789\nNOTE:another Anna"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  static std::string colleague(const std::string& name, const std::string& mail) {
    return card(name, "TEL:123456789\nORG:Mill\nADR:;;Mill Lane 1;Ely;;;\nEMAIL:" + mail);
  }

  void colleagues_whose_adds_were_not_confirmed_are_not_taken_for_each_other() {  // sync rule 22
    const ItemId anna = world.enter(colleague("Anna", "anna@example.org"));
    const ItemId bert = world.enter(colleague("Bert", "bert@example.org"));
    world.send();
    CPPUNIT_ASSERT_EQUAL(bert, world.add("8", colleague("Bert", "bert@example.org")).item);
    CPPUNIT_ASSERT_EQUAL(anna, world.add("7", colleague("Anna", "anna@example.org")).item);
    CPPUNIT_ASSERT(says(world.item(anna), "FN:Anna"));
  }

  void a_new_colleague_does_not_answer_an_add() {  // sync rule 22
    const ItemId anna = world.enter(colleague("Anna", "anna@example.org"));
    world.send();
    world.add("9", colleague("Carl", "carl@example.org"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
    CPPUNIT_ASSERT(says(world.item(anna), "FN:Anna"));
  }

  void an_edit_of_what_answers_an_add_is_one_record() {  // sync rule 22
    const ItemId anna = world.enter(colleague("Anna", "anna@example.org"));
    world.send();
    CPPUNIT_ASSERT_EQUAL(anna, world.add("9", colleague("Anna", "anna@example.com")).item);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void a_restored_client_that_gives_a_name_anew_overwrites_nothing() {  // sync rule 17
    const ItemId item = anna("TEL:123456789");
    world.is.older = true;
    const Outcome outcome = world.add("7", card("Bert", "TEL:987654321"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Added);
    CPPUNIT_ASSERT(says(world.item(item), "FN:Anna"));
  }

  void a_restored_client_makes_the_next_session_slow() {  // sync rule 17
    anna("TEL:123456789");
    world.is.older = true;
    world.add("7", card("Bert", "TEL:987654321"));
    CPPUNIT_ASSERT(world.pairing.force_slow);
  }

  void a_far_replace_of_a_mapped_name_stays_an_edit() {  // sync rule 17
    const ItemId item = anna("TEL:123456789");
    world.is.older = true;
    world.replace("7", card("Bert", "TEL:987654321"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(world.item(item), "FN:Bert"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ReconcileTest);

}  // namespace pim::sync::testing
